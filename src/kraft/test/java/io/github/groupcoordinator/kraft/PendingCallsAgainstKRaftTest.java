package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.waits.PendingCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of calls under a pending interrupt or wakeup, on Kafka's own broker: the one that the library pins. */
class PendingCallsAgainstKRaftTest {

    /** A real broker may answer before a busy machine asks; so each row has to come out as pinned once. */
    private static final int TRIES = 12;

    @Test
    void callsUnderAPendingInterruptOrWakeupGiveOnKafkaWhatTheyGiveInMemory() throws Exception {
        Set<String> missing = new LinkedHashSet<>(pinned().lines().toList());
        Set<String> seen = new LinkedHashSet<>();
        try (Target kraft = Target.kraft()) {
            PendingCalls.prepare(new OverTcp(kraft.bootstrapServers()));
            for (int i = 0; i < TRIES && !missing.isEmpty(); i++) {
                Set<String> open = new LinkedHashSet<>(missing);
                PendingCalls.on(new OverTcp(kraft.bootstrapServers()), call -> open.stream()
                                .anyMatch(row -> row.startsWith(call + " |")))
                        .forEach((row, came) -> seen.add(row + " | " + came));
                missing.removeAll(seen);
            }
        }
        assertEquals(Set.of(), missing, () -> "Never seen on Kafka, where this was seen:\n" + String.join("\n", seen));
    }

    private static String pinned() throws IOException {
        try (InputStream in = PendingCalls.class.getResourceAsStream("pending-calls.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
