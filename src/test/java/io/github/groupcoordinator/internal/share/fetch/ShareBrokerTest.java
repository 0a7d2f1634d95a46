package io.github.groupcoordinator.internal.share.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.LogOffsets;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.internal.share.session.ShareSessionException;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;
import io.github.groupcoordinator.internal.share.session.ShareSessionRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetches of share groups on one broker: logs of batches of 100 bytes each. */
class ShareBrokerTest implements SharePartitions.Surroundings, ShareReplicas, ShareStatePersister, ShareGroupSettings {
    private static final TopicIdPartition JOBS_0 = new TopicIdPartition(new Uuid(1, 1), 0, "jobs");
    private static final TopicIdPartition JOBS_1 = new TopicIdPartition(new Uuid(1, 1), 1, "jobs");
    private static final int BATCH_BYTES = 100;

    private final EventLoop loop = new EventLoop(Instant.EPOCH);
    private final Map<TopicIdPartition, List<FetchedBatch>> logs = new LinkedHashMap<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final List<Consumer<ReadResult>> heldReads = new ArrayList<>();
    private boolean holdReads;
    private boolean leads = true;
    private long logStart;
    private ReadResult stored = ReadResult.of(1, 0, List.of());
    private final ShareBroker broker = new ShareBroker(10, this);

    @BeforeEach
    void twoPartitions() {
        logs.put(JOBS_0, new ArrayList<>());
        logs.put(JOBS_1, new ArrayList<>());
    }

    private void produce(TopicIdPartition partition, int records) {
        List<FetchedBatch> log = logs.get(partition);
        long base = end(partition);
        log.add(new FetchedBatch(base, base + records - 1, BATCH_BYTES, -1L, false, false));
        broker.logMoved(partition);
    }

    private long end(TopicIdPartition partition) {
        List<FetchedBatch> log = logs.get(partition);
        return log.isEmpty() ? logStart : log.get(log.size() - 1).lastOffset() + 1;
    }

    private void fetch(String member, int epoch, int minBytes, int maxRecords, TopicIdPartition... of) {
        answers.put(member, "waits");
        broker.fetch(
                new ShareFetchRequest(
                        "work",
                        member,
                        epoch,
                        List.of(of),
                        AcquireMode.BATCH_OPTIMIZED,
                        new ShareFetchRequest.Limits(500, minBytes, 10_000, maxRecords, 500),
                        false),
                loop,
                partitions -> answers.put(member, text(partitions)));
    }

    private String fetch(String member, TopicIdPartition... of) {
        fetch(member, 1, 1, 500, of);
        return answers.get(member);
    }

    private static String text(Map<TopicIdPartition, FetchedPartition> partitions) {
        List<String> all = new ArrayList<>();
        partitions.forEach((partition, fetched) -> {
            StringBuilder text = new StringBuilder(partition.partition() + ":");
            if (fetched.error() != Errors.NONE) {
                text.append(fetched.error());
            }
            for (AcquiredRecords.Range range : fetched.acquired()) {
                text.append(range.firstOffset()).append('-').append(range.lastOffset());
                text.append('x').append(range.deliveryCount()).append(' ');
            }
            all.add(text.toString().trim() + "/" + fetched.records().remaining());
        });
        return String.join(", ", all);
    }

    private void acknowledge(String member, long first, long last, AcknowledgeType type) {
        broker.acknowledge(
                new ShareSessionKey("work", member),
                Map.of(JOBS_0, List.of(AcknowledgementBatch.of(first, last, type))),
                partitions -> partitions.forEach((partition, outcome) ->
                        answers.put("acknowledgement", outcome.error().name())));
    }

    private void advance(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }

    @Test
    void whatIsThereIsAnsweredAtOnce() {
        produce(JOBS_0, 3);
        assertThat(fetch("m1", JOBS_0)).isEqualTo("0:0-2x1/100");
    }

    @Test
    void aFetchOfNothingWaitsForRecordsAndEndsAtItsMaxWait() {
        assertThat(fetch("m1", JOBS_0)).isEqualTo("waits");
        produce(JOBS_0, 3);
        assertThat(answers).containsEntry("m1", "0:0-2x1/100");
        assertThat(fetch("m1", JOBS_0)).isEqualTo("waits");
        advance(499);
        assertThat(answers).containsEntry("m1", "waits");
        advance(1);
        assertThat(answers).containsEntry("m1", "0:/0");
    }

