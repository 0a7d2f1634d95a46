package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.assignor.SimpleAssignor;
import io.github.groupcoordinator.view.GroupSnapshot;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData.TopicPartitions;

/**
 * The description of a share group: for administrators, and for tests. It is Empty or Stable.
 */
final class ShareDescription {
    private static final String PROTOCOL_TYPE = "share";
    private static final String EMPTY = "Empty";
    private static final String STABLE = "Stable";

    private ShareDescription() {}

    private static String state(ShareRoster group) {
        return group.isEmpty() ? EMPTY : STABLE;
    }

    static ListedGroup listed(ShareRoster group) {
        return new ListedGroup()
                .setGroupId(group.groupId())
                .setProtocolType(PROTOCOL_TYPE)
                .setGroupState(state(group))
                .setGroupType(GroupType.SHARE.kafkaName());
    }

    static DescribedGroup described(ShareRoster group, TopicCatalog topics) {
        DescribedGroup described = new DescribedGroup()
                .setGroupId(group.groupId())
                .setAssignorName(SimpleAssignor.NAME)
                .setGroupEpoch(group.groupEpoch())
                .setGroupState(state(group))
                .setAssignmentEpoch(group.assignmentEpoch());
        for (ShareMember member : group.members()) {
            described
                    .members()
                    .add(new Member()
                            .setMemberId(member.memberId())
                            .setMemberEpoch(member.memberEpoch())
                            .setRackId(member.rackId())
                            .setClientId(member.clientId())
                            .setClientHost(member.clientHost())
                            .setSubscribedTopicNames(new ArrayList<>(member.subscribedTopicNames()))
                            .setAssignment(assignment(member, topics)));
        }
        return described;
    }

    private static Assignment assignment(ShareMember member, TopicCatalog topics) {
        List<TopicPartitions> all = new ArrayList<>();
        member.assigned().forEach((topicId, partitions) -> {
            TopicCatalog.TopicInfo topic = topics.find(topicId);
            if (topic != null) {
                all.add(new TopicPartitions()
                        .setTopicId(topicId)
                        .setTopicName(topic.name())
                        .setPartitions(new ArrayList<>(partitions)));
            }
        });
        return new Assignment().setTopicPartitions(all);
    }

    static GroupView view(
            ShareRoster group,
            ShareConfig config,
            GroupContext context,
            SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        TopicNames names = new TopicNames(context.topics());
        List<MemberView> members = new ArrayList<>();
        for (ShareMember member : group.members()) {
            members.add(new MemberView(
                    member.ref(),
                    member.clientHost(),
                    Duration.ofMillis(config.sessionTimeoutMs()),
                    Duration.ZERO,
                    List.of(SimpleAssignor.NAME),
                    Collections.unmodifiableSortedSet(names.of(member.assigned())),
                    Collections.unmodifiableSortedSet(member.subscribedTopicNames()),
                    member.memberEpoch(),
                    MemberState.STABLE,
                    Collections.emptySortedSet()));
        }
        return new GroupSnapshot(
                group.groupId(),
                group.isEmpty() ? GroupState.EMPTY : GroupState.STABLE,
                group.groupEpoch(),
                null,
                PROTOCOL_TYPE,
                group.isEmpty() ? null : SimpleAssignor.NAME,
                Collections.unmodifiableList(members),
                offsets,
                Collections.unmodifiableList(awaiting(group, config, context)));
    }

    /** Kafka calls such a group stable whatever it is up to; this is what its next heartbeats bring. */
    private static List<String> awaiting(ShareRoster group, ShareConfig config, GroupContext context) {
        List<String> awaiting = new ArrayList<>();
        if (group.isEmpty()) {
            return awaiting;
        }
        SharePartitionStates states = group.states();
        if (states.isInitializing()
                || !states.missing(
                                group.subscribedTopics(),
                                context.topics(),
                                context.nowMs(),
                                config.initializeRetryIntervalMs())
                        .isEmpty()) {
            awaiting.add("the share coordinator to initialize the state of partitions of " + group.subscribedTopics());
        }
        if (group.assignmentEpoch() < group.groupEpoch()) {
            awaiting.add("a heartbeat with which the target assignment of epoch " + group.groupEpoch()
                    + " is computed; it is now of epoch " + group.assignmentEpoch());
        } else if (group.isAssignmentPending() || group.haveTopicsChanged(context)) {
            awaiting.add("a heartbeat after epoch " + group.groupEpoch()
                    + ", with which partitions are assigned that have come or gone");
        }
        for (ShareMember member : group.members()) {
            if (member.memberEpoch() != group.groupEpoch()) {
                awaiting.add(member.ref() + ", in epoch " + member.memberEpoch()
                        + ", to get what it is to have in epoch " + group.groupEpoch());
            }
        }
        return awaiting;
    }
}
