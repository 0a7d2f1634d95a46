package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that the application makes with Kafka's own constructors, over TCP. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutsideClientsTest {

    @Test
    void applicationConsumesWhatItProducesInSystemTime() throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .listener(ListenerConfig.inSystemTime())
                        .brokerProperty("group.initial.rebalance.delay.ms", "0")
                        .topic("orders", 2)
                        .build());
                KafkaProducer<String, String> producer = producer(kafka);
                KafkaConsumer<String, String> consumer = consumer(kafka, "billing")) {
            producer.send(new ProducerRecord<>("orders", "a", "1")).get(10, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>("orders", "b", "2")).get(10, TimeUnit.SECONDS);
            consumer.subscribe(List.of("orders"));
            List<String> values = new ArrayList<>();
            pollUntil(consumer, values, () -> values.size() == 2);
            consumer.commitSync();
            assertThat(values).containsExactlyInAnyOrder("1", "2");
            assertThat(kafka.group("billing").committedOffsets().values().stream()
                            .mapToLong(offset -> offset.offset())
                            .sum())
                    .isEqualTo(2);
            assertThat(kafka.group("billing").state()).isEqualTo(GroupState.STABLE);
        }
    }

    static void pollUntil(KafkaConsumer<String, String> consumer, List<String> values, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> values.add(record.value()));
        }
    }

    static KafkaConsumer<String, String> consumer(InMemoryKafka kafka, String group) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    static KafkaProducer<String, String> producer(InMemoryKafka kafka) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }
}
