package io.github.groupcoordinator.kraft.benchmark;

import io.github.groupcoordinator.internal.log.ReadBatch;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.share.LogOffsets;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareEnvironment;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import io.github.groupcoordinator.internal.share.batch.AcquireRequest;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.kraft.share.OurSettings;
import io.github.groupcoordinator.kraft.share.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;

/** Our share partition, over a persister that has done everything at once. */
final class OurSharePartition implements SharePartitionPeer, ShareStatePersister, LogOffsets {
    private static final AcquireRequest REQUEST = new AcquireRequest(
            SharePartitionBenchmark.MEMBER,
            AcquireMode.BATCH_OPTIMIZED,
            SharePartitionBenchmark.RECORDS,
            SharePartitionBenchmark.RECORDS);

    private final SharePartition partition = new SharePartition(
            new SharePartitionKey("g", new TopicIdPartition(new Uuid(1, 2), 0, "t")),
            0,
            new ShareEnvironment(
                    new EventLoop(Instant.EPOCH),
                    new OurSettings(new Settings()),
                    this,
                    this,
                    RecordChange.Observer.NONE,
                    () -> {}));

    OurSharePartition() {
        partition.maybeInitialize(failure -> {
            if (failure != null) {
                throw new IllegalStateException(failure.toString());
            }
        });
    }

    @Override
    public int acquire(long offset, SharedRecords records) {
        List<FetchedBatch> batches = new ArrayList<>();
        for (ReadBatch batch : ReadBatch.of(records.from(offset))) {
            batches.add(new FetchedBatch(
                    batch.baseOffset(),
                    batch.lastOffset(),
                    batch.sizeInBytes(),
                    batch.producerId(),
                    batch.transactional(),
                    batch.abortMarker()));
        }
        return partition
                .acquire(REQUEST, new FetchedRecords(offset, batches, List.of()))
                .count();
    }

    @Override
    public void acknowledge(long firstOffset, long lastOffset, List<Byte> types) {
        partition.acknowledge(
                SharePartitionBenchmark.MEMBER,
                List.of(new AcknowledgementBatch(firstOffset, lastOffset, types)),
                failure -> {
                    if (failure != null) {
                        throw new IllegalStateException(failure.toString());
                    }
                });
    }

    @Override
    public long startOffset() {
        return partition.startOffset();
    }

    @Override
    public void read(SharePartitionKey asked, int leaderEpoch, Consumer<ReadResult> done) {
        done.accept(ReadResult.of(0, 0, List.of()));
    }

    @Override
    public void write(SharePartitionKey asked, Update update, Consumer<WriteResult> done) {
        done.accept(WriteResult.DONE);
    }

    @Override
    public long earliest() {
        return 0;
    }

    @Override
    public long latest() {
        return 0;
    }

    @Override
    public OptionalLong firstAtOrAfter(long timestampMs) {
        return OptionalLong.empty();
    }
}
