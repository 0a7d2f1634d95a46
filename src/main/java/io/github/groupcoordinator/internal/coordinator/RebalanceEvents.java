package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.text.AssignmentReadLater;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells the event log what is about to be applied. */
final class RebalanceEvents {
    private final EventSink sink;

    RebalanceEvents(EventSink sink) {
        this.sink = sink;
    }

    /** Tells what a change means to a group that it has not been applied to yet. */
    void tell(VolatileRecord change, ClassicGroup group, long nowMs) {
        if (change instanceof VolatileRecord.MemberUpdated
                || change instanceof VolatileRecord.SyncReceived
                || change instanceof VolatileRecord.SyncParked) {
            // By far the most, and nothing to tell of.
            return;
        }
        Instant at = Instant.ofEpochMilli(nowMs);
        if (change instanceof VolatileRecord.MemberAdded added) {
            sink.append(new MemberJoined(at, group.groupId(), ref(added.member())));
        } else if (change instanceof VolatileRecord.MemberRemoved removed) {
            tellRemoved(removed, group, at);
        } else if (change instanceof VolatileRecord.MemberTurnedAway turnedAway) {
            ClassicMember member = group.member(turnedAway.memberId());
            if (member != null) {
                String reason = "turned away, because group.max.size is " + turnedAway.maxSize();
                sink.append(new MemberLeft(at, group.groupId(), ref(member), reason));
            }
        } else if (change instanceof VolatileRecord.MemberReplaced replaced) {
            tellReplaced(replaced, group, at);
        } else if (change instanceof VolatileRecord.RebalancePrepared prepared) {
            sink.append(new RebalanceStarted(
                    at,
                    group.groupId(),
                    group.generationId(),
                    reason(prepared.cause().trigger()),
                    ref(prepared.cause())));
        } else if (change instanceof VolatileRecord.GenerationBegun begun) {
            if (group.members().isEmpty()) {
                tellCompleted(group, begun.generationId(), null, null, new TreeMap<>(), at);
            }
        } else if (change instanceof VolatileRecord.AssignmentStored stored) {
            boolean isConsumers = group.usesConsumerProtocol();
            tellCompleted(
                    group,
                    group.generationId(),
                    group.leaderId(),
                    group.protocolName(),
                    new AssignmentReadLater(() -> assignment(stored.members(), isConsumers)),
                    at);
        }
    }

    /** Tells that the members of a group are gone with it: the group could not be stored. */
    void tellLost(ClassicGroup group, long nowMs) {
        for (ClassicMember member : group.members()) {
            String reason = "the new group could not be stored";
            sink.append(new MemberLeft(Instant.ofEpochMilli(nowMs), group.groupId(), ref(member), reason));
        }
    }

    private void tellRemoved(VolatileRecord.MemberRemoved removed, ClassicGroup group, Instant at) {
        ClassicMember member = group.member(removed.memberId());
        if (member == null) {
            return;
        }
        boolean asked =
                removed.trigger() == Trigger.MEMBER_LEFT || removed.trigger() == Trigger.MEMBER_REMOVED_BY_ADMIN;
        sink.append(
                asked
                        ? new MemberLeft(at, group.groupId(), ref(member), removed.reason())
                        : new MemberExpired(at, group.groupId(), ref(member), reason(removed.trigger())));
    }

    private void tellReplaced(VolatileRecord.MemberReplaced replaced, ClassicGroup group, Instant at) {
        ClassicMember member = group.member(replaced.oldMemberId());
        if (member != null) {
            MemberRef replacement = ref(member.withMemberId(replaced.newMemberId()));
            sink.append(new MemberFenced(at, group.groupId(), ref(member), replacement));
        }
    }

    private void tellCompleted(
            ClassicGroup group,
            int generationId,
            @Nullable String leaderId,
            @Nullable String protocol,
            SortedMap<String, SortedSet<TopicPartition>> assignment,
            Instant at) {
        Cause cause = group.cause();
        if (cause != null) {
            sink.append(new RebalanceCompleted(
                    at,
                    group.groupId(),
                    generationId,
                    leaderId,
                    protocol,
                    assignment,
                    reason(cause.trigger()),
                    ref(cause)));
        }
    }

    private static SortedMap<String, SortedSet<TopicPartition>> assignment(
            List<ClassicMember> members, boolean isConsumers) {
        SortedMap<String, SortedSet<TopicPartition>> assignment = new TreeMap<>();
        for (ClassicMember member : members) {
            assignment.put(
                    member.memberId(), isConsumers ? Assignments.decode(member.assignment()) : Assignments.none());
        }
        return assignment;
    }

    /** Tells of offsets that have been appended; other records are not told here. */
    void tellCommitted(String groupId, MemberRef member, List<? extends PersistentRecord> records, long nowMs) {
        SortedMap<TopicPartition, OffsetAndMetadata> offsets = Assignments.byPartition();
        for (PersistentRecord record : records) {
            if (record instanceof OffsetCommit commit) {
                offsets.put(new TopicPartition(commit.topic(), commit.partition()), offset(commit.offset()));
            }
        }
        if (!offsets.isEmpty()) {
            sink.append(new OffsetsCommitted(Instant.ofEpochMilli(nowMs), groupId, member, offsets));
        }
    }

    /** Returns an offset in the form of the clients; one below zero, which a broker stores as it comes, as zero. */
    static OffsetAndMetadata offset(CommittedOffset offset) {
        Optional<Integer> leaderEpoch = offset.leaderEpoch() < 0 ? Optional.empty() : Optional.of(offset.leaderEpoch());
        return new OffsetAndMetadata(Math.max(0, offset.offset()), leaderEpoch, offset.metadata());
    }

    static MemberRef ref(ClassicMember member) {
        return new MemberRef(member.memberId(), member.clientId(), member.groupInstanceId());
    }

    private static MemberRef ref(Cause cause) {
        return new MemberRef(cause.memberId(), cause.clientId(), cause.groupInstanceId());
    }

    private static RebalanceReason reason(Trigger trigger) {
        return RebalanceReason.valueOf(trigger.name());
    }
}
