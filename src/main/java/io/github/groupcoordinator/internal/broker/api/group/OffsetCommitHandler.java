package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/**
 * OffsetCommit v2-10; v6 leader epoch; v7 group.instance.id (KIP-345); v9 GROUP_ID_NOT_FOUND and STALE_MEMBER_EPOCH;
 * v10 topic ids. Partitions that do not exist are answered here and never reach the coordinator.
 */
public final class OffsetCommitHandler extends RequestHandler<OffsetCommitRequestData> {
    private static final short TOPIC_IDS = 10;

    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public OffsetCommitHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(GroupApis.OFFSET_COMMIT);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, OffsetCommitRequestData body) {
        boolean useTopicIds = request.version() >= TOPIC_IDS;
        Map<String, OffsetCommitResponseTopic> refused = new LinkedHashMap<>();
        Map<Uuid, OffsetCommitResponseTopic> unknownIds = new LinkedHashMap<>();
        List<OffsetCommitRequestTopic> accepted = new ArrayList<>();
        Map<String, OffsetCommitRequestTopic> asked = new LinkedHashMap<>();
        for (OffsetCommitRequestTopic topic : body.topics()) {
            String name = useTopicIds ? OffsetTopicIds.nameOf(cluster.topics(), topic) : topic.name();
            if (useTopicIds && name.isEmpty()) {
                refuseAll(
                        topic,
                        unknownIds.computeIfAbsent(
                                OffsetTopicIds.of(topic), id -> OffsetTopicIds.copy(topic, unnamed())));
                continue;
            }
            asked.put(name, topic);
            OffsetCommitRequestTopic known = split(topic, name, refused);
            if (!known.partitions().isEmpty()) {
                accepted.add(useTopicIds ? OffsetTopicIds.copy(topic, known) : known);
            }
        }
        if (accepted.isEmpty()) {
            request.reply(merge(refused, unknownIds, new OffsetCommitResponseData(), asked, useTopicIds));
            return;
        }
        OffsetCommitRequestData forwarded = new OffsetCommitRequestData()
                .setGroupId(body.groupId())
                .setMemberId(body.memberId())
                .setGenerationIdOrMemberEpoch(body.generationIdOrMemberEpoch())
                .setRetentionTimeMs(body.retentionTimeMs())
                .setGroupInstanceId(body.groupInstanceId())
                .setTopics(accepted);
        coordinators
                .at(request)
                .offsetCommit(
                        request.context(),
                        forwarded,
                        results -> request.reply(merge(refused, unknownIds, results, asked, useTopicIds)));
    }

    private static OffsetCommitResponseTopic unnamed() {
        return new OffsetCommitResponseTopic();
    }

    private static void refuseAll(OffsetCommitRequestTopic topic, OffsetCommitResponseTopic answer) {
        for (OffsetCommitRequestPartition partition : topic.partitions()) {
            answer.partitions().add(refuse(partition, Errors.UNKNOWN_TOPIC_ID));
        }
    }

    private static OffsetCommitResponsePartition refuse(OffsetCommitRequestPartition partition, Errors error) {
        return new OffsetCommitResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setErrorCode(error.code());
    }

    /** Returns the partitions that exist, and notes the others as refused. */
    private OffsetCommitRequestTopic split(
            OffsetCommitRequestTopic topic, String name, Map<String, OffsetCommitResponseTopic> refused) {
        OffsetCommitRequestTopic known = new OffsetCommitRequestTopic().setName(name);
        if (cluster.topics().find(name) == null) {
            // It is named in the answer even if none of its partitions is asked for.
            refused.computeIfAbsent(name, n -> new OffsetCommitResponseTopic().setName(n));
        }
        for (OffsetCommitRequestPartition partition : topic.partitions()) {
            if (cluster.topics().log(name, partition.partitionIndex()) != null) {
                known.partitions().add(partition);
            } else {
                refused.computeIfAbsent(name, n -> new OffsetCommitResponseTopic().setName(n))
                        .partitions()
                        .add(refuse(partition, Errors.UNKNOWN_TOPIC_OR_PARTITION));
            }
        }
        return known;
    }

    private static OffsetCommitResponseData merge(
            Map<String, OffsetCommitResponseTopic> refused,
            Map<Uuid, OffsetCommitResponseTopic> unknownIds,
            OffsetCommitResponseData results,
            Map<String, OffsetCommitRequestTopic> asked,
            boolean useTopicIds) {
        if (refused.isEmpty() && unknownIds.isEmpty()) {
            // A topic that was named twice is answered twice; only what was refused is gathered by topic.
            for (OffsetCommitResponseTopic result : results.topics()) {
                complete(result, asked, useTopicIds);
            }
            return results;
        }
        Map<String, OffsetCommitResponseTopic> merged = new LinkedHashMap<>(refused);
        for (OffsetCommitResponseTopic result : results.topics()) {
            OffsetCommitResponseTopic present = merged.putIfAbsent(result.name(), result);
            if (present != null) {
                present.partitions().addAll(result.partitions());
            }
        }
        OffsetCommitResponseData response = new OffsetCommitResponseData();
        response.topics().addAll(unknownIds.values());
        merged.forEach((name, topic) -> response.topics().add(complete(topic, asked, useTopicIds)));
        return response;
    }

    private static OffsetCommitResponseTopic complete(
            OffsetCommitResponseTopic topic, Map<String, OffsetCommitRequestTopic> asked, boolean useTopicIds) {
        OffsetCommitRequestTopic of = asked.get(topic.name());
        return useTopicIds && of != null ? OffsetTopicIds.copy(of, topic) : topic;
    }
}
