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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    /** So many calls are made beside each other, since all they do is wait. */
    private static final int BESIDE = 24;

    @Test
    void callsToABrokerThatHangsEndAsInMemory() throws Exception {
        Map<String, String> pinned = pinned();
        List<SilentCalls.Row<?>> open = new ArrayList<>(SilentCalls.all());
        Map<String, String> came = new LinkedHashMap<>();
        try (BrokerProcess broker = BrokerProcess.start()) {
            OverTcp cluster = new OverTcp(broker.bootstrapServers());
            SilentCalls.prepare(cluster);
            for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
                for (int from = 0; from < open.size(); from += BESIDE) {
                    came.putAll(made(open.subList(from, Math.min(open.size(), from + BESIDE)), cluster, broker));
                }
                open.removeIf(row -> isAlike(pinned.get(row.name() + " | pause"), came.get(row.name())));
            }
        }
        assertEquals(
                List.of(),
                open.stream()
                        .map(row -> row.name() + ": in memory " + pinned.get(row.name() + " | pause") + ", on Kafka "
                                + came.get(row.name()))
                        .toList());
    }

    /** Makes the clients one after the other, lets the broker hang, and makes all calls at once. */
    private static Map<String, String> made(List<SilentCalls.Row<?>> rows, OverTcp cluster, BrokerProcess broker)
            throws Exception {
        List<Asked<?>> all = new ArrayList<>();
        for (SilentCalls.Row<?> row : rows) {
            all.add(asked(row, cluster));
        }
        broker.pause();
        ExecutorService threads = Executors.newFixedThreadPool(rows.size());
        Map<String, String> came = new LinkedHashMap<>();
        try {
            List<Future<String>> calls = all.stream()
                    .map(each -> threads.submit(() -> each.call(cluster)))
                    .toList();
            for (int i = 0; i < rows.size(); i++) {
                came.put(rows.get(i).name(), calls.get(i).get(1, TimeUnit.MINUTES));
            }
        } finally {
            broker.resume();
            threads.shutdownNow();
            for (Asked<?> each : all) {
                close(each.client());
            }
        }
        return came;
    }

    private record Asked<C>(SilentCalls.Row<C> row, C client) {
        String call(OverTcp cluster) {
            return row.came(cluster, client);
        }
    }

    private static <C> Asked<C> asked(SilentCalls.Row<C> row, OverTcp cluster) throws Exception {
        return new Asked<>(row, row.client(cluster));
    }

    private static void close(Object client) {
        Duration patience = Duration.ofSeconds(10);
        if (client instanceof Consumer<?, ?> consumer) {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(patience));
        } else if (client instanceof Producer<?, ?> producer) {
            producer.close(patience);
        } else if (client instanceof Admin admin) {
            admin.close(patience);
        }
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
