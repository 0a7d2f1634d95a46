package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicState;
import io.github.groupcoordinator.internal.group.classic.ConsumerSubscriptions;
import io.github.groupcoordinator.view.GroupSnapshot;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.MemberView;
import java.math.BigDecimal;
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
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Groups as others see them: administrators, and tests. */
final class GroupDescriptions {
    private static final int FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND = 6;

    private static final String CLASSIC = "classic";

    private GroupDescriptions() {}

    static DescribedGroup describe(RequestContext context, String groupId, @Nullable ClassicGroup group) {
        DescribedGroup described = new DescribedGroup().setGroupId(groupId);
        if (group == null) {
            described.setGroupState(ClassicState.DEAD.kafkaName());
            return context.apiVersion() < FIRST_DESCRIBE_VERSION_WITH_NOT_FOUND ? described : notFound(described);
        }
        boolean isStable = group.state() == ClassicState.STABLE;
        described
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

    /** Only reached by a version that clients from 4.0 on know: earlier ones have no error message. */
    private static DescribedGroup notFound(DescribedGroup described) {
        return described
                .setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                .setErrorMessage("Group " + described.groupId() + " not found.");
    }

    /** Returns whether the filters of a ListGroups, in any case, let the group through. */
    static boolean isListed(ListedGroup group, ListGroupsRequestData request) {
        boolean isOfState = request.statesFilter().isEmpty();
        for (String state : request.statesFilter()) {
            isOfState |= state.trim().equalsIgnoreCase(group.groupState());
        }
        boolean isOfType = request.typesFilter().isEmpty();
        for (String type : request.typesFilter()) {
            isOfType |= type.equalsIgnoreCase(group.groupType());
        }
        return isOfState && isOfType;
    }

    static ListedGroup listed(ClassicGroup group) {
        return new ListedGroup()
                .setGroupId(group.groupId())
                .setProtocolType(group.protocolType() == null ? "" : group.protocolType())
                .setGroupState(group.state().kafkaName())
                .setGroupType(CLASSIC);
    }

    static GroupView absent(String groupId) {
        return new GroupSnapshot(
                groupId,
                GroupState.DEAD,
                -1,
                null,
                null,
                null,
                List.of(),
                Collections.unmodifiableSortedMap(Assignments.byPartition()),
                List.of());
    }

    static GroupView view(ClassicGroup group, CoordinatorShard shard) {
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
                offsets(group.groupId(), shard),
                Collections.unmodifiableList(awaiting(group, shard)));
    }

    /** Returns the committed offsets of a group of any kind. */
    static SortedMap<TopicPartition, OffsetAndMetadata> offsets(String groupId, CoordinatorShard shard) {
        SortedMap<TopicPartition, OffsetAndMetadata> offsets = Assignments.byPartition();
        shard.offsets()
                .of(groupId)
                .forEach((topic, partitions) -> partitions.forEach((partition, offset) ->
                        offsets.put(new TopicPartition(topic, partition), RebalanceEvents.offset(offset))));
        return Collections.unmodifiableSortedMap(offsets);
    }

    private static MemberView view(ClassicMember member, ClassicGroup group) {
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
                RebalanceEvents.ref(member),
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
    private static List<String> awaiting(ClassicGroup group, CoordinatorShard shard) {
        List<String> awaiting = new ArrayList<>();
        String groupId = group.groupId();
        switch (group.state()) {
            case PREPARING_REBALANCE -> {
                String until = until(shard.remainingMs(TimerKey.join(groupId)));
                for (ClassicMember member : group.members()) {
                    if (!group.isAwaitingJoin(member.memberId())) {
                        awaiting.add(RebalanceEvents.ref(member) + " to join again" + until);
                    }
                }
                if (awaiting.isEmpty()) {
                    awaiting.add("other members to join" + until);
                }
            }
            case COMPLETING_REBALANCE -> {
                String until = until(shard.remainingMs(TimerKey.sync(groupId)));
                for (String memberId : group.pendingSyncs()) {
                    ClassicMember member = group.member(memberId);
                    String who = member == null
                            ? memberId
                            : RebalanceEvents.ref(member).toString();
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
                    + until(shard.remainingMs(TimerKey.session(groupId, memberId))));
        }
        return awaiting;
    }

    static String until(@Nullable Long remainingMs) {
        // Not String.format: awaitStable asks at each step, and a new JVM has to load a formatter for it.
        return remainingMs == null
                ? ""
                : ", for " + BigDecimal.valueOf(remainingMs, 3).toPlainString() + " s at most";
    }
}
