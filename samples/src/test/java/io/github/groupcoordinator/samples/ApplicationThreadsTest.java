package io.github.groupcoordinator.samples;

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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** An application with threads of its own, as it is in production: a loop in an executor, and a graceful shutdown. */
class ApplicationThreadsTest {

    static class Billing implements Runnable {
        final KafkaConsumer<String, String> consumer;

        Billing(Map<String, Object> config) {
            consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        }

        @Override
        public void run() {
            try (consumer) {
                consumer.subscribe(List.of("orders"));
                while (true) {
                    consumer.poll(Duration.ofMillis(500));
                    consumer.commitSync();
                }
            } catch (WakeupException end) {
                // shut down
            }
        }
    }

    @Test
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4), threads = ApplicationThreads.ALLOWED)
    void oneTakesOverFromTheOther(InMemoryKafka kafka, VirtualClock clock) throws InterruptedException {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "billing");
        Billing first = new Billing(config);
        Billing second = new Billing(config);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        pool.execute(first);
        pool.execute(second);
        kafka.awaitStable("billing");
        kafka.client(first.consumer).crash(); // its thread does nothing more, either
        clock.advance(Duration.ofSeconds(46));
        kafka.awaitStable("billing");
        assertThat(kafka.group("billing").members()).hasSize(1);

        second.consumer.wakeup();
        pool.shutdown();
        kafka.runUntil(() -> kafka.client(second.consumer).isClosed(), Duration.ofMinutes(1));
        assertThat(kafka.group("billing").members()).isEmpty();
    }
}
