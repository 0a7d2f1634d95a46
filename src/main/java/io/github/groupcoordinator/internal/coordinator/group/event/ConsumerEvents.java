package io.github.groupcoordinator.internal.coordinator.group.event;

import io.github.groupcoordinator.event.group.GroupEpochBumped;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.MemberReconciled;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.event.group.TargetAssigned;
import io.github.groupcoordinator.internal.group.Assignments;
import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.Departure;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.text.AssignmentReadLater;
import io.github.groupcoordinator.internal.text.PartitionsReadLater;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The events of consumer-protocol groups: tells the event log what their records mean. */
public final class ConsumerEvents {
    private final EventSink sink;
    private final Timers timers;
    private final TopicNames names;

    private final SortedSet<TopicPartition> nothing = new PartitionsReadLater(Assignments::none);

    /** The groups of which a rebalance has been told that is not completed. */
    private final Set<String> rebalancing = new TreeSet<>();

    /** The member that was just told to have replaced another one. */
    private @Nullable String replacement;

    public ConsumerEvents(EventSink sink, Timers timers, TopicNames names) {
        this.sink = sink;
        this.timers = timers;
        this.names = names;
    }

    /** Tells what a record means to a group that it has not been applied to yet; the group may be new. */
    public void before(ConsumerGroupRecord record, @Nullable ConsumerRoster group) {
        if (record instanceof ConsumerGroupRecord.MemberMetadata member) {
            tellMember(member, group);
        } else if (group == null) {
            return;
        } else if (record instanceof ConsumerGroupRecord.MemberMetadataTombstone tombstone) {
            tellRemoved(tombstone, group);
        }
        if (record instanceof ConsumerGroupRecord.GroupEpoch epoch && group != null && epoch.cause() != null) {
            tellEpoch(epoch, epoch.cause(), group);
        }
    }

    /** Tells what a record means to a group that it has been applied to. */
    public void after(ConsumerGroupRecord record, @Nullable ConsumerRoster group) {
        if (group == null) {
            rebalancing.remove(record.groupId());
        } else if (record instanceof ConsumerGroupRecord.TargetAssignmentEpoch target && target.assignor() != null) {
            sink.append(new TargetAssigned(now(), group.groupId(), target.epoch(), target.assignor(), target(group)));
        } else if (record instanceof ConsumerGroupRecord.CurrentAssignment current) {
            ConsumerMember member = group.member(current.memberId());
            if (member != null) {
                sink.append(new MemberReconciled(
                        now(),
                        group.groupId(),
                        member.ref(),
                        member.memberEpoch(),
                        MemberState.valueOf(member.state().name()),
                        named(member.assigned()),
                        named(member.pendingRevocation())));
            }
        }
    }

    /** Tells that a rebalance is completed, if it is; after all records of a step have been applied. */
    public void settled(ConsumerRoster group) {
        Cause cause = group.cause();
        boolean isSettled =
                switch (group.state()) {
                    case EMPTY, STABLE -> true;
                    case ASSIGNING, RECONCILING -> false;
                };
        if (isSettled && cause != null && rebalancing.remove(group.groupId())) {
            sink.append(new RebalanceCompleted(
                    now(),
                    group.groupId(),
                    group.groupEpoch(),
                    null,
                    group.isEmpty() ? null : group.assignor(),
                    assigned(group),
                    EventFields.reason(cause.trigger()),
                    EventFields.ref(cause)));
        }
    }

    private void tellMember(ConsumerGroupRecord.MemberMetadata record, @Nullable ConsumerRoster group) {
        boolean isKnown = group != null && group.member(record.memberId()) != null;
        if (!isKnown && !record.memberId().equals(replacement)) {
            sink.append(new MemberJoined(now(), record.groupId(), ref(record)));
        }
        replacement = null;
    }

    private void tellRemoved(ConsumerGroupRecord.MemberMetadataTombstone record, ConsumerRoster group) {
        ConsumerMember member = group.member(record.memberId());
        Departure departure = record.departure();
        if (member == null || departure == null) {
            return;
        }
        String replacedBy = departure.replacedBy();
        if (replacedBy != null) {
            if (!replacedBy.equals(member.memberId())) {
                MemberRef other = new MemberRef(replacedBy, member.metadata().clientId(), member.instanceId());
                sink.append(new MemberFenced(now(), group.groupId(), member.ref(), other));
                replacement = replacedBy;
            }
            return;
        }
        boolean asked =
                departure.trigger() == Trigger.MEMBER_LEFT || departure.trigger() == Trigger.MEMBER_REMOVED_BY_ADMIN;
        sink.append(
                asked
                        ? new MemberLeft(now(), group.groupId(), member.ref(), null)
                        : new MemberExpired(
                                now(), group.groupId(), member.ref(), EventFields.reason(departure.trigger())));
    }

    private void tellEpoch(ConsumerGroupRecord.GroupEpoch record, Cause cause, ConsumerRoster group) {
        String groupId = group.groupId();
        if (rebalancing.add(groupId)) {
            sink.append(new RebalanceStarted(
                    now(), groupId, group.groupEpoch(), EventFields.reason(cause.trigger()), EventFields.ref(cause)));
        }
        sink.append(new GroupEpochBumped(
                now(), groupId, record.epoch(), EventFields.reason(cause.trigger()), EventFields.ref(cause)));
    }

    /** Returns partitions by the names that topics have now, whenever they are read. */
    private SortedSet<TopicPartition> named(PartitionEpochs partitions) {
        if (partitions.isEmpty()) {
            return nothing;
        }
        SortedMap<Uuid, String> topics = new TreeMap<>();
        names.collect(partitions.byTopic().keySet(), topics);
        return new PartitionsReadLater(() -> TopicNames.of(partitions.partitions(), topics));
    }

    /** Returns what the members are to have; by the names that topics have now, whenever it is read. */
    private SortedMap<String, SortedSet<TopicPartition>> target(ConsumerRoster group) {
        SortedMap<String, SortedMap<Uuid, SortedSet<Integer>>> targets = new TreeMap<>();
        for (ConsumerMember member : group.members()) {
            targets.put(member.memberId(), group.targetAssignment(member.memberId()));
        }
        return EventFields.target(targets, names);
    }

    /** Returns what the members have; by the names that topics have now, whenever it is read. */
    private SortedMap<String, SortedSet<TopicPartition>> assigned(ConsumerRoster group) {
        List<ConsumerMember> members = new ArrayList<>(group.members());
        SortedMap<Uuid, String> topics = new TreeMap<>();
        members.forEach(member -> names.collect(member.assigned().byTopic().keySet(), topics));
        return new AssignmentReadLater(() -> {
            SortedMap<String, SortedSet<TopicPartition>> byMember = new TreeMap<>();
            for (ConsumerMember member : members) {
                byMember.put(member.memberId(), TopicNames.of(member.assigned().partitions(), topics));
            }
            return byMember;
        });
    }

    private Instant now() {
        return Instant.ofEpochMilli(timers.nowMs());
    }

    private static MemberRef ref(ConsumerGroupRecord.MemberMetadata record) {
        return new MemberRef(
                record.memberId(),
                record.metadata().clientId(),
                record.metadata().instanceId());
    }
}
