import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/** An application of Spring Kafka's: a listener container of two threads, a template, an error handler. */
final class SpringStories {
    private static final int PARTITIONS = 4;

    private SpringStories() {}

    private static ConcurrentMessageListenerContainer<String, String> container(
            Map<String, Object> config, MessageListener<String, String> listener) {
        ContainerProperties properties = new ContainerProperties("orders");
        properties.setMessageListener(listener);
        ConcurrentMessageListenerContainer<String, String> container =
                new ConcurrentMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(config), properties);
        container.setConcurrency(2);
        container.setBeanName("billing");
        return container;
    }

    /** A record that is bad is tried three times, with the back-off between, and goes to the dead letters. */
    static void retries(String servers, long backOffMs) throws Exception {
        Map<String, Object> config = Suite.config(servers);
        config.put("max.poll.interval.ms", 1_800_000);
        DefaultKafkaProducerFactory<String, String> producers = new DefaultKafkaProducerFactory<>(config);
        KafkaTemplate<String, String> template = new KafkaTemplate<>(producers);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        var container = container(config, record -> {
            seen.add(record.value());
            if (record.value().equals("bad")) {
                throw new IllegalStateException("bad");
            }
        });
        container.setCommonErrorHandler(
                new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(backOffMs, 1)));
        container.start();
        template.send("orders", 0, "k", "good").get();
        template.send("orders", 1, "k", "bad").get();
        config.put("group.id", "reader");
        try (KafkaConsumer<String, String> letters = new KafkaConsumer<>(config)) {
            letters.assign(List.of(new TopicPartition("orders-dlt", 1)));
            Suite.await(
                    "a dead letter", () -> !letters.poll(Duration.ofMillis(100)).isEmpty());
        }
        container.stop();
        producers.destroy();
        if (seen.size() != 3) {
            throw new IllegalStateException("expected one good record, and two attempts at the bad one: " + seen);
        }
    }

    /** A member of the same group dies without a word; the container takes over when its session has timed out. */
    static void takeover(String servers) throws Exception {
        Map<String, Object> config = Suite.config(servers);
        CountDownLatch owns = new CountDownLatch(1);
        CountDownLatch dies = new CountDownLatch(1);
        Thread other = new Thread(() -> pollUntil(dies, owns, config), "other");
        var container = container(config, record -> {});
        container.start();
        Suite.await("an assignment", () -> owned(container) == PARTITIONS);
        other.start();
        if (!owns.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the other member owns nothing");
        }
        Suite.await("a part of the assignment", () -> owned(container) < PARTITIONS);
        dies.countDown();
        other.join();
        Suite.await("the whole assignment", () -> owned(container) == PARTITIONS);
        container.stop();
    }

    private static int owned(ConcurrentMessageListenerContainer<String, String> container) {
        return container.getAssignedPartitions().size();
    }

    private static void pollUntil(CountDownLatch dies, CountDownLatch owns, Map<String, Object> config) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config);
        consumer.subscribe(List.of("orders"));
        while (dies.getCount() > 0) {
            consumer.poll(Duration.ofMillis(100));
            if (!consumer.assignment().isEmpty()) {
                owns.countDown();
            }
        }
        // It says nothing to its group: a crash, as far as the group can tell.
        consumer.close(CloseOptions.groupMembershipOperation(REMAIN_IN_GROUP).withTimeout(Duration.ZERO));
    }
}
