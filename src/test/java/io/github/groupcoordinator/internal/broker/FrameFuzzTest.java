package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Frames that no client should send, over TCP and straight into the dispatcher: no failure, no hang, no leak, no dead
 * thread, and a neighbour that is served all the while. A sample in every build; {@code -P fuzz} for a million.
 */
class FrameFuzzTest {
    private static final int FRAMES = Integer.getInteger("fuzz.frames", 24_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int FRAMES_PER_CLUSTER = 24_000;
    private static final int FRAMES_BETWEEN_CHECKS = 500;

    private final Logger logger = Logger.getLogger("io.github.groupcoordinator.internal.net.tcp.TcpConnection");
    private final Map<String, Integer> reached = new TreeMap<>();
    private final Map<String, String> failures = new TreeMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @BeforeEach
    void oneLineForEachIsTooMuchHere() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void logAgain() {
        logger.setLevel(null);
    }

    @Test
    void noFrameHarmsAnybody() throws Exception {
        long heapBytes = 0;
        long files = 0;
        int clusters = Math.max(1, FRAMES / FRAMES_PER_CLUSTER);
        for (int cluster = 0; cluster < clusters; cluster++) {
            int frames = FRAMES / clusters;
            long seed = SEED * 1_000 + cluster;
            try (FuzzedDispatcher dispatcher = new FuzzedDispatcher(seed)) {
                fuzz(dispatcher, frames / 2);
            }
            try (FuzzedListener listener = new FuzzedListener(seed)) {
                fuzz(listener, frames - frames / 2);
            }
            if (cluster == 1) {
                heapBytes = usedHeap();
                files = openFiles();
            }
        }
        print();
        assertThat(failures).isEmpty();
        if (clusters > 2) {
            assertThat(openFiles()).as("open files").isLessThanOrEqualTo(files);
            assertThat(usedHeap() - heapBytes).as("heap that stays").isLessThan(16L * 1024 * 1024);
        }
        Collection<ApiVersionTable.Range> served = new ApiVersionTable().all();
        // A twenty-fifth of what each would get if all got the same, and every frame reached a handler.
        int least = FRAMES / (25 * served.size());
        for (ApiVersionTable.Range range : served) {
            assertThat(reached.getOrDefault(range.api().name, 0))
                    .as("frames that reached the handler of %s", range.api().name)
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private void fuzz(Fuzzed fuzzed, int frames) throws Exception {
        for (int i = 1; i <= frames; i++) {
            byte[] frame = fuzzed.frames().next();
            try {
                outcomes.merge(fuzzed.kind() + " " + fuzzed.send(frame), 1, Integer::sum);
                if (i % FRAMES_BETWEEN_CHECKS == 0 || i == frames) {
                    fuzzed.check();
                }
            } catch (Exception | AssertionError e) {
                failures.putIfAbsent(
                        signature(e),
                        fuzzed.kind() + ", frame " + i + ": " + HexFormat.of().formatHex(frame));
            }
        }
        fuzzed.requests().forEach(request -> reached.merge(request.api(), 1, Integer::sum));
    }

    /** Frames fail alike: one of each kind is told. */
    private static String signature(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StringBuilder signature = new StringBuilder(root.toString());
        int ours = 0;
        for (StackTraceElement frame : root.getStackTrace()) {
            if (ours < 4 && (frame.getClassName().startsWith("io.github") || ours == 0)) {
                signature.append("\n    at ").append(frame);
                ours += frame.getClassName().startsWith("io.github") ? 1 : 0;
            }
        }
        return signature.append('\n').toString();
    }

    private void print() {
        StringBuilder table = new StringBuilder(FRAMES + " frames, seed " + SEED + ": " + outcomes + "\n");
        reached.forEach((api, count) -> table.append(String.format("  %-28s %8d%n", api, count)));
        System.out.print(table);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
