package io.github.groupcoordinator.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A rebalance of the consumer protocol: one member is replaced, until all have what they are to have. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MemberReplacedBenchmark {
    private static final int PARTITIONS_PER_MEMBER = 10;

    // Nobody's coordinator has nothing to assign.
    @Param({"OURS", "KAFKA", "OURS_WIRE", "KAFKA_WIRE"})
    public Peer peer;

    @Param({"10", "100", "1000"})
    public int members;

    private Coordinator coordinator;
    private ConsumerLoad load;

    @Setup(Level.Trial)
    public void form() {
        coordinator = peer.start(PARTITIONS_PER_MEMBER * members);
        load = new ConsumerLoad(coordinator);
        load.form(members);
    }

    @TearDown(Level.Trial)
    public void close() {
        coordinator.close();
    }

    @Benchmark
    public void replaced() {
        load.replaceAMember();
    }
}
