package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds the fixtures of {@code test/gates} with the project's own parent pom. Each module but one breaks a rule; a
 * gate that lets its fixture pass is switched off or mistyped.
 */
final class GatesFireIT {
    private static final String RECORDS_OF_4_3 = "record.internal.MemoryRecords";

    private static String log = "";

    @BeforeAll
    static void buildTheFixtures() throws IOException, InterruptedException {
        Path output = Path.of("target", "gate-fixtures.log");
        Files.createDirectories(output.getParent());
        Process maven = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitCode = maven.waitFor();
        log = Files.readString(output);
        assertThat(exitCode).as("the fixtures' build:%n%s", log).isNotZero();
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("gates.maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--fail-at-end",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + System.getProperty("gates.maven.repository"),
                "--file",
                Path.of("test", "gates", "pom.xml").toString(),
                "verify");
    }

    @Test
    void sourceThatBreaksNoRulePasses() {
        assertThat(log).containsPattern("fixture-clean \\.+ SUCCESS");
    }

    @Test
    void misformattedSourceFails() {
        assertFails("format", "Misformatted.java", "spotless-maven-plugin", "format violations");
    }

    @Test
    void arraysComparedByReferenceFail() {
        assertFails("error-prone", "ComparesArrays.java", "[ArrayEquals]");
    }

    @Test
    void undeclaredNullFails() {
        assertFails("null-away", "ReturnsNull.java", "[NullAway]");
    }

    @Test
    void twoVersionsOfOneDependencyFail() {
        assertFails("convergence", "Dependency convergence error for org.slf4j:slf4j-api");
    }

    @Test
    void dependencyThatUsersWouldInheritFails() {
        assertFails("class-path", "org.assertj:assertj-core", "banned via the exclude/include list");
    }

    @Test
    void forbiddenCallsFail() {
        assertFails("forbidden-apis", "ReadsTheWallClock.java", "RollsDice.java", "HasNoOrder.java");
    }

    @ParameterizedTest
    @MethodSource("forbiddenSignatures")
    void everySignatureOfTheListMatchesSomething(String signature) {
        // A signature that names no existing overload is silently useless, so each one must hit its line of the
        // fixture.
        assertThat(log).contains("Forbidden ", ": " + signature.replace("record.**", RECORDS_OF_4_3) + " [");
    }

    static List<String> forbiddenSignatures() throws IOException {
        List<String> signatures = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("forbidden-apis.txt"))) {
            if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("@")) {
                signatures.add(line);
            }
        }
        return signatures;
    }

    private static void assertFails(String fixture, String... messages) {
        assertThat(log).containsPattern("fixture-" + fixture + " \\.+ FAILURE").contains(messages);
    }
}
