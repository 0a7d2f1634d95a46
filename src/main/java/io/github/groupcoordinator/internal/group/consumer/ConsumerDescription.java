package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.Remaining;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;
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
import java.util.SortedSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ApiKeys;

/** The description of a consumer-protocol group: for administrators, and for tests. */
final class ConsumerDescription {
    private static final String PROTOCOL_TYPE = "consumer";

    private final ConsumerConfig config;
    private final TopicCatalog topics;
    private final TopicNames names;

    ConsumerDescription(ConsumerConfig config, TopicCatalog topics) {
        this.config = config;
        this.topics = topics;
        this.names = new TopicNames(topics);
    }

    DescribedGroup described(ConsumerRoster group) {
        String preferred = group.preferredAssignor();
        DescribedGroup described = new DescribedGroup()
                .setGroupId(group.groupId())
                .setAssignorName(preferred == null ? config.assignors().get(0) : preferred)
                .setGroupEpoch(group.groupEpoch())
                .setGroupState(group.state().kafkaName())
                .setAssignmentEpoch(group.assignmentEpoch());
        for (ConsumerMember member : group.members()) {
            described.members().add(describe(group, member));
        }
        return described;
    }

    private Member describe(ConsumerRoster group, ConsumerMember member) {
        // What a member is asked to give up is still its own.
        PartitionEpochs held = new PartitionEpochs.Builder()
                .putAll(member.assigned())
                .putAll(member.pendingRevocation())
                .build();
        Member described = new Member()
                .setMemberId(member.memberId())
                .setMemberEpoch(member.memberEpoch())
                .setInstanceId(member.instanceId())
                .setRackId(member.metadata().rackId())
                .setClientId(member.metadata().clientId())
                .setClientHost(member.metadata().clientHost())
                .setSubscribedTopicNames(new ArrayList<>(member.metadata().subscribedTopicNames()))
                .setSubscribedTopicRegex(member.metadata().subscribedTopicRegex())
                .setAssignment(assignment(held.partitions()))
                .setTargetAssignment(assignment(group.targetAssignment(member.memberId())));
        if (MemberType.IS_KNOWN) {
            MemberType.set(described, member.isClassic());
        }
        return described;
    }

    private Assignment assignment(SortedMap<Uuid, SortedSet<Integer>> partitions) {
        List<TopicPartitions> all = new ArrayList<>();
        partitions.forEach((topicId, ids) -> {
            TopicCatalog.TopicInfo topic = topics.find(topicId);
            if (topic != null) {
                all.add(new TopicPartitions()
                        .setTopicId(topicId)
                        .setTopicName(topic.name())
                        .setPartitions(new ArrayList<>(ids)));
            }
        });
        return new Assignment().setTopicPartitions(all);
    }

    static ListedGroup listed(ConsumerRoster group) {
        return new ListedGroup()
                .setGroupId(group.groupId())
                .setProtocolType(PROTOCOL_TYPE)
                .setGroupState(group.state().kafkaName())
                .setGroupType(GroupType.CONSUMER.kafkaName());
    }

    GroupView view(ConsumerRoster group, GroupContext context, SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        List<MemberView> members = new ArrayList<>();
        for (ConsumerMember member : group.members()) {
            members.add(view(group, member));
        }
        return new GroupSnapshot(
                group.groupId(),
                GroupState.valueOf(group.state().name()),
                group.groupEpoch(),
                null,
                PROTOCOL_TYPE,
                group.isEmpty() ? null : group.assignor(),
                Collections.unmodifiableList(members),
                offsets,
                Collections.unmodifiableList(awaiting(group, context)));
    }

    private MemberView view(ConsumerRoster group, ConsumerMember member) {
        List<String> protocols = new ArrayList<>();
        ClassicProtocols classic = member.metadata().classic();
        String assignor = member.metadata().serverAssignor();
        if (classic != null) {
            for (MemberProtocol protocol : classic.protocols()) {
                protocols.add(protocol.name());
            }
        } else if (assignor != null) {
            protocols.add(assignor);
        }
        int sessionTimeoutMs = classic == null ? config.sessionTimeoutMs() : classic.sessionTimeoutMs();
        return new MemberView(
                member.ref(),
                member.metadata().clientHost(),
                Duration.ofMillis(sessionTimeoutMs),
                Duration.ofMillis(member.metadata().rebalanceTimeoutMs()),
                Collections.unmodifiableList(protocols),
                Collections.unmodifiableSortedSet(names.of(member.assigned().partitions())),
                Collections.unmodifiableSortedSet(group.subscribedTopics(member)),
                member.memberEpoch(),
                MemberState.valueOf(member.state().name()),
                Collections.unmodifiableSortedSet(
                        names.of(member.pendingRevocation().partitions())));
    }

    private List<String> awaiting(ConsumerRoster group, GroupContext context) {
        List<String> awaiting = new ArrayList<>();
        String groupId = group.groupId();
        for (ConsumerMember member : group.members()) {
            String who = member.ref().toString();
            if (member.memberEpoch() == ConsumerMember.STATIC_LEAVE_EPOCH) {
                awaiting.add(who + ", a static member that is away, to come back"
                        + Remaining.text(context.remainingMs(TimerKey.consumerSession(groupId, member.memberId()))));
            } else if (member.state() == ReconciliationState.UNREVOKED_PARTITIONS) {
                awaiting.add(who + " to give up "
                        + names.of(member.pendingRevocation().partitions())
                        + Remaining.text(context.remainingMs(TimerKey.consumerRebalance(groupId, member.memberId()))));
            } else if (!member.isReconciledTo(group.groupEpoch())) {
                awaiting.add(who + ", in epoch " + member.memberEpoch() + ", to get what it is to have in epoch "
                        + group.groupEpoch());
            }
            String regex = member.metadata().regex();
            if (regex != null && !group.resolvedRegexes().contains(regex)) {
                awaiting.add(who + " to get the topics that match " + regex
                        + ", which are looked up at most every 10 s, with one of its heartbeats");
            }
        }
        return awaiting;
    }

    /** The field of version 1, which kafka-clients 3.9 does not have; linked only if it is there. */
    private static final class MemberType {
        private static final boolean IS_KNOWN =
                ApiKeys.CONSUMER_GROUP_DESCRIBE.messageType.highestSupportedVersion(true) >= 1;

        static void set(Member member, boolean isClassic) {
            member.setMemberType((byte) (isClassic ? 0 : 1));
        }
    }
}
