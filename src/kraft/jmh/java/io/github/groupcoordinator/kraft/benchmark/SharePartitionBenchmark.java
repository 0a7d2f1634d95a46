package io.github.groupcoordinator.kraft.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kafka.server.share.KafkasSharePartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A member of a share group acquires 500 records that a fetch has read, and acknowledges all of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SharePartitionBenchmark {
    public static final String MEMBER = "member";
    public static final int RECORDS = 500;

    private static final byte ACCEPT = 1;
    private static final byte REJECT = 3;

    /** The share partition. */
    public enum Peer {
        OURS,
        KAFKA
    }

    /** The batches in which the records come, and the way in which they are acknowledged. */
    public enum Work {
        /** One batch, and one range. */
        BATCH(1, false),
        /** Fifty batches of ten records, and one range. */
        BATCHES(50, false),
        /** One batch, each record for itself: the batch comes apart, into one lock for each record. */
        EACH(1, true);

        private final int batches;
        private final List<Byte> types;

        Work(int batches, boolean eachForItself) {
            this.batches = batches;
            List<Byte> all = new ArrayList<>();
            for (int i = 0; i < (eachForItself ? RECORDS : 1); i++) {
                all.add(i % 2 == 0 ? ACCEPT : REJECT);
            }
            this.types = List.copyOf(all);
        }
    }

    @Param
    Peer peer;

    @Param
    Work work;

    private SharePartitionPeer partition;
    private SharedRecords records;
    private long offset;

    @Setup
    public void start() {
        partition = peer == Peer.OURS ? new OurSharePartition() : new KafkasSharePartition();
        records = new SharedRecords(work.batches, RECORDS / work.batches);
        offset = 0;
    }

    @Benchmark
    public long acquireAndAcknowledge() {
        int acquired = partition.acquire(offset, records);
        partition.acknowledge(offset, offset + RECORDS - 1, work.types);
        offset += RECORDS;
        if (acquired != RECORDS || partition.startOffset() != offset) {
            throw new IllegalStateException("expected to have acquired and done up to " + offset + ", but it was "
                    + acquired + " up to " + partition.startOffset());
        }
        return offset;
    }
}
