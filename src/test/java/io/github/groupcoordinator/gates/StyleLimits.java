package io.github.groupcoordinator.gates;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * The limits of sources, measured with the compiler's own parser: a file has at most 500 lines, a method at most 60, a
 * line at most 120 columns, in comments too, and a package at most 30 files; a comment begins with its noun.
 */
final class StyleLimits {
    static final int FILE_LINES = 500;
    static final int METHOD_LINES = 60;
    static final int COLUMNS = 120;
    static final int PACKAGE_FILES = 30;

    private static final Pattern RIDDLE =
            Pattern.compile("\\s*(What|Who|Whom|Whose|Whether|Where|How|Which)\\b.*", Pattern.DOTALL);

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

    /** Returns the packages without a sentence about themselves, which stands in their package-info.java. */
    static SortedSet<String> silent(Path root, List<Path> files) throws IOException {
        SortedSet<String> silent = new TreeSet<>();
        for (Path file : files) {
            Path info = file.resolveSibling("package-info.java");
            if (!Files.exists(info) || !Files.readString(info).startsWith("/**")) {
                silent.add(root.relativize(file.getParent()).toString().replace(File.separatorChar, '.'));
            }
        }
        return silent;
    }

    /** Returns how many files each package holds. */
    static SortedMap<String, Integer> sizes(Path root, List<Path> files) {
        SortedMap<String, Integer> count = new TreeMap<>();
        for (Path file : files) {
            String name = root.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
            count.merge(name, 1, Integer::sum);
        }
        return count;
    }

    /** Returns the packages that hold more files than may be. */
    static SortedSet<String> crowded(Path root, List<Path> files) {
        SortedMap<String, Integer> count = sizes(root, files);
        count.values().removeIf(size -> size <= PACKAGE_FILES);
        return new TreeSet<>(count.keySet());
    }

    /** Returns the declarations whose comment begins with a question word instead of the noun that it is about. */
    static List<String> riddles(List<? extends JavaFileObject> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
        List<String> riddles = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            new CommentReader(Trees.instance(task), riddles).scan(unit, null);
        }
        return riddles;
    }

    /** The reader of the comments of one file: those of its package, its types, their methods and their fields. */
    private static final class CommentReader extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final List<String> riddles;

        CommentReader(Trees trees, List<String> riddles) {
            this.trees = trees;
            this.riddles = riddles;
        }

        @Override
        public Void visitPackage(PackageTree room, Void nothing) {
            read(room.getPackageName().toString());
            return super.visitPackage(room, nothing);
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            read(type.getSimpleName());
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            read(method.getName());
            return super.visitMethod(method, nothing);
        }

        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            read(variable.getName());
            return super.visitVariable(variable, nothing);
        }

        private void read(CharSequence name) {
            String comment = trees.getDocComment(getCurrentPath());
            if (comment != null && RIDDLE.matcher(comment).matches()) {
                String file =
                        getCurrentPath().getCompilationUnit().getSourceFile().getName();
                String start = comment.strip().lines().findFirst().orElse("");
                riddles.add(file + ": the comment of " + name + " begins with a question word: " + start);
            }
        }
    }

    private static void measure(CompilationUnitTree unit, SourcePositions positions, List<String> violations)
            throws IOException {
        String file = unit.getSourceFile().getName();
        List<String> lines =
                unit.getSourceFile().getCharContent(true).toString().lines().toList();
        if (lines.size() > FILE_LINES) {
            violations.add(file + " has " + lines.size() + " lines; at most " + FILE_LINES);
        }
        for (int i = 0; i < lines.size(); i++) {
            int columns = lines.get(i).codePointCount(0, lines.get(i).length());
            if (columns > COLUMNS) {
                violations.add(file + ":" + (i + 1) + " has " + columns + " columns; at most " + COLUMNS);
            }
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
