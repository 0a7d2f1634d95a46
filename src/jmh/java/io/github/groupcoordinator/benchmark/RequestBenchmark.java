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

/** The requests of a stable classic group of 100 members. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestBenchmark {
    private static final int MEMBERS = 100;

    @Param({"OURS", "KAFKA", "NOBODY", "OURS_WIRE", "KAFKA_WIRE", "NOBODY_WIRE"})
    public Peer peer;

    private Coordinator coordinator;
    private Load load;
    private int next;

    @Setup(Level.Trial)
    public void form() {
        coordinator = peer.start();
        load = new Load(coordinator);
        load.form(MEMBERS);
        load.commit(0, 10);
    }

    @TearDown(Level.Trial)
    public void close() {
        coordinator.close();
    }

    private int nextMember() {
        next = (next + 1) % MEMBERS;
        return next;
    }

    @Benchmark
    public void heartbeat() {
        load.heartbeat(nextMember());
    }

    @Benchmark
    public void commitOfOnePartition() {
        load.commit(nextMember(), 1);
    }

    @Benchmark
    public void commitOfTenPartitions() {
        load.commit(nextMember(), 10);
    }

    @Benchmark
    public long fetchOfTenPartitions() {
        return load.fetch(10);
    }
}
