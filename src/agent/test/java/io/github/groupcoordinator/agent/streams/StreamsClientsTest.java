package io.github.groupcoordinator.agent.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StreamsClientsTest {

    @Test
    void streamsRunsOnTheSuppliersClients(@TempDir Path directory) {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.CONTROLLED)
                .topic("orders", 1)
                .topic("bills", 1)
                .build())) {
            StreamsBuilder builder = new StreamsBuilder();
            builder.stream("orders").to("bills");
            Properties config = new Properties();
            config.put("application.id", "billing");
            config.put("bootstrap.servers", kafka.bootstrapServers());
            config.put("state.dir", directory.toString());
            config.put("auto.offset.reset", "earliest");
            config.put("default.key.serde", "org.apache.kafka.common.serialization.Serdes$StringSerde");
            config.put("default.value.serde", "org.apache.kafka.common.serialization.Serdes$StringSerde");
            try (KafkaStreams streams = new KafkaStreams(builder.build(), config, StreamsClients.supplier(kafka));
                    KafkaProducer<String, String> producer =
                            kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
                streams.start();
                producer.send(new ProducerRecord<>("orders", "k", "v"));
                kafka.clock().advance(Duration.ofMinutes(1));
                assertThat(streams.state()).isEqualTo(KafkaStreams.State.RUNNING);
            }
            assertThat(kafka.endOffset("bills", 0)).isEqualTo(1);
        }
    }

    @Test
    void addressOfAnotherClusterIsRefused() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            KafkaClientSupplier supplier = StreamsClients.supplier(kafka);
            Map<String, Object> other = Map.of("bootstrap.servers", "production:9092");
            assertThatThrownBy(() -> supplier.getRestoreConsumer(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("production:9092");
            assertThatThrownBy(() -> supplier.getProducer(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("production:9092");
        }
    }
}
