package io.github.groupcoordinator.kraft.share;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.LogOffsets;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.UnexpectedStateException;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.fetch.FetchedPartition;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker;
import io.github.groupcoordinator.internal.share.fetch.ShareFetchRequest;
import io.github.groupcoordinator.internal.share.fetch.SharePartitions;
import io.github.groupcoordinator.internal.share.fetch.ShareReplicas;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.internal.share.session.ShareSessionException;
import io.github.groupcoordinator.internal.share.session.ShareSessionKey;
import io.github.groupcoordinator.internal.share.session.ShareSessionRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import kafka.server.share.KafkaSide;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Our part of a broker that serves share groups, over the logs of a history. */
public final class OurFetchSide implements FetchSide, SharePartitions.Surroundings, ShareReplicas {
    private static final int MAX_SESSIONS = 100;

    private final FetchWorld world;
    private final EventLoop loop;
    private final ShareBroker broker;

    public OurFetchSide(FetchWorld world, long startMs) {
        this.world = world;
        this.loop = new EventLoop(Instant.ofEpochMilli(startMs));
        this.broker = new ShareBroker(MAX_SESSIONS, this);
    }

    @Override
    public void fetch(Asked asked) {
        Limits limits = asked.limits();
        broker.fetch(
                new ShareFetchRequest(
                        asked.group(),
                        asked.member(),
                        asked.epoch(),
                        asked.partitions(),
                        asked.recordLimit() ? AcquireMode.RECORD_LIMIT : AcquireMode.BATCH_OPTIMIZED,
                        new ShareFetchRequest.Limits(
                                limits.maxWaitMs(),
                                limits.minBytes(),
                                limits.maxBytes(),
                                limits.maxRecords(),
                                limits.batchSize()),
                        asked.committed()),
                loop,
                answer -> world.note(asked.id() + " " + text(answer)));
    }

    private static String text(Map<TopicIdPartition, FetchedPartition> answer) {
        Map<Integer, String> sorted = new TreeMap<>();
        answer.forEach((partition, fetched) -> {
            StringBuilder text = new StringBuilder(fetched.error().name());
            for (AcquiredRecords.Range range : fetched.acquired()) {
                text.append(' ').append(range.firstOffset()).append('-').append(range.lastOffset());
                text.append('x').append(range.deliveryCount());
            }
            text.append(" of");
            for (RecordBatch batch :
                    MemoryRecords.readableRecords(fetched.records()).batches()) {
                text.append(' ').append(batch.baseOffset());
            }
            sorted.put(partition.partition(), text.toString());
        });
        return sorted.toString();
    }

    @Override
    public void acknowledge(String id, String group, String member, Map<TopicIdPartition, List<Acknowledged>> batches) {
        Map<TopicIdPartition, List<AcknowledgementBatch>> all = new LinkedHashMap<>();
        batches.forEach((partition, each) -> all.put(
                partition,
                each.stream()
                        .map(batch -> new AcknowledgementBatch(batch.first(), batch.last(), batch.types()))
                        .toList()));
        try {
            broker.acknowledge(new ShareSessionKey(group, member), all, outcomes -> {
                Map<Integer, Errors> sorted = new TreeMap<>();
                outcomes.forEach((partition, outcome) -> sorted.put(partition.partition(), outcome.error()));
                world.note(id + " " + sorted);
            });
        } catch (UnexpectedStateException e) {
            world.note(id + " failed");
        }
    }

