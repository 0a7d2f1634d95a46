package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;

/**
 * OffsetFetch v1-10; v2 null topics ask for all, top-level error; v7 require stable (KIP-447); v8 several groups
 * (KIP-709); v9 member id and epoch (KIP-848); v10 topic ids.
 */
public final class OffsetFetchHandler extends RequestHandler<OffsetFetchRequestData> {
    private static final short GROUPS = 8;
    private static final short TOPIC_IDS = 10;

    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public OffsetFetchHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(GroupApis.OFFSET_FETCH);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, OffsetFetchRequestData body) {
        boolean requireStable = body.requireStable();
        if (request.version() >= GROUPS) {
            OffsetFetchResponseData response = new OffsetFetchResponseData();
            for (OffsetFetchRequestGroup group : body.groups()) {
                response.groups().add(fetch(request, group, requireStable));
            }
            request.reply(response);
            return;
        }
        OffsetFetchRequestGroup group = perGroup(body);
        OffsetFetchResponseGroup found = coordinators.at(request).offsetFetch(request.context(), group, requireStable);
        request.reply(request.version() == 1 ? firstVersion(group, found) : topLevel(found));
    }

    private OffsetFetchResponseGroup fetch(Request request, OffsetFetchRequestGroup group, boolean requireStable) {
        if (request.version() < TOPIC_IDS) {
            return coordinators.at(request).offsetFetch(request.context(), group, requireStable);
        }
        List<OffsetFetchResponseTopics> unknown = new ArrayList<>();
        OffsetFetchResponseGroup found =
                coordinators.at(request).offsetFetch(request.context(), byName(group, unknown), requireStable);
        if (found.errorCode() != Errors.NONE.code()) {
            return found;
        }
        List<OffsetFetchResponseTopics> topics = new ArrayList<>();
        for (OffsetFetchResponseTopics topic : found.topics()) {
            if (OffsetTopicIds.complete(cluster.topics(), topic)) {
                topics.add(topic);
            }
        }
        topics.addAll(unknown);
        return found.setTopics(topics);
    }

    /** Replaces topic ids by names; ids that nothing is known of are answered at once. */
    private OffsetFetchRequestGroup byName(OffsetFetchRequestGroup group, List<OffsetFetchResponseTopics> unknown) {
        OffsetFetchRequestGroup named = new OffsetFetchRequestGroup()
                .setGroupId(group.groupId())
                .setMemberId(group.memberId())
                .setMemberEpoch(group.memberEpoch());
        List<OffsetFetchRequestTopics> asked = group.topics();
        if (asked == null) {
            return named.setTopics(null);
        }
        List<OffsetFetchRequestTopics> known = new ArrayList<>();
        for (OffsetFetchRequestTopics topic : asked) {
            String name = OffsetTopicIds.nameOf(cluster.topics(), topic);
            if (name.isEmpty()) {
                OffsetFetchResponseTopics answer = new OffsetFetchResponseTopics();
                for (int partition : topic.partitionIndexes()) {
                    answer.partitions().add(nothing(partition, Errors.UNKNOWN_TOPIC_ID));
                }
                unknown.add(OffsetTopicIds.copy(topic, answer));
            } else {
                known.add(OffsetTopicIds.copy(
                        topic,
                        new OffsetFetchRequestTopics().setName(name).setPartitionIndexes(topic.partitionIndexes())));
            }
        }
        return named.setTopics(known);
    }

    private static OffsetFetchResponsePartitions nothing(int partition, Errors error) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(partition)
                .setErrorCode(error.code())
                .setCommittedOffset(-1L)
                .setCommittedLeaderEpoch(-1)
                .setMetadata("");
    }

    private static OffsetFetchRequestGroup perGroup(OffsetFetchRequestData body) {
        OffsetFetchRequestGroup group = new OffsetFetchRequestGroup().setGroupId(body.groupId());
        List<OffsetFetchRequestTopic> asked = body.topics();
        if (asked == null) {
            return group.setTopics(null);
        }
        List<OffsetFetchRequestTopics> topics = new ArrayList<>();
        for (OffsetFetchRequestTopic topic : asked) {
            topics.add(
                    new OffsetFetchRequestTopics().setName(topic.name()).setPartitionIndexes(topic.partitionIndexes()));
        }
        return group.setTopics(topics);
    }

    private static OffsetFetchResponseData topLevel(OffsetFetchResponseGroup group) {
        OffsetFetchResponseData response = new OffsetFetchResponseData().setErrorCode(group.errorCode());
        for (OffsetFetchResponseTopics topic : group.topics()) {
            OffsetFetchResponseTopic old = new OffsetFetchResponseTopic().setName(topic.name());
            for (OffsetFetchResponsePartitions partition : topic.partitions()) {
                old.partitions()
                        .add(new OffsetFetchResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(partition.errorCode())
                                .setCommittedOffset(partition.committedOffset())
                                .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                                .setMetadata(partition.metadata()));
            }
            response.topics().add(old);
        }
        return response;
    }

    /** Version 1 has no top-level error: it is repeated in every partition. */
    private static OffsetFetchResponseData firstVersion(OffsetFetchRequestGroup asked, OffsetFetchResponseGroup found) {
        Errors error = Errors.forCode(found.errorCode());
        if (error == Errors.NONE) {
            return topLevel(found);
        }
        OffsetFetchResponseGroup refused = new OffsetFetchResponseGroup();
        List<OffsetFetchRequestTopics> topics = asked.topics();
        for (OffsetFetchRequestTopics topic :
                topics == null ? Collections.<OffsetFetchRequestTopics>emptyList() : topics) {
            OffsetFetchResponseTopics answer = new OffsetFetchResponseTopics().setName(topic.name());
            for (int partition : topic.partitionIndexes()) {
                answer.partitions().add(nothing(partition, error));
            }
            refused.topics().add(answer);
        }
        return topLevel(refused);
    }
}
