package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka Streams, unchanged: two instances, a store, a rebalance, a punctuator; every run has the same log. */
@Timeout(300)
class StreamsTest {

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void wordCountOfTwoInstancesHasTheSameLogInEveryRun(String guarantee, @TempDir Path directory) throws Exception {
        AtomicInteger run = new AtomicInteger();
        Repeats.inEveryRun(
                "streams " + guarantee,
                () -> run(guarantee, directory.resolve("run" + run.incrementAndGet())));
    }

    private static List<String> run(String guarantee, Path directory) {
        List<String> ticks = Collections.synchronizedList(new ArrayList<>());
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.CONTROLLED)
                .topic("text", 2)
                .topic("counts", 2)
                .build())) {
            KafkaStreams one = instance(kafka, "one", guarantee, directory, ticks);
            one.start();
            kafka.clock().advance(Duration.ofSeconds(20));
            produce(kafka, "all streams lead to kafka", "hello kafka streams");
            kafka.clock().advance(Duration.ofSeconds(35));
            KafkaStreams two = instance(kafka, "two", guarantee, directory, ticks);
            two.start();
            kafka.clock().advance(Duration.ofMinutes(2));
            assertThat(one.state()).isEqualTo(KafkaStreams.State.RUNNING);
            assertThat(two.state()).isEqualTo(KafkaStreams.State.RUNNING);
            produce(kafka, "join kafka summit", "kafka kafka");
            kafka.clock().advance(Duration.ofSeconds(31));
            Map<String, Long> counts = new TreeMap<>();
            for (KafkaStreams instance : List.of(one, two)) {
                ReadOnlyKeyValueStore<String, Long> store = instance.store(
                        StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore()));
                store.all().forEachRemaining(entry -> counts.put(entry.key, entry.value));
            }
            assertThat(counts)
                    .containsEntry("kafka", 5L)
                    .containsEntry("streams", 2L)
                    .containsEntry("summit", 1L);
            assertThat(two.close(Duration.ofSeconds(30))).isTrue();
            kafka.clock().advance(Duration.ofMinutes(1));
            assertThat(one.close(Duration.ofSeconds(30))).isTrue();
            List<String> log = new ArrayList<>(ticks);
            log.add(counts.toString());
            log.addAll(kafka.events().render().lines().toList());
            return log;
        }
    }

    private static KafkaStreams instance(
            InMemoryKafka kafka, String id, String guarantee, Path directory, List<String> ticks) {
        Properties config = new Properties();
        config.put("application.id", "wc");
        config.put("client.id", id);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("state.dir", directory.resolve(id).toString());
        config.put("processing.guarantee", guarantee);
        config.put("replication.factor", 1);
        config.put("auto.offset.reset", "earliest");
        config.put("default.key.serde", Serdes.StringSerde.class.getName());
        config.put("default.value.serde", Serdes.StringSerde.class.getName());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("text", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .process(() -> new Ticking(kafka, id, ticks))
                .groupBy((key, word) -> word)
                .count(Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long())
                        .withCachingDisabled())
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return new KafkaStreams(builder.build(), config);
    }

    private static final class Ticking extends ContextualProcessor<String, String, String, String> {
        private final InMemoryKafka kafka;
        private final String id;
        private final List<String> ticks;

        Ticking(InMemoryKafka kafka, String id, List<String> ticks) {
            this.kafka = kafka;
            this.id = id;
            this.ticks = ticks;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            context.schedule(
                    Duration.ofSeconds(10),
                    PunctuationType.WALL_CLOCK_TIME,
                    at -> ticks.add(
                            id + " " + context.taskId() + " " + kafka.clock().now()));
        }

        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
        }
    }

    private static void produce(InMemoryKafka kafka, String first, String second) {
        try (KafkaProducer<String, String> producer = kafka.producer(Map.of(
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer", "org.apache.kafka.common.serialization.StringSerializer"))) {
            producer.send(new ProducerRecord<>("text", 0, "k", first));
            producer.send(new ProducerRecord<>("text", 1, "k", second));
        }
    }
}