    @Test
    void fewerThanMinBytesComeWhenTheTimeIsOver() {
        produce(JOBS_0, 3);
        fetch("m1", 1, 101, 500, JOBS_0);
        assertThat(answers).containsEntry("m1", "waits");
        advance(500);
        assertThat(answers).containsEntry("m1", "0:0-2x1/100");
        produce(JOBS_0, 3);
        fetch("m1", 1, 100, 500, JOBS_0);
        assertThat(answers).containsEntry("m1", "0:3-5x1/100");
    }

    @Test
    void partitionsAreTriedFromTheEpochOnAndShareOneBudget() {
        produce(JOBS_0, 3);
        produce(JOBS_1, 3);
        fetch("m1", 1, 1, 3, JOBS_0, JOBS_1);
        assertThat(answers).containsEntry("m1", "1:0-2x1/100, 0:/0");
        fetch("m1", 2, 1, 4, JOBS_0, JOBS_1);
        assertThat(answers).containsEntry("m1", "0:0-2x1/100, 1:/0");
    }

    @Test
    void onlyTheBatchesOfAcquiredRecordsAreSent() {
        produce(JOBS_0, 3);
        produce(JOBS_0, 3);
        produce(JOBS_0, 3);
        fetch("m1", 1, 1, 3, JOBS_0);
        assertThat(answers).containsEntry("m1", "0:0-2x1/100");
        assertThat(fetch("m2", JOBS_0)).isEqualTo("0:3-8x1/200");
    }

    @Test
    void aReleaseWakesTheOldestWhoWaits() {
        produce(JOBS_0, 3);
        fetch("m1", JOBS_0);
        fetch("m2", JOBS_0);
        fetch("m3", JOBS_0);
        acknowledge("m1", 0, 2, AcknowledgeType.RELEASE);
        assertThat(answers)
                .containsEntry("acknowledgement", "NONE")
                .containsEntry("m2", "0:0-2x2/100")
                .containsEntry("m3", "waits");
    }

    @Test
    void aLockThatRunsOutWakesWhoWaits() {
        produce(JOBS_0, 3);
        fetch("m1", JOBS_0);
        advance(29_600);
        fetch("m2", JOBS_0);
        advance(400);
        assertThat(answers).containsEntry("m2", "0:0-2x2/100");
    }

    @Test
    void whileThePartitionLoadsAFetchWaits() {
        produce(JOBS_0, 3);
        holdReads = true;
        assertThat(fetch("m1", JOBS_0)).isEqualTo("waits");
        assertThat(fetch("m2", JOBS_0)).isEqualTo("waits");
        heldReads.get(0).accept(stored);
        assertThat(heldReads).hasSize(1);
        assertThat(answers).containsEntry("m1", "0:0-2x1/100").containsEntry("m2", "waits");
    }

    @Test
    void aPartitionThatDoesNotLoadIsForgottenAndLoadedAnew() {
        produce(JOBS_0, 3);
        stored = ReadResult.failed(Errors.FENCED_STATE_EPOCH, "old");
        assertThat(fetch("m1", JOBS_0)).isEqualTo("0:NOT_LEADER_OR_FOLLOWER/0");
        assertThat(broker.partitions().keys()).isEmpty();
        stored = ReadResult.of(1, 0, List.of());
        assertThat(fetch("m1", JOBS_0)).isEqualTo("0:0-2x1/100");
    }

    @Test
    void whereTheBrokerDoesNotLeadTheErrorComesAtOnce() {
        leads = false;
        assertThat(fetch("m1", JOBS_0)).isEqualTo("0:NOT_LEADER_OR_FOLLOWER/0");
    }

    @Test
    void belowTheLogStartTheAnswerIsEmptyAndTheNextOneBeginsThere() {
        fetch("m1", JOBS_0);
        advance(500);
        produce(JOBS_0, 3);
        produce(JOBS_0, 3);
        logs.get(JOBS_0).remove(0);
        logStart = 3;
        assertThat(fetch("m1", JOBS_0)).isEqualTo("0:/0");
        assertThat(fetch("m1", JOBS_0)).isEqualTo("0:3-5x1/100");
    }

    @Test
    void whatIsNotInMemoryCanNotBeAcknowledged() {
        acknowledge("m1", 0, 0, AcknowledgeType.ACCEPT);
        assertThat(answers).containsEntry("acknowledgement", "UNKNOWN_TOPIC_OR_PARTITION");
    }

