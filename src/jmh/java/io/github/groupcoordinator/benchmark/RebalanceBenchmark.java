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

/** All members of a classic group join again and are synced. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RebalanceBenchmark {
    @Param({"OURS", "KAFKA", "NOBODY", "OURS_WIRE", "KAFKA_WIRE", "NOBODY_WIRE"})
    public Peer peer;

    @Param({"3", "10", "100", "1000", "10000"})
    public int members;

    private Coordinator coordinator;
    private Load load;

    @Setup(Level.Trial)
    public void form() {
        coordinator = peer.start();
        load = new Load(coordinator);
        load.form(members);
    }

    @TearDown(Level.Trial)
    public void close() {
        coordinator.close();
    }

    @Benchmark
    public void cycle() {
        load.rebalance();
    }
}
