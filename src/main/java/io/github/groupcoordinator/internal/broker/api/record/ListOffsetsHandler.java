package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.api.RecordApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Duplicates;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.TimestampAndOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * ListOffsets v1-11; v2 isolation level; v4 leader epochs (KIP-320); v7 the record with the largest timestamp; v8, v9
 * and v11 the offsets of tiered storage, answered as by a broker that has none.
 */
public final class ListOffsetsHandler extends RequestHandler<ListOffsetsRequestData> {
    private static final long LATEST = -1L;
    private static final long EARLIEST = -2L;
    private static final long MAX_TIMESTAMP = -3L;
    private static final long EARLIEST_LOCAL = -4L;
    private static final long LATEST_TIERED = -5L;
    private static final long EARLIEST_PENDING_UPLOAD = -6L;

    private final Cluster cluster;

    public ListOffsetsHandler(Cluster cluster) {
        super(RecordApis.LIST_OFFSETS);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, ListOffsetsRequestData body) {
        Set<String> duplicates = duplicates(body);
        ListOffsetsResponseData response = new ListOffsetsResponseData();
        for (ListOffsetsTopic topic : body.topics()) {
            ListOffsetsTopicResponse answer = new ListOffsetsTopicResponse().setName(topic.name());
            List<ListOffsetsPartitionResponse> partitions = new ArrayList<>();
            Set<Integer> answered = new TreeSet<>();
            for (ListOffsetsPartition partition : topic.partitions()) {
                // As in Kafka, a partition that is named twice is answered once.
                if (answered.add(partition.partitionIndex())) {
                    boolean duplicate = duplicates.contains(key(topic, partition));
                    partitions.add(find(request, body.isolationLevel(), topic.name(), partition, duplicate));
                }
            }
            response.topics().add(answer.setPartitions(partitions));
        }
        request.reply(response);
    }

    private static Set<String> duplicates(ListOffsetsRequestData body) {
        List<String> keys = new ArrayList<>();
        for (ListOffsetsTopic topic : body.topics()) {
            for (ListOffsetsPartition partition : topic.partitions()) {
                keys.add(key(topic, partition));
            }
        }
        return Duplicates.of(keys);
    }

    private static String key(ListOffsetsTopic topic, ListOffsetsPartition partition) {
        return topic.name() + "-" + partition.partitionIndex();
    }

    private ListOffsetsPartitionResponse find(
            Request request, byte isolation, String name, ListOffsetsPartition partition, boolean duplicate) {
        short version = request.version();
        ListOffsetsPartitionResponse answer =
                new ListOffsetsPartitionResponse().setPartitionIndex(partition.partitionIndex());
        if (duplicate) {
            return answer.setErrorCode(Errors.INVALID_REQUEST.code());
        }
        if (version < minVersion(partition.timestamp())) {
            return answer.setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        }
        Topic topic = cluster.topics().find(name);
        PartitionLog log = topic == null ? null : topic.log(partition.partitionIndex());
        if (topic == null || log == null) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        Errors wrongLeader =
                LeaderCheck.leader(request.node(), topic, partition.partitionIndex(), partition.currentLeaderEpoch());
        if (wrongLeader != Errors.NONE) {
            return answer.setErrorCode(wrongLeader.code());
        }
        boolean committedOnly = isolation == IsolationLevel.READ_COMMITTED.id();
        TimestampAndOffset found =
                find(log, partition.timestamp(), committedOnly ? log.lastStableOffset() : log.highWatermark());
        if (found != null) {
            answer.setTimestamp(found.timestamp()).setOffset(found.offset());
            if (version >= 4) {
                answer.setLeaderEpoch(found.leaderEpoch());
            }
        }
        return answer;
    }

    private static int minVersion(long timestamp) {
        if (timestamp >= EARLIEST) {
            return 1;
        }
        if (timestamp == MAX_TIMESTAMP) {
            return 7;
        }
        if (timestamp == EARLIEST_LOCAL) {
            return 8;
        }
        if (timestamp == LATEST_TIERED) {
            return 9;
        }
        return timestamp == EARLIEST_PENDING_UPLOAD ? 11 : Integer.MAX_VALUE;
    }

    private static @Nullable TimestampAndOffset find(PartitionLog log, long timestamp, long endOffset) {
        if (timestamp == LATEST) {
            return new TimestampAndOffset(-1L, endOffset, log.leaderEpoch());
        }
        if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            return log.earliest();
        }
        if (timestamp == LATEST_TIERED || timestamp == EARLIEST_PENDING_UPLOAD) {
            return new TimestampAndOffset(-1L, -1L, -1);
        }
        TimestampAndOffset found = timestamp == MAX_TIMESTAMP ? log.withMaxTimestamp() : log.firstAtOrAfter(timestamp);
        // What the reader may not fetch yet is as if it were not there.
        return found == null || found.offset() >= endOffset ? null : found;
    }
}
