package io.github.groupcoordinator.kraft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Groups of real consumers that poll, each on a thread of its own, and have two connections each: one to the node, one
 * to it as coordinator.
 */
final class LiveGroups implements AutoCloseable {
    private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch assigned;

    LiveGroups(String bootstrapServers, String topic, int groups, int membersEach) {
        assigned = new CountDownLatch(groups * membersEach);
        for (int i = 0; i < groups * membersEach; i++) {
            KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            bootstrapServers,
                            "group.id",
                            "live-" + i % groups,
                            "heartbeat.interval.ms",
                            1_000),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            consumer.subscribe(List.of(topic));
            consumers.add(consumer);
            Thread thread = new Thread(() -> poll(consumer), "member " + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer) {
        boolean counted = false;
        try {
            while (true) {
                consumer.poll(Duration.ofMillis(500));
                if (!counted && !consumer.assignment().isEmpty()) {
                    counted = true;
                    assigned.countDown();
                }
            }
        } catch (WakeupException closing) {
            consumer.close();
        }
    }

    void awaitAssigned() throws InterruptedException {
        if (!assigned.await(120, TimeUnit.SECONDS)) {
            throw new AssertionError(assigned.getCount() + " of " + consumers.size() + " members got no partition");
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumers.forEach(KafkaConsumer::wakeup);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
