package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.waits.SilentCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/**
 * The table of calls that nobody answers, on Kafka's own broker, which is stopped by a signal: what comes is what comes
 * in memory, and after the same time, as exactly as a busy machine keeps it.
 */
class SilentCallsAgainstKRaftTest {
    private static final long TOLERANCE_MS = 700;

    /** When a real client is on its way to connect again is a matter of its jitter, which is drawn anew. */
    private static final int TRIES = 4;

    @Test
    void callsToABrokerThatHangsEndAsInMemory() throws Exception {
        Map<String, String> pinned = pinned();
        List<String> different = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start()) {
            OverTcp cluster = new OverTcp(broker.bootstrapServers());
            SilentCalls.prepare(cluster);
            for (SilentCalls.Row<?> row : SilentCalls.all()) {
                String name = row.name() + " | pause";
                String came = made(row, cluster, broker);
                for (int again = 1; again < TRIES && !isAlike(pinned.get(name), came); again++) {
                    came = made(row, cluster, broker);
                }
                if (!isAlike(pinned.get(name), came)) {
                    different.add(name + ": in memory " + pinned.get(name) + ", on Kafka " + came);
                }
            }
        }
        assertEquals(List.of(), different);
    }

    private static <C> String made(SilentCalls.Row<C> row, OverTcp cluster, BrokerProcess broker) throws Exception {
        return row.on(cluster, client -> broker.pause(), client -> {
            broker.resume();
            Duration patience = Duration.ofSeconds(10);
            if (client instanceof Consumer<?, ?> consumer) {
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(patience));
            } else if (client instanceof Producer<?, ?> producer) {
                producer.close(patience);
            } else if (client instanceof Admin admin) {
                admin.close(patience);
            }
        });
    }

    private static boolean isAlike(String pinned, String came) {
        return what(pinned).equals(what(came)) && Math.abs(tookMs(pinned) - tookMs(came)) <= TOLERANCE_MS;
    }

    private static String what(String text) {
        return text.substring(0, text.indexOf(" after "));
    }

    private static long tookMs(String text) {
        return Long.parseLong(text.substring(text.indexOf(" after ") + 7, text.indexOf(" ms")));
    }

    private static Map<String, String> pinned() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                SilentCalls.class.getResourceAsStream("silent-calls.txt"), StandardCharsets.UTF_8))) {
            in.lines().forEach(line -> {
                int end = line.lastIndexOf(" | ");
                rows.put(line.substring(0, end), line.substring(end + 3));
            });
        }
        return rows;
    }
}
