package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.waits.PendingCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of calls under a pending interrupt or wakeup, on Kafka's own broker: the one that the library pins. */
class PendingCallsAgainstKRaftTest {

    @Test
    void callsUnderAPendingInterruptOrWakeupGiveOnKafkaWhatTheyGiveInMemory() throws Exception {
        Map<String, String> rows;
        try (Target kraft = Target.kraft()) {
            rows = PendingCalls.on(new OverTcp(kraft.bootstrapServers()));
        }
        String text = rows.entrySet().stream()
                .map(row -> row.getKey() + " | " + row.getValue() + "\n")
                .collect(Collectors.joining());
        assertEquals(pinned(), text);
    }

    private static String pinned() throws IOException {
        try (InputStream in = PendingCalls.class.getResourceAsStream("pending-calls.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
