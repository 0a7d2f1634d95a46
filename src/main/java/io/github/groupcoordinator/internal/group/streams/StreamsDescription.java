package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.Remaining;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.streams.assignor.StickyTaskAssignor;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.view.GroupSnapshot;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
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
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;

/** The description of a streams group for lists, and for tests. */
public final class StreamsDescription {
    private static final String ASSIGNOR = StickyTaskAssignor.NAME;
    private static final String PROTOCOL_TYPE = "streams";

    private StreamsDescription() {}

    /** Returns the state of a group as Kafka lists it. */
    public static GroupState state(StreamsRoster group) {
        StreamsTopology topology = group.topology();
        if (group.isEmpty()) {
            return GroupState.EMPTY;
        }
        if (topology == null || topology.epoch() != group.validatedTopologyEpoch()) {
            return GroupState.NOT_READY;
        }
        if (group.groupEpoch() > group.assignmentEpoch()) {
            return GroupState.ASSIGNING;
        }
        return group.members().stream().allMatch(member -> member.isReconciledTo(group.assignmentEpoch()))
                ? GroupState.STABLE
                : GroupState.RECONCILING;
    }

    static ListedGroup listed(StreamsRoster group) {
        return new ListedGroup()
                .setGroupId(group.groupId())
                .setProtocolType(PROTOCOL_TYPE)
                .setGroupState(state(group).kafkaName())
                .setGroupType(GroupType.STREAMS.kafkaName());
    }

    static GroupView view(
            StreamsRoster group,
            StreamsConfig config,
            GroupContext context,
            SortedMap<TopicPartition, OffsetAndMetadata> offsets) {
        StreamsTopology topology = group.topology();
        SortedSet<String> sources = new TreeSet<>();
        if (topology != null) {
            topology.sorted().values().forEach(subtopology -> sources.addAll(subtopology.sources()));
        }
        TaskPartitions partitions = new TaskPartitions(topology, context.topics());
        List<MemberView> members = new ArrayList<>();
        for (StreamsMember member : group.members()) {
            members.add(new MemberView(
                    member.ref(),
                    member.metadata().clientHost(),
                    Duration.ofMillis(config.sessionTimeoutMs()),
                    Duration.ofMillis(member.metadata().rebalanceTimeoutMs()),
                    List.of(ASSIGNOR),
                    Collections.unmodifiableSortedSet(
                            partitions.of(member.assigned().activeTasks())),
                    Collections.unmodifiableSortedSet(sources),
                    member.memberEpoch(),
                    member.state().watched(),
                    Collections.unmodifiableSortedSet(
                            partitions.of(member.pendingRevocation().activeTasks()))));
        }
        return new GroupSnapshot(
                group.groupId(),
                state(group),
                group.groupEpoch(),
                null,
                PROTOCOL_TYPE,
                group.isEmpty() ? null : ASSIGNOR,
                Collections.unmodifiableList(members),
                offsets,
                awaiting(group, context));
    }

    private static List<String> awaiting(StreamsRoster group, GroupContext context) {
        List<String> awaiting = new ArrayList<>();
        TimerKey delay = TimerKey.streamsInitialDelay(group.groupId());
        if (context.isArmed(delay)) {
            awaiting.add(delay + Remaining.text(context.remainingMs(delay)));
        }
        for (StreamsMember member : group.members()) {
            TimerKey rebalance = TimerKey.streamsRebalance(group.groupId(), member.memberId());
            if (context.isArmed(rebalance)) {
                awaiting.add(rebalance + Remaining.text(context.remainingMs(rebalance)));
            } else if (!member.isReconciledTo(group.groupEpoch())) {
                awaiting.add("member " + member.memberId() + " to come to epoch " + group.groupEpoch());
            }
        }
        return Collections.unmodifiableList(awaiting);
    }
}
