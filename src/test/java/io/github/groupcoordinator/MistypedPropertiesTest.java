package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.client.PropertyUnknown;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A property that looks like one of Kafka's is named in the event log; others that Kafka does not know are not. */
class MistypedPropertiesTest {

    @Test
    void slipIsNamedWithTheNearestKnownName() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("client.id", "billing-1");
        config.put("group.id", "billing");
        config.put("sesion.timeout.ms", 10_000);
        config.put("auto.offset.rset", "earliest");
        try (InMemoryKafka kafka = InMemoryKafka.start();
                KafkaConsumer<String, String> consumer =
                        kafka.consumer(config, new StringDeserializer(), new StringDeserializer())) {
            assertThat(kafka.events().of(PropertyUnknown.class))
                    .extracting(PropertyUnknown::describe)
                    .containsExactly(
                            "warning: billing-1 has the property sesion.timeout.ms, which Kafka does not know and"
                                    + " ignores; the nearest known one is session.timeout.ms",
                            "warning: billing-1 has the property auto.offset.rset, which Kafka does not know and"
                                    + " ignores; the nearest known one is auto.offset.reset");
            assertThat(consumer.subscription()).isEmpty();
        }
    }

    /** They are for serializers, for a client of another kind, or farther away than a slip. */
    @Test
    void propertiesOfOthersAreNoSlips() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("schema.registry.url", "mock://here");
        config.put("group.id", "billing");
        config.put("ack", "all");
        config.put("lingr.mz", 1);
        try (InMemoryKafka kafka = InMemoryKafka.start();
                KafkaProducer<String, String> producer =
                        kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            assertThat(kafka.events().of(PropertyUnknown.class)).isEmpty();
            assertThat(producer.metrics()).isNotEmpty();
        }
    }
}
