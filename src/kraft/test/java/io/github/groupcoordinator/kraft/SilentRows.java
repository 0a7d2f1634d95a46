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
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * The rows of the table of calls that nobody answers, under one silence, on Kafka's own broker: what comes is what
 * comes in memory, and after the same time, as exactly as a busy machine keeps it.
 */
final class SilentRows {
    private static final long TOLERANCE_MS = 700;

    /** When a real client is on its way to connect or to ask again is a matter of its jitter, which is drawn anew. */
    static final int TRIES = 4;

    /** So many clients are made at a time. */
    private static final int MAKERS = 6;

    private final String silence;
    private final int beside;
    private final List<SilentCalls.Row<?>> open = new ArrayList<>(SilentCalls.all());
    private final Map<String, String> pinned;
    private final Map<String, String> came = new LinkedHashMap<>();
    private int tries;

    /**
     * @param silence its name in the table
     * @param beside so many calls are made beside each other, since all they do is wait
     */
    SilentRows(String silence, int beside) throws IOException {
        this.silence = silence;
        this.beside = beside;
        this.pinned = pinned();
    }

    /** Something that is done to the cluster. */
    interface Step {
        void take() throws Exception;
    }

    /** Makes all calls on one cluster, those that came out differently again. */
    void on(OverTcp cluster, Step falls, Step ends) throws Exception {
        for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
            once(cluster, falls, ends);
        }
    }

    /** Makes the calls that have not come out as pinned. */
    void once(OverTcp cluster, Step falls, Step ends) throws Exception {
        // The clients of the try before are members of its groups for a while.
        tries++;
        for (int from = 0; from < open.size(); from += beside) {
            came.putAll(made(open.subList(from, Math.min(open.size(), from + beside)), cluster, falls, ends));
        }
        open.removeIf(row -> isAlike(pinned.get(row.name() + " | " + silence), came.get(row.name())));
    }

    boolean areOpen() {
        return !open.isEmpty();
    }

    void assertAlike() {
        assertEquals(
                List.of(),
                open.stream()
                        .map(row -> row.name() + ": in memory " + pinned.get(row.name() + " | " + silence)
                                + ", on Kafka " + came.get(row.name()))
                        .toList());
    }

    /** Makes the clients, lets silence fall, and makes all calls at once. */
    private Map<String, String> made(List<SilentCalls.Row<?>> rows, OverTcp cluster, Step falls, Step ends)
            throws Exception {
        List<Asked<?>> all = new ArrayList<>();
        ExecutorService makers = Executors.newFixedThreadPool(MAKERS);
        try {
            List<Future<Asked<?>>> making = new ArrayList<>();
            for (SilentCalls.Row<?> row : rows) {
                making.add(makers.submit(() -> asked(row, cluster, row.name() + " " + tries)));
            }
            for (Future<Asked<?>> each : making) {
                all.add(each.get(1, TimeUnit.MINUTES));
            }
        } finally {
            makers.shutdownNow();
        }
        falls.take();
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
            ends.take();
            for (Asked<?> each : all) {
                threads.execute(() -> close(each.client()));
            }
            threads.shutdown();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
        return came;
    }

    private record Asked<C>(SilentCalls.Row<C> row, C client) {
        String call(OverTcp cluster) {
            return row.came(cluster, client);
        }
    }

    private static <C> Asked<C> asked(SilentCalls.Row<C> row, OverTcp cluster, String id) throws Exception {
        return new Asked<>(row, row.client(cluster, id));
    }

    private static void close(Object client) {
        Duration patience = Duration.ofSeconds(2);
        if (client instanceof Consumer<?, ?> consumer) {
            consumer.close(CloseOptions.timeout(patience));
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
