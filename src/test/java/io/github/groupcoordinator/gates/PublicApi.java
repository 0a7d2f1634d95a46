package io.github.groupcoordinator.gates;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The public API of a module, read from its sources: every type that users see, and what they may call of it. */
final class PublicApi {
    private static final Set<Modifier> ONLY_WITHIN = Set.of(Modifier.SYNCHRONIZED, Modifier.NATIVE, Modifier.STRICTFP);

    private final SortedMap<String, SortedSet<String>> types = new TreeMap<>();

    private PublicApi() {}

    /** Reads all packages below a directory but the internal ones; types and members in alphabetical order. */
    static String of(Path sources) throws IOException {
        PublicApi api = new PublicApi();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(publicSources(sources)));
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree declared : unit.getTypeDecls()) {
                    if (declared instanceof ClassTree type) {
                        api.add(
                                unit.getPackageName() + ".",
                                type,
                                type.getModifiers().getFlags());
                    }
                }
            }
        }
        return api.types.entrySet().stream()
                .map(type -> type.getKey() + "\n"
                        + type.getValue().stream()
                                .map(member -> "    " + member + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static List<Path> publicSources(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("package-info.java"))
                    .filter(path -> Stream.of(path.toString().split("[/\\\\]")).noneMatch("internal"::equals))
                    .sorted()
                    .toList();
        }
    }

    private void add(String prefix, ClassTree type, Set<Modifier> flags) {
        if (!isSeen(flags)) {
            return;
        }
        boolean isInterface = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        String name = prefix + type.getSimpleName();
        SortedSet<String> members = new TreeSet<>();
        types.put(declaration(name, type), members);
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree nested) {
                add(
                        name + ".",
                        nested,
                        isInterface
                                ? Set.of(Modifier.PUBLIC)
                                : nested.getModifiers().getFlags());
            } else if (member instanceof MethodTree method && isSeen(method.getModifiers(), isInterface)) {
                members.add(line(method));
            } else if (member instanceof VariableTree field
                    && (isSeen(field.getModifiers(), isInterface) || isComponent(type, field))) {
                members.add(line(type, field));
            }
        }
    }

    private static boolean isSeen(ModifiersTree modifiers, boolean isInterface) {
        Set<Modifier> flags = modifiers.getFlags();
        return isSeen(flags) || isInterface && !flags.contains(Modifier.PRIVATE);
    }

    private static boolean isSeen(Set<Modifier> flags) {
        return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
    }

    /** Tells whether a field is a component of its record. */
    private static boolean isComponent(ClassTree type, VariableTree field) {
        return type.getKind() == Tree.Kind.RECORD
                && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private static String declaration(String name, ClassTree type) {
        StringBuilder line = new StringBuilder(name);
        line.append(generics(type.getTypeParameters())).append(": ").append(status(type.getModifiers()));
        line.append(words(type.getModifiers())).append(kind(type));
        if (type.getExtendsClause() != null) {
            line.append(" extends ").append(type.getExtendsClause());
        }
        if (!type.getImplementsClause().isEmpty()) {
            line.append(type.getKind() == Tree.Kind.INTERFACE ? " extends " : " implements ");
            line.append(join(type.getImplementsClause()));
        }
        return line.toString();
    }

    private static String kind(ClassTree type) {
        return type.getKind() == Tree.Kind.ANNOTATION_TYPE
                ? "@interface"
                : type.getKind().name().toLowerCase(Locale.ROOT);
    }

    /** Returns the word of the type's {@code @API}, such as STABLE. */
    private static String status(ModifiersTree modifiers) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
            if (annotation.getAnnotationType().toString().equals("API")) {
                for (ExpressionTree argument : annotation.getArguments()) {
                    String text = argument.toString();
                    if (text.startsWith("status")) {
                        return text.substring(text.lastIndexOf('.') + 1) + " ";
                    }
                }
            }
        }
        return "";
    }

    private static String line(MethodTree method) {
        StringBuilder line = new StringBuilder(words(method.getModifiers()));
        String generics = generics(method.getTypeParameters());
        line.append(generics.isEmpty() ? "" : generics + " ");
        line.append(method.getReturnType() == null ? "" : method.getReturnType() + " ");
        line.append(method.getName())
                .append(method.getParameters().stream()
                        .map(parameter -> parameter.getType().toString())
                        .collect(Collectors.joining(", ", "(", ")")));
        if (!method.getThrows().isEmpty()) {
            line.append(" throws ").append(join(method.getThrows()));
        }
        if (method.getDefaultValue() != null) {
            line.append(" default ").append(method.getDefaultValue());
        }
        return line.toString();
    }

    private static String line(ClassTree type, VariableTree field) {
        if (isComponent(type, field)) {
            return "component " + field.getType() + " " + field.getName();
        }
        boolean isConstant = type.getKind() == Tree.Kind.ENUM
                && field.getType().toString().equals(type.getSimpleName().toString());
        return isConstant
                ? "constant " + field.getName()
                : words(field.getModifiers()) + field.getType() + " " + field.getName();
    }

    private static String generics(List<? extends Tree> parameters) {
        return parameters.isEmpty() ? "" : "<" + join(parameters) + ">";
    }

    private static String join(List<? extends Tree> trees) {
        return trees.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String words(ModifiersTree modifiers) {
        return modifiers.getFlags().stream()
                .filter(flag -> !ONLY_WITHIN.contains(flag))
                .map(flag -> flag + " ")
                .collect(Collectors.joining());
    }
}
