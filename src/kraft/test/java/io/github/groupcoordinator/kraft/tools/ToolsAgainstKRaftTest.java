package io.github.groupcoordinator.kraft.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.kraft.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's command line tools: each prints the same and has the same exit code on Kafka's broker and on ours. */
class ToolsAgainstKRaftTest {

    @Test
    void toolsPrintTheSameAndEndTheSame(@TempDir Path folder) throws Exception {
        Map<String, String> ours;
        Map<String, String> kafkas;
        try (Target listener = Target.listener()) {
            ours = ToolRuns.outputs(listener.bootstrapServers(), folder.resolve("ours"), Map.of());
        }
        try (Target kraft = Target.kraftWithControllerApart()) {
            kafkas = ToolRuns.outputs(kraft.bootstrapServers(), folder.resolve("kafkas"), ours);
        }

        String differences = kafkas.keySet().stream()
                .filter(call -> !kafkas.get(call).equals(ours.get(call)))
                .map(call -> call + "\n--- Kafka\n" + kafkas.get(call) + "\n--- ours\n" + ours.get(call))
                .collect(Collectors.joining("\n\n"));
        assertEquals("", differences);
    }
}