    @Override
    public void open(String group, String member, List<TopicIdPartition> partitions, String connection) {
        try {
            broker.sessions()
                    .fetch(new ShareSessionRequest(
                            new ShareSessionKey(group, member), 0, partitions, List.of(), false, connection));
        } catch (ShareSessionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void release(String group, String member) {
        broker.releaseSession(new ShareSessionKey(group, member));
    }

    @Override
    public void disconnect(String connection) {
        broker.disconnected(connection);
    }

    @Override
    public void grown(TopicIdPartition partition) {
        broker.logMoved(partition);
    }

    @Override
    public void lost(TopicIdPartition partition) {
        broker.lost(partition);
    }

    @Override
    public void turnOff() {
        broker.turnedOff();
    }

    @Override
    public void settle() {
        // Whatever follows from an answer has been done within it.
    }

    @Override
    public void advance(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }

    @Override
    public long nowMs() {
        return loop.nowMs();
    }

    @Override
    public String state() {
        Map<String, String> sorted = new TreeMap<>();
        for (SharePartitionKey key : broker.partitions().keys()) {
            SharePartition partition = broker.partitions().find(key);
            sorted.put(key.groupId() + "-" + key.partition().partition(), OurSide.text(partition));
        }
        return sorted.toString();
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
        return new OurPersister(key -> world.of(key.groupId(), key.partition()));
    }

    @Override
    public ShareGroupSettings settings(String groupId) {
        return new OurSettings(world.settings);
    }

    @Override
    public RecordChange.Observer observer(SharePartitionKey key) {
        return RecordChange.Observer.NONE;
    }

    private SharedLogs.Led led(TopicIdPartition partition) {
        SharedLogs.Led led = world.logs.of(partition);
        led.requireLeader();
        return led;
    }

    @Override
    public int leaderEpoch(TopicIdPartition partition) {
        return led(partition).leaderEpoch;
    }

    @Override
    public LogOffsets offsets(TopicIdPartition partition, int leaderEpoch) {
        return new LogOffsets() {
            private SimLog log() {
                if (led(partition).leaderEpoch != leaderEpoch) {
                    throw Errors.FENCED_LEADER_EPOCH.exception();
                }
                return led(partition).log;
            }

            @Override
            public long earliest() {
                return log().start();
            }

            @Override
            public long latest() {
                return log().end();
            }

            @Override
            public OptionalLong firstAtOrAfter(long timestampMs) {
                throw new UnsupportedOperationException("durations are for histories of one share partition");
            }
        };
    }

    @Override
    public Read read(TopicIdPartition partition, Range range) {
        SharedLogs.Led led = world.logs.of(partition);
        Errors error = led.errorAt(range.offset());
        if (error != Errors.NONE) {
            return failed(error, range);
        }
        List<LogBatch> batches = led.read(range.offset(), range.maxBytes(), range.oneBatchAtLeast(), range.committed());
        long last = batches.isEmpty()
                ? range.offset()
                : batches.get(batches.size() - 1).last();
        List<FetchedRecords.Aborted> aborted = range.committed()
                ? led.log.aborted(range.offset(), last).stream()
                        .map(each -> new FetchedRecords.Aborted(each.producerId(), each.firstOffset()))
                        .toList()
                : List.of();
        return new Read(
                Errors.NONE,
                batches.isEmpty()
                        ? ByteBuffer.allocate(0)
                        : KafkaSide.records(batches).buffer(),
                new FetchedRecords(
                        range.offset(),
                        batches.stream().map(OurFetchSide::batch).toList(),
                        aborted),
                position(led, range.offset()));
    }

    private static Read failed(Errors error, Range range) {
        return new Read(
                error,
                ByteBuffer.allocate(0),
                new FetchedRecords(range.offset(), List.of(), List.of()),
                Position.UNKNOWN);
    }

    private static FetchedBatch batch(LogBatch batch) {
        return new FetchedBatch(
                batch.base(),
                batch.last(),
                SharedLogs.Led.size(batch),
                batch.producerId(),
                batch.transactional(),
                batch.marker() == LogBatch.Marker.ABORT);
    }

    /** Positions of a history count within a segment only, and so are compared within one. */
    private static Position position(SharedLogs.Led led, long offset) {
        SharedLogs.Position position = led.position(offset);
        return new Position(position.segment(), position.bytes());
    }

    @Override
    public Available available(TopicIdPartition partition, long offset, Position begin, boolean committed) {
        SharedLogs.Led led = led(partition);
        long endOffset = led.endOffset(committed);
        Position end = position(led, endOffset);
        boolean older = offset < endOffset && begin.segment() < end.segment();
        boolean same = offset < endOffset && begin.segment() == end.segment();
        return new Available(offset > endOffset || older, same ? end.bytes() - begin.bytes() : 0);
    }
}
