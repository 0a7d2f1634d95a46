package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.CoordinatorFailedOver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Real clients of a cluster whose brokers fail. */
final class SeveralBrokersTest {
    private static InMemoryKafka threeBrokers() {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .brokers(3)
                .brokerProperty("default.replication.factor", "3")
                .topic("orders", 3)
                .build());
    }

    private static KafkaConsumer<String, String> consumer(InMemoryKafka kafka, String group) {
        KafkaConsumer<String, String> consumer = kafka.consumer(
                Map.of("group.id", group, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private static KafkaProducer<String, String> producer(InMemoryKafka kafka) {
        return kafka.producer(Map.of(), new StringSerializer(), new StringSerializer());
    }

    @Test
    void groupGoesOnAfterItsCoordinatorHasFailedOver() throws Exception {
        try (InMemoryKafka kafka = threeBrokers();
                KafkaConsumer<String, String> first = consumer(kafka, "billing");
                KafkaConsumer<String, String> second = consumer(kafka, "billing");
                KafkaProducer<String, String> producer = producer(kafka)) {
            kafka.awaitStable("billing");
            for (int partition = 0; partition < 3; partition++) {
                producer.send(new ProducerRecord<>("orders", partition, "k", "v"))
                        .get();
            }
            int before = kafka.coordinator("billing").partition().leader().orElseThrow();
            kafka.coordinator("billing").failover();
            Duration took = kafka.awaitStable("billing");
            int after = kafka.coordinator("billing").partition().leader().orElseThrow();

            assertThat(after).isNotEqualTo(before);
            assertThat(kafka.runFor(Duration.ofSeconds(20)).all()).hasSize(3);
            assertThat(kafka.events().of(CoordinatorFailedOver.class)).hasSize(1);
            assertThat(kafka.events().of(io.github.groupcoordinator.event.RebalanceCompleted.class))
                    .hasSize(1);
            kafka.broker(after).stop();
            producer.send(new ProducerRecord<>("orders", after, "k", "v")).get();
            assertThat(kafka.runFor(Duration.ofSeconds(20)).all()).hasSize(1);
            kafka.broker(after).start();
            kafka.awaitStable("billing");
        }
    }
}
