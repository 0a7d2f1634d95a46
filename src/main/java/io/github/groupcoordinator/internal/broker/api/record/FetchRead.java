package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.log.AbortedTransaction;
import io.github.groupcoordinator.internal.log.EpochEndOffset;
import io.github.groupcoordinator.internal.log.KafkaRecords;
import io.github.groupcoordinator.internal.log.LogRead;
import io.github.groupcoordinator.internal.log.PartitionLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The read of one fetch request, done now or again later. */
final class FetchRead {
    private static final short FOLLOWERS = 11;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final LogRead NOTHING_READ = new LogRead(NOTHING, Collections.emptyList());

    private final Cluster cluster;
    private final Request request;
    private final short version;
    private final FetchRequestData body;
    private final List<FetchTarget> wanted;
    private final List<Awaited> awaited = new ArrayList<>();
    private final int maxBytes;
    private final int minBytes;

    FetchRead(Cluster cluster, Request request, FetchRequestData body, List<FetchTarget> wanted) {
        this.cluster = cluster;
        this.request = request;
        this.version = request.version();
        this.body = body;
        this.wanted = wanted;
        this.maxBytes = Math.min(body.maxBytes(), cluster.config().fetchMaxBytes());
        this.minBytes = Math.min(body.minBytes(), maxBytes);
        for (FetchTarget each : wanted) {
            PartitionLog log = log(each);
            if (log != null) {
                awaited.add(new Awaited(each, log.segmentOf(each.partition().fetchOffset())));
            }
        }
    }

    /** A partition that exists, and in which segment its log was read at first. */
    private record Awaited(FetchTarget target, long segment) {}

    /** Returns the logs of the partitions that exist: what does not is no reason to wait, nor to stop waiting. */
    List<PartitionLog> logs() {
        List<PartitionLog> logs = new ArrayList<>();
        for (Awaited each : awaited) {
            PartitionLog log = log(each.target());
            if (log != null) {
                logs.add(log);
            }
        }
        return logs;
    }

    /** Returns the topic; a session may remember the name of one that is no more, or has another id now. */
    private @Nullable Topic topic(FetchTarget each) {
        String name = each.topic();
        Topic topic = name == null ? null : cluster.topics().find(name);
        return topic == null
                        || !FetchHandler.usesTopicIds(version)
                        || topic.id().equals(each.topicId())
                ? topic
                : null;
    }

    private @Nullable PartitionLog log(FetchTarget each) {
        Topic topic = topic(each);
        return topic == null ? null : topic.log(each.partition().partition());
    }

    /** Returns why this node does not read the partition, or NONE: a follower may read to clients (KIP-392). */
    private Errors check(FetchTarget each) {
        Topic topic = topic(each);
        FetchPartition partition = each.partition();
        if (topic == null || topic.log(partition.partition()) == null) {
            return unknown(each);
        }
        return version < FOLLOWERS
                ? LeaderCheck.leader(request.node(), topic, partition.partition(), partition.currentLeaderEpoch())
                : LeaderCheck.replica(request.node(), topic, partition.partition(), partition.currentLeaderEpoch());
    }

    /**
     * Returns whether a fetch that has not found enough need not wait, or not any longer. As in Kafka that is so,
     * besides enough bytes, if one of its partitions is not read here any more, if it asks for what lies behind the end
     * of what it may read (the last stable offset, for who reads committed records), or if what it reads lies in an
     * older segment.
     */
    boolean canComplete() {
        long available = 0;
        for (Awaited each : awaited) {
            PartitionLog log = log(each.target());
            if (log == null || check(each.target()) != Errors.NONE) {
                return true;
            }
            FetchPartition partition = each.target().partition();
            long offset = partition.fetchOffset();
            long endOffset = readsCommitted() ? log.lastStableOffset() : log.highWatermark();
            if (offset < log.logStartOffset()
                    || offset > endOffset
                    || offset < endOffset && each.segment() < log.segmentOf(endOffset)) {
                return true;
            }
            available += Math.min(log.bytesBetween(offset, endOffset), partition.partitionMaxBytes());
        }
        return available >= minBytes;
    }

