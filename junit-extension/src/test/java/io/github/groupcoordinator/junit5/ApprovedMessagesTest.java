package io.github.groupcoordinator.junit5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messages that a person reads when a typical test fails, held by approved texts in {@code src/test/resources}. A
 * text that changed on purpose is found in {@code target/approved} and copied from there, after somebody has read it.
 */
class ApprovedMessagesTest {
    private static final Path RECEIVED = Path.of("target", "approved");

    static List<String> failingTests() {
        return Arrays.stream(TypicalFailures.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("failingTests")
    void messageIsTheApprovedOne(String test) throws IOException {
        String received = told(test);

        String approved = approved(test);
        if (!received.equals(approved)) {
            Files.createDirectories(RECEIVED);
            Files.writeString(RECEIVED.resolve(test + ".txt"), received);
        }
        assertEquals(approved, received, "The message has changed; what was received is in " + RECEIVED);
    }

    private static String told(String test) {
        Run run = Run.of(selectMethod(TypicalFailures.class.getName() + "#" + parameters(test)));
        Throwable failure = run.failure();
        StringBuilder text = new StringBuilder(failure.toString()).append('\n');
        for (Throwable suppressed : failure.getSuppressed()) {
            text.append("Suppressed: ").append(suppressed).append('\n');
        }
        run.reports().forEach(report -> text.append("\n----\n").append(report));
        return stable(text.toString());
    }

    private static String parameters(String test) {
        return Arrays.stream(TypicalFailures.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(test))
                .map(method -> test + "("
                        + String.join(
                                ",",
                                Arrays.stream(method.getParameterTypes())
                                        .map(Class::getName)
                                        .toList())
                        + ")")
                .findFirst()
                .orElseThrow();
    }

    /** Without what differs from one kafka-clients, one source line and one digest to the next. */
    private static String stable(String text) {
        return text.replaceAll("\\.java:\\d+\\)", ".java:<line>)")
                .replaceAll("kafka-clients \\d+\\.\\d+\\.\\d+", "kafka-clients <version>")
                .replaceAll("sha256: [0-9a-f]{64}", "sha256: <digest>");
    }

    private static String approved(String test) {
        try (InputStream resource = ApprovedMessagesTest.class.getResourceAsStream("approved/" + test + ".txt")) {
            return resource == null ? "" : new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
