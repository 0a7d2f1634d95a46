package io.github.groupcoordinator.gates;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Measures sources with the compiler's own parser: a file has at most 500 lines, a method at most 60. */
final class StyleLimits {
    static final int FILE_LINES = 500;
    static final int METHOD_LINES = 60;

    private StyleLimits() {}

    static List<String> violations(List<? extends JavaFileObject> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<String> violations = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            measure(unit, positions, violations);
        }
        return violations;
    }

    private static void measure(CompilationUnitTree unit, SourcePositions positions, List<String> violations)
            throws IOException {
        String file = unit.getSourceFile().getName();
        long lines =
                unit.getSourceFile().getCharContent(true).toString().lines().count();
        if (lines > FILE_LINES) {
            violations.add(file + " has " + lines + " lines; at most " + FILE_LINES);
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                long length = length(unit, method, positions);
                if (length > METHOD_LINES) {
                    violations.add(
                            file + ": " + method.getName() + " has " + length + " lines; at most " + METHOD_LINES);
                }
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
    }

    private static long length(CompilationUnitTree unit, Tree tree, SourcePositions positions) {
        LineMap lines = unit.getLineMap();
        long start = positions.getStartPosition(unit, tree);
        long end = positions.getEndPosition(unit, tree);
        return end < 0 ? 0 : lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
    }
}