    /** Reads what is there. */
    FetchResult now() {
        List<FetchResult.Read> read = new ArrayList<>();
        List<NodeEndpoint> endpoints = new ArrayList<>();
        int left = maxBytes;
        long bytes = 0;
        boolean minOneBatch = true;
        boolean readError = false;
        boolean anyValid = false;
        for (FetchTarget each : wanted) {
            PartitionLog log = log(each);
            PartitionData answer =
                    new PartitionData().setPartitionIndex(each.partition().partition());
            if (log == null) {
                Errors error = unknown(each);
                refuse(answer, error);
                readError |= error == Errors.INCONSISTENT_TOPIC_ID;
                read.add(new FetchResult.Read(each, answer, 0));
                continue;
            }
            anyValid = true;
            int size = read(each, log, answer, left, minOneBatch);
            read.add(new FetchResult.Read(each, answer, size));
            readError |= answer.errorCode() != Errors.NONE.code()
                    || answer.divergingEpoch().epoch() >= 0;
            CurrentLeader.tell(cluster, request, topic(each), answer, endpoints);
            if (size > 0) {
                minOneBatch = false;
            }
            left = Math.max(0, left - size);
            bytes += size;
        }
        return new FetchResult(read, endpoints, readError || bytes >= minBytes, !anyValid);
    }

    /** Returns an answer without records that has the error in every partition. */
    FetchResult refused(Errors error) {
        List<FetchResult.Read> read = new ArrayList<>();
        for (FetchTarget each : wanted) {
            PartitionData answer =
                    new PartitionData().setPartitionIndex(each.partition().partition());
            refuse(answer, error);
            read.add(new FetchResult.Read(each, answer, 0));
        }
        return new FetchResult(read, new ArrayList<>(), true, false);
    }

    private Errors unknown(FetchTarget each) {
        String name = each.topic();
        if (name == null) {
            return Errors.UNKNOWN_TOPIC_ID;
        }
        Topic namesake = cluster.topics().find(name);
        boolean exists = namesake != null && namesake.log(each.partition().partition()) != null;
        return exists ? Errors.INCONSISTENT_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private int read(FetchTarget each, PartitionLog log, PartitionData answer, int left, boolean minOneBatch) {
        FetchPartition partition = each.partition();
        Errors wrongNode = check(each);
        if (wrongNode != Errors.NONE) {
            refuse(answer, wrongNode);
            return 0;
        }
        try {
            boolean diverges = diverges(log, partition, answer);
            int limit = Math.min(partition.partitionMaxBytes(), left);
            LogRead read = diverges ? NOTHING_READ : read(log, partition, limit, minOneBatch);
            ByteBuffer records = read.records().duplicate();
            answer.setHighWatermark(log.highWatermark())
                    .setLastStableOffset(log.lastStableOffset())
                    .setLogStartOffset(log.logStartOffset())
                    .setAbortedTransactions(readsCommitted() ? aborted(read) : null);
            int size = records.remaining();
            KafkaRecords.instance().withRecords(answer, records);
            return size;
        } catch (OffsetOutOfRangeException e) {
            refuse(answer, Errors.OFFSET_OUT_OF_RANGE);
            return 0;
        }
    }

    private boolean readsCommitted() {
        return body.isolationLevel() == IsolationLevel.READ_COMMITTED.id();
    }

    private LogRead read(PartitionLog log, FetchPartition partition, int limit, boolean minOneBatch) {
        return readsCommitted()
                ? log.readCommitted(partition.fetchOffset(), limit, minOneBatch)
                : new LogRead(log.read(partition.fetchOffset(), limit, minOneBatch), Collections.emptyList());
    }

    private static List<FetchResponseData.AbortedTransaction> aborted(LogRead read) {
        List<FetchResponseData.AbortedTransaction> answers = new ArrayList<>();
        for (AbortedTransaction each : read.aborted()) {
            answers.add(new FetchResponseData.AbortedTransaction()
                    .setProducerId(each.producerId())
                    .setFirstOffset(each.firstOffset()));
        }
        return answers;
    }

    /** KIP-595: a fetcher that says which epoch its last record has learns where it went astray. */
    private static boolean diverges(PartitionLog log, FetchPartition partition, PartitionData answer) {
        if (partition.lastFetchedEpoch() < 0) {
            return false;
        }
        EpochEndOffset end = log.endOffsetFor(partition.lastFetchedEpoch());
        if (end.endOffset() < 0) {
            throw new OffsetOutOfRangeException("The epoch " + partition.lastFetchedEpoch() + " is not known");
        }
        if (end.leaderEpoch() < partition.lastFetchedEpoch() || end.endOffset() < partition.fetchOffset()) {
            answer.divergingEpoch().setEpoch(end.leaderEpoch()).setEndOffset(end.endOffset());
            return true;
        }
        return false;
    }

    private static void refuse(PartitionData answer, Errors error) {
        answer.setErrorCode(error.code())
                .setHighWatermark(-1L)
                .setLastStableOffset(-1L)
                .setLogStartOffset(-1L)
                .setAbortedTransactions(null);
        KafkaRecords.instance().withRecords(answer, NOTHING.duplicate());
    }
}
