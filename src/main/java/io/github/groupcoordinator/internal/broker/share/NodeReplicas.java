package io.github.groupcoordinator.internal.broker.share;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.log.LogRead;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.ReadBatch;
import io.github.groupcoordinator.internal.log.TimestampAndOffset;
import io.github.groupcoordinator.internal.share.LogOffsets;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.fetch.ShareReplicas;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.protocol.Errors;

/**
 * The logs of one node, as share fetches read them. As in Kafka a partition is looked up by its name, and only a read
 * of records minds whether the topic is still the one that was asked for.
 */
final class NodeReplicas implements ShareReplicas {
    private static final int ANY_EPOCH = -1;

    private final Cluster cluster;
    private final Node node;

    NodeReplicas(Cluster cluster, Node node) {
        this.cluster = cluster;
        this.node = node;
    }

    @Override
    public int leaderEpoch(TopicIdPartition partition) {
        return led(partition, ANY_EPOCH).leaderEpoch();
    }

    private PartitionLog led(TopicIdPartition partition, int leaderEpoch) throws ApiException {
        Topic topic = cluster.topics().find(partition.topic());
        PartitionLog log = topic == null ? null : topic.log(partition.partition());
        if (topic == null || log == null) {
            throw Errors.UNKNOWN_TOPIC_OR_PARTITION.exception("There is no partition " + partition);
        }
        Errors error = LeaderCheck.leader(node, topic, partition.partition(), leaderEpoch);
        if (error != Errors.NONE) {
            throw error.exception("Broker " + node.id() + " does not lead " + partition);
        }
        return log;
    }

    @Override
    public LogOffsets offsets(TopicIdPartition partition, int leaderEpoch) {
        return new LogOffsets() {
            @Override
            public long earliest() {
                return led(partition, leaderEpoch).logStartOffset();
            }

            @Override
            public long latest() {
                return led(partition, leaderEpoch).highWatermark();
            }

            @Override
            public OptionalLong firstAtOrAfter(long timestampMs) {
                TimestampAndOffset found = led(partition, leaderEpoch).firstAtOrAfter(timestampMs);
                return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
            }
        };
    }

    @Override
    public Read read(TopicIdPartition partition, Range range) {
        try {
            PartitionLog log = led(partition, ANY_EPOCH);
            if (!cluster.topics().require(partition.topic()).id().equals(partition.topicId())) {
                return failed(Errors.INCONSISTENT_TOPIC_ID, range);
            }
            LogRead read = range.committed()
                    ? log.readCommitted(range.offset(), range.maxBytes(), range.oneBatchAtLeast())
                    : new LogRead(
                            log.read(range.offset(), range.maxBytes(), range.oneBatchAtLeast()),
                            Collections.emptyList());
            ByteBuffer records = read.records().duplicate();
            return new Read(
                    Errors.NONE,
                    records,
                    new FetchedRecords(
                            range.offset(),
                            ReadBatch.of(records).stream()
                                    .map(NodeReplicas::fetched)
                                    .toList(),
                            read.aborted().stream()
                                    .map(each -> new FetchedRecords.Aborted(each.producerId(), each.firstOffset()))
                                    .toList()),
                    position(log, range.offset()));
        } catch (OffsetOutOfRangeException e) {
            return failed(Errors.OFFSET_OUT_OF_RANGE, range);
        } catch (ApiException e) {
            return failed(Errors.forException(e), range);
        }
    }

    private static FetchedBatch fetched(ReadBatch batch) {
        return new FetchedBatch(
                batch.baseOffset(),
                batch.lastOffset(),
                batch.sizeInBytes(),
                batch.producerId(),
                batch.transactional(),
                batch.abortMarker());
    }

    private static Read failed(Errors error, Range range) {
        return new Read(
                error,
                ByteBuffer.allocate(0),
                new FetchedRecords(range.offset(), List.of(), List.of()),
                Position.UNKNOWN);
    }

    private static Position position(PartitionLog log, long offset) {
        return new Position(log.segmentOf(offset), log.positionOf(offset));
    }

    @Override
    public Available available(TopicIdPartition partition, long offset, Position begin, boolean committed) {
        PartitionLog log = led(partition, ANY_EPOCH);
        long endOffset = committed ? log.lastStableOffset() : log.highWatermark();
        Position end = position(log, endOffset);
        boolean inOlderSegment = offset < endOffset && begin.segment() < end.segment();
        boolean inTheSame = offset < endOffset && begin.segment() == end.segment();
        return new Available(offset > endOffset || inOlderSegment, inTheSame ? end.bytes() - begin.bytes() : 0);
    }
}
