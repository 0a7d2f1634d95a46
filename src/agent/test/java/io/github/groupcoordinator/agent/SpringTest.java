package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/** Spring Kafka's own container, error handler and dead-letter recoverer, unchanged, in virtual time. */
@Timeout(120)
class SpringTest {

    @Test
    void backOffsOfFourMinutesEndInTheDeadLetterTopicAndEveryRunHasTheSameLog() throws Exception {
        Repeats.inEveryRun("spring back-off", () -> run().lines().toList());
    }

    private static String run() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.CONTROLLED)
                .topic("orders", 2)
                .topic("orders-dlt", 2)
                .build())) {
            DefaultKafkaProducerFactory<String, String> producers = new DefaultKafkaProducerFactory<>(config(kafka));
            KafkaTemplate<String, String> template = new KafkaTemplate<>(producers);
            ContainerProperties properties = new ContainerProperties("orders");
            properties.setGroupId("billing");
            properties.setMessageListener((MessageListener<String, String>) record -> handle(kafka, record, seen));
            ConcurrentMessageListenerContainer<String, String> container = new ConcurrentMessageListenerContainer<>(
                    new DefaultKafkaConsumerFactory<>(config(kafka)), properties);
            container.setConcurrency(2);
            container.setBeanName("billing");
            container.setCommonErrorHandler(new DefaultErrorHandler(
                    new DeadLetterPublishingRecoverer(template),
                    new FixedBackOff(Duration.ofMinutes(4).toMillis(), 2)));
            container.start();
            kafka.awaitStable("billing");
            template.send("orders", 0, "k", "good").get();
            template.send("orders", 1, "k", "bad").get();
            kafka.clock().advance(Duration.ofMinutes(9));

            assertThat(kafka.endOffset("orders-dlt", 1)).isEqualTo(1);
            container.stop();
            assertThat(container.isRunning()).isFalse();
            producers.destroy();
            assertThat(seen).hasSize(4);
            return seen + "\n" + kafka.events();
        }
    }

    private static void handle(InMemoryKafka kafka, ConsumerRecord<String, String> record, List<String> seen) {
        seen.add(record.value() + " "
                + Duration.between(kafka.clock().startTime(), kafka.clock().now()));
        if (record.value().equals("bad")) {
            throw new IllegalStateException("bad");
        }
    }

    private static Map<String, Object> config(InMemoryKafka kafka) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("auto.offset.reset", "earliest");
        config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        config.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        return config;
    }
}
