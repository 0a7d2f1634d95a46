package io.github.groupcoordinator.kraft.share;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Our share partition with one fault in it: one source file is changed, compiled in memory and loaded anew. */
final class MutatedClasses extends ClassLoader {
    private static final String SHARE = "io.github.groupcoordinator.internal.share.";
    private static final List<String> OURS = List.of(
            OurSide.class.getName(),
            OurSessions.class.getName(),
            OurFetchSide.class.getName(),
            OurPersister.class.getName(),
            OurSettings.class.getName());
    private static final Path SOURCES = Path.of(System.getProperty("share.sources", "../main/java"));

    private final Map<String, byte[]> changed;

    private MutatedClasses(Map<String, byte[]> changed) {
        super(MutatedClasses.class.getClassLoader());
        this.changed = changed;
    }

    /** Returns what makes our side with that fault. */
    static History.Maker with(Mutant mutant) throws IOException {
        ClassLoader loader = new MutatedClasses(compile(mutant));
        return (world, startMs) -> (Side) make(loader, OurSide.class, world, startMs);
    }

    /** Returns what makes our sessions with that fault. */
    static ShareSessionsAnswerLikeKafkaTest.Maker sessionsWith(Mutant mutant) throws IOException {
        ClassLoader loader = new MutatedClasses(compile(mutant));
        return (maxSessions, members) -> (SessionSide) make(loader, OurSessions.class, maxSessions, members);
    }

    /** Returns what makes our part of a broker with that fault. */
    static FetchHistory.Maker fetchesWith(Mutant mutant) throws IOException {
        ClassLoader loader = new MutatedClasses(compile(mutant));
        return (world, startMs, partitions) -> (FetchSide) make(loader, OurFetchSide.class, world, startMs);
    }

    private static Object make(ClassLoader loader, Class<?> type, Object... arguments) {
        try {
            return loader.loadClass(type.getName()).getConstructors()[0].newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the source with that fault. */
    static String mutated(Mutant mutant) throws IOException {
        return mutant.applyTo(Files.readString(source(mutant)));
    }

    private static Path source(Mutant mutant) {
        return SOURCES.resolve(SHARE.replace('.', '/') + mutant.file() + ".java");
    }

    private static Map<String, byte[]> compile(Mutant mutant) throws IOException {
        Path file = source(mutant);
        String source = mutated(mutant);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(problems, null, null)) {
            Outputs outputs = new Outputs(standard);
            JavaFileObject input =
                    new SimpleJavaFileObject(
                            URI.create("string:///" + file.getFileName()), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            List<String> options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
            if (!compiler.getTask(null, outputs, problems, options, null, List.of(input))
                    .call()) {
                List<String> errors = new ArrayList<>();
                for (Diagnostic<?> problem : problems.getDiagnostics()) {
                    errors.add(problem.toString());
                }
                throw new IOException("the mutant does not compile: " + mutant + "\n" + String.join("\n", errors));
            }
            return outputs.classes();
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean own = name.startsWith(SHARE) || OURS.contains(name.split("\\$")[0]);
        if (!own) {
            return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            try (InputStream original = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (original == null) {
                    throw new ClassNotFoundException(name);
                }
                bytes = original.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Keeps what is compiled. */
    private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

        Outputs(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> all = new TreeMap<>();
            classes.forEach((name, bytes) -> all.put(name, bytes.toByteArray()));
            return all;
        }
    }
}
