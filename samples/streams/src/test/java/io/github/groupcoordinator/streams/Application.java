package io.github.groupcoordinator.streams;

import io.github.groupcoordinator.InMemoryKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

/**
 * An application of Kafka Streams: it counts words, for which they are partitioned anew, and joins orders with payments
 * that come within five minutes; with exactly_once_v2.
 */
final class Application {
    private final String id;
    private final InMemoryKafka kafka;
    private final String protocol;
    private final Path directory;

    Application(String id, InMemoryKafka kafka, String protocol, Path directory) {
        this.id = id;
        this.kafka = kafka;
        this.protocol = protocol;
        this.directory = directory;
    }

    /** Makes an instance of it, which has one thread. */
    KafkaStreams instance(String clientId) {
        Properties config = new Properties();
        config.put("application.id", id);
        config.put("client.id", clientId);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("group.protocol", protocol);
        config.put("processing.guarantee", "exactly_once_v2");
        config.put("state.dir", directory.resolve(clientId).toString());
        config.put("num.standby.replicas", 1);
        config.put("commit.interval.ms", 50);
        config.put("heartbeat.interval.ms", 100);
        config.put("auto.offset.reset", "earliest");
        config.put("default.key.serde", Serdes.StringSerde.class);
        config.put("default.value.serde", Serdes.StringSerde.class);
        config.put(
                "dsl.store.suppliers.class",
                "org.apache.kafka.streams.state.BuiltInDslStoreSuppliers$InMemoryDslStoreSuppliers");
        return new KafkaStreams(topology(), config);
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("lines")
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.as("words"))
                .count(Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()))
                .toStream()
                .mapValues(count -> count.toString())
                .to("counts");
        KStream<String, String> orders = builder.stream("orders");
        orders.join(
                        builder.<String, String>stream("payments"),
                        (order, payment) -> order + " for " + payment,
                        JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMinutes(5)))
                .to("paid");
        return builder.build();
    }

    /** Asks an instance how often it has counted a word; -1 if it does not know yet. */
    static long count(KafkaStreams instance, String word) {
        try {
            Long count = instance.store(StoreQueryParameters.fromNameAndType(
                            "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                    .get(word);
            return count == null ? -1 : count;
        } catch (InvalidStateStoreException e) {
            return -1;
        }
    }

    /** Returns how many tasks the instance's thread runs. */
    static int active(KafkaStreams instance) {
        return instance.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    /** Returns of how many tasks the instance's thread keeps the state up to date. */
    static int standbys(KafkaStreams instance) {
        return instance.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.standbyTasks().size())
                .sum();
    }

    /** Waits for what comes about in threads of Kafka Streams; the test's timeout is the bound. */
    static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
