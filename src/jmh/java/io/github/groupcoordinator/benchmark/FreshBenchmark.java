package io.github.groupcoordinator.benchmark;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The price of a test that has not done anything yet, its end included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FreshBenchmark {

    /** A coordinator that leads 50 partitions of the offsets topic. */
    @Benchmark
    public Coordinator ourCoordinator() {
        return begunAndEnded(Peer.OURS);
    }

    @Benchmark
    public Coordinator kafkasCoordinator() {
        return begunAndEnded(Peer.KAFKA);
    }

    private static Coordinator begunAndEnded(Peer peer) {
        Coordinator coordinator = peer.start();
        coordinator.close();
        return coordinator;
    }

    /** The whole fixture: broker, internal topics, coordinators, clock; without clients. */
    @Benchmark
    public InMemoryKafka ourCluster() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            return kafka;
        }
    }

    /** The fixture with one consumer, which has not subscribed to anything. */
    @Benchmark
    public Object ourClusterWithAConsumer() {
        try (InMemoryKafka kafka = InMemoryKafka.start();
                KafkaConsumer<String, String> consumer =
                        kafka.consumer(config(), new StringDeserializer(), new StringDeserializer())) {
            return consumer;
        }
    }

    /** Makes a consumer without us, by its own constructor, beside no broker, and closes it. */
    @Benchmark
    public Object kafkasConsumerAlone() {
        Map<String, Object> config = config();
        config.put("bootstrap.servers", "127.0.0.1:9092"); // nobody is asked before the first poll
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        return consumer;
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        return config;
    }
}
