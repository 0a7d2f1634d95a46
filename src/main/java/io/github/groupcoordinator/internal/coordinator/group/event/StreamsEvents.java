package io.github.groupcoordinator.internal.coordinator.group.event;

import io.github.groupcoordinator.event.group.GroupEpochBumped;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.MemberReconciled;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.event.group.TargetAssigned;
import io.github.groupcoordinator.event.group.TasksReconciled;
import io.github.groupcoordinator.event.group.TopologyStored;
import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.streams.StreamsDescription;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord;
import io.github.groupcoordinator.internal.group.streams.StreamsMember;
import io.github.groupcoordinator.internal.group.streams.StreamsRoster;
import io.github.groupcoordinator.internal.group.streams.TaskPartitions;
import io.github.groupcoordinator.internal.group.streams.assignor.StickyTaskAssignor;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The events of streams groups: tells the event log what their records mean. Tasks are told as the partitions that
 * active ones read.
 */
public final class StreamsEvents {
    private final EventSink sink;
    private final Timers timers;
    private final TopicCatalog topics;

    /** The groups of which a rebalance has been told that is not completed, and what has led to their last epoch. */
    private final Map<String, Cause> rebalancing = new TreeMap<>();

    public StreamsEvents(EventSink sink, Timers timers, TopicCatalog topics) {
        this.sink = sink;
        this.timers = timers;
        this.topics = topics;
    }

    /** Tells what a record means to a group that it has not been applied to yet; the group may be new. */
    public void before(StreamsGroupRecord record, @Nullable StreamsRoster group) {
        if (record instanceof StreamsGroupRecord.MemberMetadata member) {
            if (group == null || group.member(member.memberId()) == null) {
                sink.append(new MemberJoined(
                        now(),
                        record.groupId(),
                        new MemberRef(member.memberId(), member.metadata().clientId(), null)));
            }
        } else if (record instanceof StreamsGroupRecord.MemberMetadataTombstone tombstone && group != null) {
            tellRemoved(tombstone, group);
        }
        if (record instanceof StreamsGroupRecord.GroupEpoch epoch && epoch.cause() != null) {
            Cause cause = epoch.cause();
            if (group != null && rebalancing.put(record.groupId(), cause) == null) {
                sink.append(new RebalanceStarted(
                        now(),
                        record.groupId(),
                        group.groupEpoch(),
                        EventFields.reason(cause.trigger()),
                        EventFields.ref(cause)));
            }
            sink.append(new GroupEpochBumped(
                    now(),
                    record.groupId(),
                    epoch.epoch(),
                    EventFields.reason(cause.trigger()),
                    EventFields.ref(cause)));
        }
    }

    private void tellRemoved(StreamsGroupRecord.MemberMetadataTombstone record, StreamsRoster group) {
        StreamsMember member = group.member(record.memberId());
        Trigger trigger = record.trigger();
        if (member != null && trigger != null) {
            sink.append(
                    trigger == Trigger.MEMBER_LEFT
                            ? new MemberLeft(now(), group.groupId(), member.ref(), null)
                            : new MemberExpired(now(), group.groupId(), member.ref(), EventFields.reason(trigger)));
        }
    }

    /** Tells what a record means to a group that it has been applied to. */
    public void after(StreamsGroupRecord record, @Nullable StreamsRoster group) {
        if (group == null) {
            rebalancing.remove(record.groupId());
            return;
        }
        TaskPartitions partitions = new TaskPartitions(group.topology(), topics);
        if (record instanceof StreamsGroupRecord.TargetAssignmentEpoch target) {
            sink.append(new TargetAssigned(
                    now(), group.groupId(), target.epoch(), StickyTaskAssignor.NAME, target(group, partitions)));
        } else if (record instanceof StreamsGroupRecord.CurrentAssignment current) {
            StreamsMember member = group.member(current.memberId());
            if (member != null) {
                sink.append(new MemberReconciled(
                        now(),
                        group.groupId(),
                        member.ref(),
                        member.memberEpoch(),
                        member.state().watched(),
                        partitions.of(member.assigned().activeTasks()),
                        partitions.of(member.pendingRevocation().activeTasks())));
                sink.append(new TasksReconciled(now(), group.groupId(), member.observed()));
            }
        } else if (record instanceof StreamsGroupRecord.Topology stored) {
            StreamsTopology topology = stored.topology();
            SortedMap<String, String> subtopologies = new TreeMap<>();
            topology.sorted().forEach((id, subtopology) -> subtopologies.put(id, subtopology.describe()));
            sink.append(new TopologyStored(now(), group.groupId(), topology.epoch(), subtopologies));
        }
    }

    /** Tells that a rebalance is completed, if it is; after all records of a step have been applied. */
    public void settled(StreamsRoster group) {
        if (!rebalancing.containsKey(group.groupId())) {
            return;
        }
        GroupState state = StreamsDescription.state(group);
        if (state != GroupState.EMPTY && state != GroupState.STABLE) {
            return;
        }
        Cause cause = rebalancing.remove(group.groupId());
        if (cause != null) {
            sink.append(new RebalanceCompleted(
                    now(),
                    group.groupId(),
                    group.groupEpoch(),
                    null,
                    group.isEmpty() ? null : StickyTaskAssignor.NAME,
                    assigned(group, new TaskPartitions(group.topology(), topics)),
                    EventFields.reason(cause.trigger()),
                    EventFields.ref(cause)));
        }
    }

    private static SortedMap<String, SortedSet<TopicPartition>> assigned(
            StreamsRoster group, TaskPartitions partitions) {
        SortedMap<String, SortedSet<TopicPartition>> assigned = new TreeMap<>();
        for (StreamsMember member : group.members()) {
            assigned.put(member.memberId(), partitions.of(member.assigned().activeTasks()));
        }
        return assigned;
    }

    private static SortedMap<String, SortedSet<TopicPartition>> target(StreamsRoster group, TaskPartitions partitions) {
        SortedMap<String, SortedSet<TopicPartition>> targets = new TreeMap<>();
        for (StreamsMember member : group.members()) {
            Tasks target = group.target(member.memberId());
            targets.put(
                    member.memberId(),
                    Collections.unmodifiableSortedSet(partitions.of(target == null ? Tasks.empty() : target.active())));
        }
        return Collections.unmodifiableSortedMap(targets);
    }

    private Instant now() {
        return Instant.ofEpochMilli(timers.nowMs());
    }
}
