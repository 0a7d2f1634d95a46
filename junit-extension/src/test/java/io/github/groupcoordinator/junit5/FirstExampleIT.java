package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The README's first example and its dependencies, pasted as they stand into an empty Maven project: they compile, and
 * the test passes. The project finds this library in a repository of its own, whose other folders are those of the
 * build's repository.
 */
final class FirstExampleIT {
    private static final Path GROUP = Path.of("io", "github", "groupcoordinator");
    private static final String VERSION = System.getProperty("first-example.version");

    private final Path folder = Path.of("target", "first-example").toAbsolutePath();

    @BeforeEach
    void beginAnew() throws IOException {
        if (Files.exists(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // A link, not what it leads to.
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    @Test
    void pastedIntoAnEmptyProjectItCompilesAndPasses() throws IOException, InterruptedException {
        String readme = Files.readString(Path.of("..", "README.md"));
        Path project = folder.resolve("empty");
        Path sources = Files.createDirectories(project.resolve(Path.of("src", "test", "java")));
        Files.writeString(sources.resolve("SurvivorTakesOverTest.java"), first("java", readme));
        Files.writeString(project.resolve("pom.xml"), emptyProject(first("xml", readme)));

        Path output = folder.resolve("maven.log");
        Process maven = new ProcessBuilder(
                        Path.of(System.getProperty("first-example.maven.home"), "bin", "mvn")
                                .toString(),
                        "--batch-mode",
                        "-Dstyle.color=never",
                        "-Dmaven.repo.local=" + repository(),
                        "--file",
                        project.resolve("pom.xml").toString(),
                        "test")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitCode = maven.waitFor();

        String log = Files.readString(output);
        assertThat(exitCode).as("the empty project's build:%n%s", log).isZero();
        assertThat(log).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    }

    private static String first(String language, String page) {
        String fence = "```" + language + "\n";
        int start = page.indexOf(fence) + fence.length();
        return page.substring(start, page.indexOf("```", start));
    }

    /** Nothing but what every project with JUnit 5 has: a Java version, and plugins that know both. */
    private static String emptyProject(String dependencies) throws IOException {
        String parent = Files.readString(Path.of("..", "pom.xml"));
        StringBuilder plugins = new StringBuilder();
        for (String name : List.of("maven-resources-plugin", "maven-compiler-plugin", "maven-surefire-plugin")) {
            Matcher version = Pattern.compile("<artifactId>" + name + "</artifactId>\\s*<version>(.+?)</version>")
                    .matcher(parent);
            assertThat(version.find()).as("the parent's version of %s", name).isTrue();
            plugins.append("<plugin><artifactId>%s</artifactId><version>%s</version></plugin>"
                    .formatted(name, version.group(1)));
        }
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>empty</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>%s</dependencies>
                  <build><plugins>%s</plugins></build>
                </project>
                """.formatted(dependencies, plugins);
    }

    /** Makes the repository of the test's own. */
    private Path repository() throws IOException {
        Path own = folder.resolve("repository");
        Path builds = Path.of(System.getProperty("first-example.maven.repository"));
        Path level = Path.of("");
        for (Path next : GROUP) {
            linkAll(builds.resolve(level), Files.createDirectories(own.resolve(level)), next);
            level = level.resolve(next);
        }
        install(own, "embedded-group-coordinator-parent", Path.of("..", "pom.xml"), null);
        install(own, "embedded-group-coordinator", Path.of("..", "src", "pom.xml"), Path.of("..", "src", "target"));
        install(own, "embedded-group-coordinator-junit5", Path.of("pom.xml"), Path.of("target"));
        return own;
    }

    private static void linkAll(Path from, Path to, Path without) throws IOException {
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.sorted().toList()) {
                if (!child.getFileName().equals(without)) {
                    Files.createSymbolicLink(to.resolve(child.getFileName()), child.toAbsolutePath());
                }
            }
        }
    }

    private static void install(Path repository, String artifact, Path pom, Path target) throws IOException {
        Path home = Files.createDirectories(
                repository.resolve(GROUP).resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Files.copy(pom, home.resolve(name + ".pom"));
        if (target != null) {
            Files.copy(target.resolve(name + ".jar"), home.resolve(name + ".jar"));
        }
    }
}
