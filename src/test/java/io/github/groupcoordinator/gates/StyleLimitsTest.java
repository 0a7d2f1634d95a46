package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StyleLimitsTest {
    private static final Path ROOT = Path.of("..");

    /** The roots of all sources: also of the agent, the benchmarks and what only the profile {@code kraft} compiles. */
    private static final List<String> EVERYWHERE = List.of(
            "src/main/java",
            "src/test/java",
            "src/agent/main/java",
            "src/agent/test/java",
            "src/jmh/java",
            "src/jmh/compare",
            "src/kraft/test/java",
            "src/kraft/jmh/java",
            "src/real/test/java",
            "junit-extension/src/main/java",
            "junit-extension/src/test/java",
            "samples/src/test/java",
            "samples/frameworks/src/test/java",
            "samples/micronaut/src/test/java",
            "samples/platform/src/test/java",
            "samples/streams/src/test/java",
            "samples/streams-tests/src/test/java",
            "samples/quarkus/src/test/java",
            "samples/reactor-kafka/src/test/java");

    /** The roots of what users get. */
    private static final List<String> OF_MAIN =
            List.of("src/main/java", "src/agent/main/java", "junit-extension/src/main/java");

    @Test
    void everySourceKeepsTheLimits() throws IOException {
        List<Path> files = sources();
        try (StandardJavaFileManager manager =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            List<JavaFileObject> sources = new ArrayList<>();
            manager.getJavaFileObjectsFromPaths(files).forEach(sources::add);
            assertThat(StyleLimits.violations(sources)).isEmpty();
        }
    }

    @Test
    void everyCommentBeginsWithItsNoun() throws IOException {
        List<Path> files = sources();
        try (StandardJavaFileManager manager =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            List<JavaFileObject> sources = new ArrayList<>();
            manager.getJavaFileObjectsFromPaths(files).forEach(sources::add);
            assertThat(StyleLimits.riddles(sources)).isEmpty();
        }
    }

    @Test
    void commentThatBeginsWithAQuestionWordIsFoundOnTypesMethodsAndFields() throws IOException {
        String text = """
                /** Who does it. */
                class Riddle {
                    /**
                     * What it has.
                     */
                    private int field;

                    /** Whether it may. */
                    boolean method() {
                        return true;
                    }

                    /** How it goes. */
                    enum Nested {
                        /** Where it stands. */
                        CONSTANT
                    }
                }
                """;
        assertThat(StyleLimits.riddles(List.of(source("Riddle", text))))
                .hasSize(5)
                .first()
                .asString()
                .contains("Riddle.java", "Riddle begins with a question word", "Who does it.");
    }

    @Test
    void commentThatBeginsWithItsNounPasses() throws IOException {
        String text = """
                /** The doer of what is asked. */
                class Plain {
                    /** Whatsoever is not a question. */
                    private int field;

                    // What a comment inside says is free.
                    void method() {}
                }
                """;
        assertThat(StyleLimits.riddles(List.of(source("Plain", text)))).isEmpty();
    }

    @Test
    void methodOfSixtyLinesPassesAndOneMoreFails() throws IOException {
        assertThat(StyleLimits.violations(List.of(source("Sixty", method(58))))).isEmpty();
        assertThat(StyleLimits.violations(List.of(source("SixtyOne", method(59)))))
                .singleElement()
                .asString()
                .contains("SixtyOne", "long61 has 61 lines");
    }

    @Test
    void constructorIsMeasuredToo() throws IOException {
        String text = "class Made {\n    Made() {\n" + "        ;\n".repeat(59) + "    }\n}\n";
        assertThat(StyleLimits.violations(List.of(source("Made", text)))).hasSize(1);
    }

    @Test
    void fileOfFiveHundredLinesPassesAndOneMoreFails() throws IOException {
        assertThat(StyleLimits.violations(List.of(source("Full", "\n".repeat(499) + "class Full {}\n"))))
                .isEmpty();
        assertThat(StyleLimits.violations(List.of(source("Over", "\n".repeat(500) + "class Over {}\n"))))
                .singleElement()
                .asString()
                .contains("Over", "501 lines");
    }

    @Test
    void lineOfACommentHasAtMostAHundredAndTwentyColumns() throws IOException {
        String comment = "// " + "ü".repeat(117);
        assertThat(StyleLimits.violations(List.of(source("Fits", comment + "\nclass Fits {}\n"))))
                .isEmpty();
        assertThat(StyleLimits.violations(List.of(source("Wide", "class Wide {}\n" + comment + "!\n"))))
                .singleElement()
                .asString()
                .contains("Wide", ":2 has 121 columns");
    }

    @Test
    void noPackageOfMainIsCrowded() throws IOException {
        SortedSet<String> crowded = new TreeSet<>();
        SortedMap<String, Integer> sizes = new TreeMap<>();
        for (String sources : OF_MAIN) {
            crowded.addAll(StyleLimits.crowded(ROOT.resolve(sources), javaFilesUnder(ROOT.resolve(sources))));
            sizes.putAll(StyleLimits.sizes(ROOT.resolve(sources), javaFilesUnder(ROOT.resolve(sources))));
        }
        int largest = Collections.max(sizes.values());
        sizes.values().removeIf(size -> size < largest);
        Figures.show("files in the largest package", largest, sizes.keySet());

        assertThat(crowded).as("packages of more than 30 files").isEmpty();
    }

    @Test
    void everyPackageOfMainSaysWhatItIsFor() throws IOException {
        for (String sources : OF_MAIN) {
            assertThat(StyleLimits.silent(ROOT.resolve(sources), javaFilesUnder(ROOT.resolve(sources))))
                    .isEmpty();
        }
    }

    @Test
    void packageThatSaysNothingIsFound(@TempDir Path root) throws IOException {
        for (String name : List.of("told", "mute", "bare")) {
            Files.createDirectory(root.resolve(name));
            Files.writeString(root.resolve(name).resolve("A.java"), "class A {}\n");
        }
        Files.writeString(root.resolve("told/package-info.java"), "/** Rooms. */\npackage told;\n");
        Files.writeString(root.resolve("mute/package-info.java"), "package mute;\n");

        assertThat(StyleLimits.silent(root, javaFilesUnder(root))).containsExactly("bare", "mute");
    }

    @Test
    void packageOfThirtyFilesPassesAndOneMoreFails() {
        assertThat(StyleLimits.crowded(Path.of("root"), filesIn("root/a/full", 30)))
                .isEmpty();
        assertThat(StyleLimits.crowded(Path.of("root"), filesIn("root/a/over", 31)))
                .containsExactly("a.over");
    }

    private static List<Path> filesIn(String folder, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Path.of(folder, "Type" + i + ".java"))
                .toList();
    }

    private static String method(int bodyLines) {
        return "class A {\n    void long" + (bodyLines + 2) + "() {\n" + "        ;\n".repeat(bodyLines) + "    }\n}\n";
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** Returns the files of all roots, each of which must be there: a root that moved would be measured no more. */
    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String root : EVERYWHERE) {
            assertThat(ROOT.resolve(root)).isDirectoryRecursivelyContaining("glob:**.java");
            files.addAll(javaFilesUnder(ROOT.resolve(root)));
        }
        return files;
    }

    /** No root of Java sources is left out: all of them are in the list. */
    @Test
    void everyRootOfSourcesIsMeasured() throws IOException {
        SortedSet<String> unmeasured = new TreeSet<>();
        for (Path file : javaFilesUnder(ROOT)) {
            String name = ROOT.relativize(file).toString().replace(File.separatorChar, '/');
            boolean isSource = !name.startsWith("src/test/gates/") && !name.contains("target/");
            if (isSource && EVERYWHERE.stream().noneMatch(root -> name.startsWith(root + "/"))) {
                unmeasured.add(name);
            }
        }
        assertThat(unmeasured).isEmpty();
    }

    private static List<Path> javaFilesUnder(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
