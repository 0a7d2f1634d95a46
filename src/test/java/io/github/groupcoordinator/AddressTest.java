package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster without a listener has an address of its own, for configurations alone. */
class AddressTest {
    private final InMemoryKafka kafka = InMemoryKafka.start();
    private final InMemoryKafka other = InMemoryKafka.start();

    @AfterEach
    void close() {
        kafka.close();
        other.close();
    }

    @Test
    void eachClusterHasAnother() {
        assertThat(kafka.bootstrapServers())
                .matches("cluster-[0-9]+\\.needs-a-listener\\.invalid:19092")
                .isNotEqualTo(other.bootstrapServers());
        assertThat(kafka.toString()).contains(kafka.bootstrapServers());
    }

    @Test
    void clusterThatCannotBeStartedKeepsNoAddress() {
        String next = addressOfTheNext();
        for (ApplicationThreads threads : List.of(ApplicationThreads.REFUSED, ApplicationThreads.ALLOWED)) {
            assertThatThrownBy(() -> InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                            .threads(threads)
                            .topic("no name", 1)
                            .build()))
                    .isInstanceOf(InvalidTopicException.class);
            assertThatThrownBy(() -> InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                            .threads(threads)
                            .brokerProperty("num.partitions", "many")
                            .build()))
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("num.partitions");
        }
        assertThat(addressOfTheNext()).isEqualTo(next);
    }

    private static String addressOfTheNext() {
        try (InMemoryKafka next = InMemoryKafka.start()) {
            return next.bootstrapServers();
        }
    }

    @Test
    void configurationForAnotherClusterIsRefused() {
        assertThatThrownBy(() -> other.consumer(config(kafka)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kafka.bootstrapServers())
                .hasMessageContaining("the cluster of the test is at " + other.bootstrapServers());
        try (Consumer<String, String> consumer = kafka.consumer(config(kafka))) {
            assertThat(consumer.listTopics()).containsOnlyKeys("__consumer_offsets");
        }
    }

    @Test
    void addressOfNobodyIsRefusedEvenIfTheWireHasIt() {
        Map<String, Object> config = config(kafka);
        config.put("bootstrap.servers", "127.0.0.1:19092");

        assertThatThrownBy(() -> kafka.consumer(config)).hasMessageContaining("names 127.0.0.1:19092");
    }

    @Test
    void constructorsOfKafkaSayAtOnceThatNobodyIsThere() {
        for (Runnable constructor : List.<Runnable>of(
                () -> new KafkaConsumer<>(config(kafka)),
                () -> new KafkaProducer<>(config(kafka)),
                () -> Admin.create(config(kafka)))) {
            assertThatThrownBy(constructor::run)
                    .rootCause()
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("bootstrap.servers");
        }
    }

    private static Map<String, Object> config(InMemoryKafka cluster) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        return config;
    }
}
