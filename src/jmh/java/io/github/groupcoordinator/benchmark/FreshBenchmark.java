package io.github.groupcoordinator.benchmark;

import io.github.groupcoordinator.InMemoryKafka;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a test pays before it has done anything. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FreshBenchmark {

    /** A coordinator that leads 50 partitions of the offsets topic. */
    @Benchmark
    public void ourCoordinator() {
        Peer.OURS.start().close();
    }

    @Benchmark
    public void kafkasCoordinator() {
        Peer.KAFKA.start().close();
    }

    /** The whole fixture: broker, internal topics, coordinators, clock; without clients. */
    @Benchmark
    public String ourCluster() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            return kafka.bootstrapServers();
        }
    }
}
