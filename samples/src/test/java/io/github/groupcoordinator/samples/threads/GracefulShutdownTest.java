package io.github.groupcoordinator.samples.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Poll loops in an executor that finish what they have begun when they are told to stop. */
class GracefulShutdownTest {

    static class Billing {
        private final ExecutorService pool = Executors.newFixedThreadPool(2);
        private volatile boolean stopping;

        void poll(Map<String, Object> config) {
            try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("orders"));
                while (!stopping) {
                    consumer.poll(Duration.ofSeconds(1));
                    consumer.commitSync();
                }
            }
        }

        boolean stop() throws InterruptedException {
            stopping = true;
            pool.shutdown();
            return pool.awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4), threads = ApplicationThreads.CONTROLLED)
    void everyLoopLeavesTheGroup(InMemoryKafka kafka, VirtualClock clock) throws InterruptedException {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "billing");
        Billing billing = new Billing();
        billing.pool.execute(() -> billing.poll(config));
        billing.pool.execute(() -> billing.poll(config));
        kafka.awaitStable("billing");
        clock.advance(Duration.ofMinutes(10));
        assertThat(kafka.group("billing").members()).hasSize(2);

        assertThat(billing.stop()).isTrue(); // the test's thread waits, and time passes
        assertThat(kafka.group("billing").members()).isEmpty();
    }
}
