package io.github.groupcoordinator.kraft.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The command lines, in their order, each as its script without {@code kafka-} and {@code .sh} is called. */
final class ToolCalls {

    private ToolCalls() {}

    static List<String> all() throws IOException {
        try (InputStream lines = Objects.requireNonNull(ToolCalls.class.getResourceAsStream("calls.txt"))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
