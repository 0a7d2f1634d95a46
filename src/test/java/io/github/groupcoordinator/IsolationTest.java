package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** A thousand clusters in one JVM, as a large test suite makes them: nothing of one outlives it. */
final class IsolationTest {
    private static final int WARM = 100;
    private static final int ALL = 1_000;
    private static final long TOLERANCE_BYTES = 1_000_000;

    private final List<WeakReference<InMemoryKafka>> clusters = new ArrayList<>();

    @Test
    void thousandIsolatedClustersLeaveNothingBehind() {
        long started = System.nanoTime();
        run(WARM);
        Remains early = Remains.measure(clusters);
        long warm = System.nanoTime();
        run(ALL - WARM);
        long done = System.nanoTime();
        Remains late = Remains.measure(clusters);
        System.out.printf(
                "isolated two-consumer clusters: %.2f ms each for the first %d, %.2f ms each after;"
                        + " heap %d -> %d bytes%n",
                (warm - started) / 1e6 / WARM,
                WARM,
                (done - warm) / 1e6 / (ALL - WARM),
                early.heapBytes(),
                late.heapBytes());
        assertThat(early.clusters()).isZero();
        assertThat(late.clusters()).isZero();
        assertThat(late.threads()).isEqualTo(early.threads());
        assertThat(late.heapBytes()).isLessThan(early.heapBytes() + TOLERANCE_BYTES);
    }

    private void run(int tests) {
        for (int i = 0; i < tests; i++) {
            clusters.add(new WeakReference<>(oneTest()));
        }
    }

    private static InMemoryKafka oneTest() {
        InMemoryKafka kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());
        try (kafka;
                KafkaConsumer<String, String> first = consumer(kafka);
                KafkaConsumer<String, String> second = consumer(kafka)) {
            kafka.awaitStable("billing");
            assertThat(first.assignment()).hasSize(2);
            assertThat(second.assignment()).hasSize(2);
            kafka.client(second).crash();
        }
        return kafka;
    }

    private static KafkaConsumer<String, String> consumer(InMemoryKafka kafka) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    /** The things that can still be reached after a collection. */
    private record Remains(long clusters, int threads, long heapBytes) {
        static Remains measure(List<WeakReference<InMemoryKafka>> references) {
            // More than once: the first collection may only enqueue what the next one frees.
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long reachable = references.stream()
                    .filter(reference -> reference.get() != null)
                    .count();
            Runtime runtime = Runtime.getRuntime();
            return new Remains(reachable, Thread.activeCount(), runtime.totalMemory() - runtime.freeMemory());
        }
    }
}
