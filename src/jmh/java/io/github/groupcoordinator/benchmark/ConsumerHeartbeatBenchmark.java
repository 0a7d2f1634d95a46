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

/** ConsumerGroupHeartbeat in a group of 100 members in which nothing changes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConsumerHeartbeatBenchmark {
    private static final int MEMBERS = 100;

    @Param({"OURS", "KAFKA", "NOBODY", "OURS_WIRE", "KAFKA_WIRE", "NOBODY_WIRE"})
    public Peer peer;

    private Coordinator coordinator;
    private ConsumerLoad load;
    private int next;

    @Setup(Level.Trial)
    public void form() {
        coordinator = peer.start();
        load = new ConsumerLoad(coordinator);
        load.form(MEMBERS);
    }

    @TearDown(Level.Trial)
    public void close() {
        coordinator.close();
    }

    @Benchmark
    public void steady() {
        next = (next + 1) % MEMBERS;
        load.steady(next);
    }
}
