package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Assignments;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.Remaining;
import io.github.groupcoordinator.internal.group.TimerKey;
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
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;

/** The description of a classic group: for administrators, and for tests. */
final class ClassicDescription {

    private ClassicDescription() {}

    static ListedGroup listed(ClassicRoster group) {
        return new ListedGroup()
                .setGroupId(group.groupId())
                .setProtocolType(group.protocolType() == null ? "" : group.protocolType())
                .setGroupState(group.state().kafkaName())
                .setGroupType(GroupType.CLASSIC.kafkaName());
    }

    static DescribedGroup described(ClassicRoster group) {
        boolean isStable = group.state() == ClassicState.STABLE;
        DescribedGroup described = new DescribedGroup()
                .setGroupId(group.groupId())
                .setGroupState(group.state().kafkaName())
                .setProtocolType(group.protocolType() == null ? "" : group.protocolType());
        if (isStable) {
            described.setProtocolData(group.protocolName() == null ? "" : group.protocolName());
        }
        for (ClassicMember member : group.members()) {
            byte[] metadata = isStable ? member.metadata(group.protocolName()) : null;
            described
                    .members()
                    .add(new DescribedGroupMember()
                            .setMemberId(member.memberId())
                            .setGroupInstanceId(member.groupInstanceId())
                            .setClientId(member.clientId())
                            .setClientHost(member.clientHost())
                            .setMemberMetadata(metadata == null ? new byte[0] : metadata)
                            .setMemberAssignment(member.assignment()));
        }
        return described;
    }

    static GroupView view(
            ClassicRoster group, GroupContext context, SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        List<MemberView> members = new ArrayList<>();
        for (ClassicMember member : group.members()) {
            members.add(view(member, group));
        }
        return new GroupSnapshot(
                group.groupId(),
                GroupState.valueOf(group.state().name()),
                group.generationId(),
                group.leaderId(),
                group.protocolType(),
                group.protocolName(),
                Collections.unmodifiableList(members),
                offsets,
                Collections.unmodifiableList(awaiting(group, context)));
    }

    private static MemberView view(ClassicMember member, ClassicRoster group) {
        List<String> protocols = new ArrayList<>();
        for (MemberProtocol protocol : member.protocols()) {
            protocols.add(protocol.name());
        }
        SortedSet<TopicPartition> assignment = group.usesConsumerProtocol() && group.state() == ClassicState.STABLE
                ? Assignments.decode(member.assignment())
                : Assignments.none();
        // Before the vote any protocol will do: assignors differ in their user data, not in the topics.
        String protocol = group.protocolName() != null && member.metadata(group.protocolName()) != null
                ? group.protocolName()
                : protocols.isEmpty() ? null : protocols.get(0);
        SortedSet<String> topics = group.usesConsumerProtocol() ? ConsumerSubscriptions.topics(member, protocol) : null;
        return new MemberView(
                member.ref(),
                member.clientHost(),
                Duration.ofMillis(member.sessionTimeoutMs()),
                Duration.ofMillis(member.rebalanceTimeoutMs()),
                Collections.unmodifiableList(protocols),
                Collections.unmodifiableSortedSet(assignment),
                Collections.unmodifiableSortedSet(topics == null ? new TreeSet<>() : topics),
                group.generationId(),
                MemberState.STABLE,
                Collections.unmodifiableSortedSet(Assignments.none()));
    }

    /** Says who is waited for, and how long yet. */
    private static List<String> awaiting(ClassicRoster group, GroupContext context) {
        List<String> awaiting = new ArrayList<>();
        String groupId = group.groupId();
        switch (group.state()) {
            case PREPARING_REBALANCE -> {
                String until = Remaining.text(context.remainingMs(TimerKey.join(groupId)));
                for (ClassicMember member : group.members()) {
                    if (!group.isAwaitingJoin(member.memberId())) {
                        awaiting.add(member.ref() + " to join again" + until);
                    }
                }
                if (awaiting.isEmpty()) {
                    awaiting.add("other members to join" + until);
                }
            }
            case COMPLETING_REBALANCE -> {
                String until = Remaining.text(context.remainingMs(TimerKey.sync(groupId)));
                for (String memberId : group.pendingSyncs()) {
                    ClassicMember member = group.member(memberId);
                    String who = member == null ? memberId : member.ref().toString();
                    boolean leads = memberId.equals(group.leaderId());
                    awaiting.add(who + (leads ? ", the leader, to send the assignment" : " to sync") + until);
                }
            }
            case EMPTY, STABLE, DEAD -> {
                // Nothing holds the group up.
            }
        }
        for (String memberId : group.pendingMembers()) {
            awaiting.add("member " + memberId + " to join with the id that it was given"
                    + Remaining.text(context.remainingMs(TimerKey.session(groupId, memberId))));
        }
        return awaiting;
    }
}
