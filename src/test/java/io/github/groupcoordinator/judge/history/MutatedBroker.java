package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.ShareCoordinatorSide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Our broker with one mistake: a source is changed, compiled, and loaded with everything internal by a loader of its
 * own.
 */
final class MutatedBroker {
    private static final String INTERNAL = "io.github.groupcoordinator.internal.";

    /** Tests that hold Kafka's assignors against ours. */
    private static final String ASSIGNORS = "io.github.groupcoordinator.judge.assignor.";

    private static final Path SOURCES = Path.of("main/java/io/github/groupcoordinator/internal");

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** Shared, because it remembers what is on the class path. */
    private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private MutatedBroker() {}

    /**
     * Returns what makes our share coordinator with the mistake in it, which makes a snapshot after so many updates.
     */
    static IntFunction<ShareCoordinatorSide> shareCoordinator(Mutant mutant) {
        ClassLoader loader = loader(mutant);
        return updatesPerSnapshot -> {
            try {
                return (ShareCoordinatorSide) loader.loadClass(INTERNAL + "coordinator.share.OurShareCoordinator")
                        .getConstructor(int.class)
                        .newInstance(updatesPerSnapshot);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(mutant.toString(), e);
            }
        };
    }

    /** Returns a loader of everything internal, its tests included, and of assignors' tests, with the mistake in it. */
    static ClassLoader loader(Mutant mutant) {
        return new MutantLoader(compile(mutant));
    }

    @SuppressWarnings("unchecked")
    static Function<Map<String, String>, CoordinatorUnderTest> of(Mutant mutant) {
        ClassLoader loader = loader(mutant);
        try {
            var constructor = (java.lang.reflect.Constructor<CoordinatorUnderTest>)
                    loader.loadClass(INTERNAL + "broker.BrokerUnderTest").getConstructor(Map.class);
            return properties -> {
                try {
                    return constructor.newInstance(properties);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(mutant.toString(), e);
                }
            };
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(mutant.toString(), e);
        }
    }

    private static Map<String, byte[]> compile(Mutant mutant) {
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        StringWriter complaints = new StringWriter();
        List<String> options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
        boolean compiled = COMPILER.getTask(
                        complaints, new InMemory(FILES, classes), null, options, null, List.of(new Source(mutant)))
                .call();
        if (!compiled) {
            throw new AssertionError(mutant + " does not compile: " + complaints);
        }
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    /** Returns the source with the mistake in it; the text that it replaces must be there exactly once. */
    static String mutated(Mutant mutant) {
        try {
            String original = Files.readString(SOURCES.resolve(mutant.file()));
            int at = original.indexOf(mutant.from());
            if (at < 0 || original.indexOf(mutant.from(), at + 1) >= 0) {
                throw new AssertionError("must be there exactly once: " + mutant);
            }
            return original.replace(mutant.from(), mutant.to());
        } catch (IOException e) {
            throw new UncheckedIOException(mutant.toString(), e);
        }
    }

    /** The source with the mistake in it. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Mutant mutant) {
            super(URI.create("string:///" + mutant.file()), Kind.SOURCE);
            text = mutated(mutant);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }

    /** Defines everything internal and the tests of assignors itself, from mutated classes or from the class path. */
    private static final class MutantLoader extends ClassLoader {
        private final Map<String, byte[]> mutated;

        MutantLoader(Map<String, byte[]> mutated) {
            super(MutatedBroker.class.getClassLoader());
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(INTERNAL) && !name.startsWith(ASSIGNORS)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null) {
                    byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
                    loaded = defineClass(name, bytes, 0, bytes.length);
                }
                return loaded;
            }
        }

        private byte[] original(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
