package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.agent.streams.StreamsClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
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

/** An application of Kafka Streams that counts words, with a store, a repartition topic and a punctuator. */
final class WordCount {
    private final InMemoryKafka kafka;
    private final Path directory;
    private final String guarantee;
    private final List<String> ticks = Collections.synchronizedList(new ArrayList<>());
    private int standbys;
    private String protocol = "classic";

    WordCount(InMemoryKafka kafka, Path directory, String guarantee) {
        this.kafka = kafka;
        this.directory = directory;
        this.guarantee = guarantee;
    }

    void setStandbys(int standbys) {
        this.standbys = standbys;
    }

    /** Makes its instances members of a streams group (KIP-1071). */
    void useStreamsProtocol() {
        protocol = "streams";
    }

    /** Starts a cluster with the topics of the application. */
    static InMemoryKafka cluster() {
        return InMemoryKafka.start(
                Repeats.controlled().topic("text", 2).topic("counts", 2).build());
    }

    /** Returns when each punctuator was called, in order, what was counted, and the log of the cluster. */
    List<String> log(Map<String, Long> counts) {
        List<String> log = new ArrayList<>(ticks);
        log.add(counts.toString());
        log.addAll(kafka.events().render().lines().toList());
        return log;
    }

    /** Makes an instance whose clients are made by Kafka's constructors. */
    KafkaStreams instance(String id) {
        return new KafkaStreams(topology(id), config(id));
    }

    KafkaStreams instance(String id, KafkaClientSupplier clients) {
        return new KafkaStreams(topology(id), config(id), clients);
    }

    private Properties config(String id) {
        Properties config = new Properties();
        config.put("application.id", "wc");
        config.put("client.id", id);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("state.dir", directory.resolve(id).toString());
        config.put("processing.guarantee", guarantee);
        config.put("replication.factor", 1);
        config.put("num.standby.replicas", standbys);
        config.put("auto.offset.reset", "earliest");
        config.put("group.protocol", protocol);
        config.put("default.key.serde", Serdes.StringSerde.class.getName());
        config.put("default.value.serde", Serdes.StringSerde.class.getName());
        return config;
    }

    private Topology topology(String id) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("text", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .process(() -> new Ticking(id))
                .groupBy((key, word) -> word)
                .count(Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long())
                        .withCachingDisabled())
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private final class Ticking extends ContextualProcessor<String, String, String, String> {
        private final String id;

        Ticking(String id) {
            this.id = id;
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

    /** Produces a line into each of the two partitions. */
    void produce(String first, String second) {
        try (KafkaProducer<String, String> producer = kafka.producer(Map.of(
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer", "org.apache.kafka.common.serialization.StringSerializer"))) {
            producer.send(new ProducerRecord<>("text", 0, "k", first));
            producer.send(new ProducerRecord<>("text", 1, "k", second));
        }
    }

    /** Asks the stores of instances, by interactive queries. */
    static Map<String, Long> counts(KafkaStreams... instances) {
        Map<String, Long> counts = new TreeMap<>();
        for (KafkaStreams instance : instances) {
            ReadOnlyKeyValueStore<String, Long> store =
                    instance.store(StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore()));
            store.all().forEachRemaining(entry -> counts.put(entry.key, entry.value));
        }
        return counts;
    }

    /** Asks them when all four lines of a story have been counted, once each. */
    static Map<String, Long> finalCounts(KafkaStreams... instances) {
        Map<String, Long> counts = counts(instances);
        assertThat(counts)
                .containsEntry("kafka", 5L)
                .containsEntry("streams", 2L)
                .containsEntry("summit", 1L);
        return counts;
    }

    /** Returns the names of the threads that live in this JVM. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    /** The clients of one instance, as one process has them: they crash together. */
    static final class Clients implements KafkaClientSupplier {
        private final InMemoryKafka kafka;
        private final KafkaClientSupplier supplier;
        private final List<Object> made = Collections.synchronizedList(new ArrayList<>());

        Clients(InMemoryKafka kafka) {
            this.kafka = kafka;
            this.supplier = StreamsClients.supplier(kafka);
        }

        void crash() {
            List.copyOf(made).forEach(client -> kafka.client(client).crash());
        }

        /** Crashes with the consumer that Kafka Streams makes by itself as a member of a streams group. */
        void crash(String instance) {
            made.add(instance + "-StreamThread-1-consumer");
            crash();
        }

        private <T> T keep(T client) {
            made.add(client);
            return client;
        }

        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return keep(supplier.getAdmin(config));
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return keep(supplier.getProducer(config));
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return keep(supplier.getConsumer(config));
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return keep(supplier.getRestoreConsumer(config));
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return keep(supplier.getGlobalConsumer(config));
        }
    }
}