    @Test
    void aConnectionThatClosesGivesBackWhatItsSessionHolds() throws ShareSessionException {
        ShareSessionKey m1 = new ShareSessionKey("work", "m1");
        broker.sessions().fetch(new ShareSessionRequest(m1, 0, List.of(JOBS_0), List.of(), false, "connection-1"));
        ShareSessionKey m2 = new ShareSessionKey("work", "m2");
        broker.sessions().fetch(new ShareSessionRequest(m2, 0, List.of(JOBS_0), List.of(), false, "connection-2"));
        produce(JOBS_0, 3);
        fetch("m1", JOBS_0);
        fetch("m2", JOBS_0);
        broker.sessions().disconnected("connection-1");
        assertThat(answers).containsEntry("m2", "0:0-2x2/100");
        assertThat(broker.partitions().keys()).hasSize(1);
        broker.sessions().disconnected("connection-2");
        assertThat(broker.partitions().keys()).isEmpty();
    }

    @Test
    void processThatEndsAnswersNobody() {
        fetch("m1", JOBS_0);
        broker.abandon();
        produce(JOBS_0, 3);
        advance(500);
        assertThat(answers).containsEntry("m1", "waits");
        assertThat(fetch("m2", JOBS_0)).isEqualTo("0:0-2x1/100");
    }

    @Test
    void bytesAreSharedOutEvenly() {
        assertThat(MaxBytes.shares(10, 3, 3)).containsExactly(4, 3, 3);
        assertThat(MaxBytes.shares(10, 2, 5)).containsExactly(2, 2);
        assertThat(MaxBytes.shares(4, 2, 5)).containsExactly(2, 2);
        assertThat(MaxBytes.shares(2, 3, 3)).containsExactly(1, 1, 0);
    }

    @Override
    public Timers timers() {
        return loop;
    }

    @Override
    public ShareReplicas replicas() {
        return this;
    }

    @Override
    public ShareStatePersister persister() {
        return this;
    }

    @Override
    public ShareGroupSettings settings(String groupId) {
        return this;
    }

    @Override
    public RecordChange.Observer observer(SharePartitionKey key) {
        return RecordChange.Observer.NONE;
    }

    @Override
    public int leaderEpoch(TopicIdPartition partition) {
        if (!leads) {
            throw Errors.NOT_LEADER_OR_FOLLOWER.exception();
        }
        return 0;
    }

    @Override
    public LogOffsets offsets(TopicIdPartition partition, int leaderEpoch) {
        return new LogOffsets() {
            @Override
            public long earliest() {
                return logStart;
            }

            @Override
            public long latest() {
                return end(partition);
            }

            @Override
            public OptionalLong firstAtOrAfter(long timestampMs) {
                return OptionalLong.empty();
            }
        };
    }

    @Override
    public Read read(TopicIdPartition partition, Range range) {
        if (range.offset() < logStart || range.offset() > end(partition)) {
            return new Read(
                    Errors.OFFSET_OUT_OF_RANGE,
                    ByteBuffer.allocate(0),
                    new FetchedRecords(range.offset(), List.of(), List.of()),
                    Position.UNKNOWN);
        }
        List<FetchedBatch> batches = logs.get(partition).stream()
                .filter(batch -> batch.lastOffset() >= range.offset())
                .toList();
        return new Read(
                Errors.NONE,
                ByteBuffer.allocate(batches.size() * BATCH_BYTES),
                new FetchedRecords(range.offset(), batches, List.of()),
                new Position(0, 0));
    }

    @Override
    public Available available(TopicIdPartition partition, long offset, Position begin, boolean committed) {
        long batches = logs.get(partition).stream()
                .filter(batch -> batch.lastOffset() >= offset)
                .count();
        return new Available(offset > end(partition), batches * BATCH_BYTES);
    }

    @Override
    public void read(SharePartitionKey partition, int leaderEpoch, Consumer<ReadResult> done) {
        if (holdReads) {
            heldReads.add(done);
        } else {
            done.accept(stored);
        }
    }

    @Override
    public void write(SharePartitionKey partition, Update update, Consumer<WriteResult> done) {
        done.accept(WriteResult.DONE);
    }

    @Override
    public int recordLockDurationMs() {
        return 30_000;
    }

    @Override
    public int deliveryCountLimit() {
        return 5;
    }

    @Override
    public int partitionMaxRecordLocks() {
        return 2_000;
    }

    @Override
    public boolean renewAcknowledgeEnabled() {
        return true;
    }

    @Override
    public OffsetReset offsetReset() {
        return OffsetReset.EARLIEST;
    }
}
