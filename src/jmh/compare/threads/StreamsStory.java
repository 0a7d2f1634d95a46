import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

/** A topology of Kafka Streams that counts words, with a punctuator; two instances of it, of which one is closed. */
final class StreamsStory {
    private static final int PARTITIONS = 4;

    private StreamsStory() {}

    static void rebalance(String servers) throws Exception {
        Path directory = Files.createTempDirectory("streams");
        Map<String, String> ticks = new ConcurrentHashMap<>();
        try (KafkaStreams one = instance(servers, "one", directory, ticks);
                KafkaStreams two = instance(servers, "two", directory, ticks)) {
            one.start();
            two.start();
            Suite.await("a tick of each task", () -> ticks.size() == PARTITIONS && ticks.containsValue("two"));
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(Suite.config(servers))) {
                producer.send(new ProducerRecord<>("orders", "k", "all streams lead to kafka"));
            }
            // It does not leave its group, as Streams does; its session ends 45 seconds later.
            one.close(Duration.ofSeconds(30));
            ticks.clear();
            Suite.await("a tick of each task, by the other", () -> ticks.size() == PARTITIONS);
            Suite.await("the count", () -> count(two) == 1);
        } finally {
            delete(directory);
        }
    }

    private static long count(KafkaStreams streams) {
        if (streams.state() != KafkaStreams.State.RUNNING) {
            return 0;
        }
        Long counted = streams.store(StoreQueryParameters.fromNameAndType(
                        "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                .get("kafka");
        return counted == null ? 0 : counted;
    }

    private static KafkaStreams instance(String servers, String id, Path directory, Map<String, String> ticks) {
        Properties config = new Properties();
        config.put("application.id", "counting");
        config.put("client.id", id);
        config.put("bootstrap.servers", servers);
        config.put("state.dir", directory.resolve(id).toString());
        config.put("auto.offset.reset", "earliest");
        config.put("default.key.serde", "org.apache.kafka.common.serialization.Serdes$StringSerde");
        config.put("default.value.serde", "org.apache.kafka.common.serialization.Serdes$StringSerde");
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .process(() -> new Ticking(id, ticks))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word)
                .count(Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()));
        return new KafkaStreams(builder.build(), config);
    }

    private static final class Ticking extends ContextualProcessor<String, String, String, String> {
        private final String id;
        private final Map<String, String> ticks;

        Ticking(String id, Map<String, String> ticks) {
            this.id = id;
            this.ticks = ticks;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            String task = context.taskId().toString();
            context.schedule(Duration.ofSeconds(10), PunctuationType.WALL_CLOCK_TIME, at -> ticks.put(task, id));
        }

        @Override
        public void process(Record<String, String> line) {
            context().forward(line);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
