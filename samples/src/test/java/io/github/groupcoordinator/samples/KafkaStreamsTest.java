package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.ListenerMode;
import io.github.groupcoordinator.junit5.Topic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application of Kafka Streams as it is, in system time over the listener; on either of its protocols. */
@Timeout(120)
class KafkaStreamsTest {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    @EmbeddedGroupCoordinator(
            topics = @Topic(name = "lines", partitions = 1),
            listener = ListenerMode.SYSTEM_TIME,
            brokerProperties = {
                "group.initial.rebalance.delay.ms=0",
                "group.streams.initial.rebalance.delay.ms=0",
                "group.streams.min.heartbeat.interval.ms=100",
                "group.streams.heartbeat.interval.ms=100",
                "group.streams.assignment.interval.ms=0"
            })
    void wordsAreCounted(String protocol, InMemoryKafka kafka, @TempDir Path directory) throws Exception {
        LinkedBlockingQueue<String> counts = new LinkedBlockingQueue<>();
        try (KafkaStreams streams = new KafkaStreams(countingWords(counts), config(protocol, kafka, directory));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            streams.start();
            producer.send(new ProducerRecord<>("lines", "hello kafka hello"));

            assertThat(counts.take()).isEqualTo("hello 1");
            assertThat(counts.take()).isEqualTo("kafka 1");
            assertThat(counts.take()).isEqualTo("hello 2");
            if (protocol.equals("streams")) {
                assertThat(kafka.streamsGroup("words")).isStable().runs(streams, "0_0", "1_0");
            }
        }
        assertThat(kafka.topicNames()).contains("words-counts-changelog", "words-counts-repartition");
    }

    private static Topology countingWords(LinkedBlockingQueue<String> counts) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("lines")
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.as("counts"))
                .count(Materialized.as("counts"))
                .toStream()
                .foreach((word, count) -> counts.add(word + " " + count));
        return builder.build();
    }

    private static Properties config(String protocol, InMemoryKafka kafka, Path directory) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "words");
        config.put(StreamsConfig.CLIENT_ID_CONFIG, "counter");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, protocol);
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return config;
    }
}
