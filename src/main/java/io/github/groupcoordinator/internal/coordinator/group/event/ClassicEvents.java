package io.github.groupcoordinator.internal.coordinator.group.event;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.internal.group.Assignments;
import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicChange;
import io.github.groupcoordinator.internal.group.classic.ClassicMember;
import io.github.groupcoordinator.internal.group.classic.ClassicRoster;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.text.AssignmentReadLater;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The events of classic groups: tells the event log what is about to be applied. */
public final class ClassicEvents {
    private final EventSink sink;

    public ClassicEvents(EventSink sink) {
        this.sink = sink;
    }

    /** Tells what a change means to a group that it has not been applied to yet. */
    public void tell(VolatileRecord change, ClassicRoster group, long nowMs) {
        if (change instanceof ClassicChange.MemberUpdated
                || change instanceof ClassicChange.SyncReceived
                || change instanceof ClassicChange.SyncParked
                || change instanceof ClassicChange.SyncsForgotten
                || change instanceof ClassicChange.JoinsAnswered) {
            // By far the most, and nothing to tell of.
            return;
        }
        Instant at = Instant.ofEpochMilli(nowMs);
        if (change instanceof ClassicChange.MemberAdded added) {
            sink.append(new MemberJoined(at, group.groupId(), added.member().ref()));
        } else if (change instanceof ClassicChange.MemberRemoved removed) {
            tellRemoved(removed, group, at);
        } else if (change instanceof ClassicChange.MemberTurnedAway turnedAway) {
            ClassicMember member = group.member(turnedAway.memberId());
            if (member != null) {
                String reason = "turned away, because group.max.size is " + turnedAway.maxSize();
                sink.append(new MemberLeft(at, group.groupId(), member.ref(), reason));
            }
        } else if (change instanceof ClassicChange.MemberReplaced replaced) {
            tellReplaced(replaced, group, at);
        } else if (change instanceof ClassicChange.RebalancePrepared prepared) {
            sink.append(new RebalanceStarted(
                    at,
                    group.groupId(),
                    group.generationId(),
                    EventFields.reason(prepared.cause().trigger()),
                    EventFields.ref(prepared.cause())));
        } else if (change instanceof ClassicChange.GenerationBegun begun) {
            if (group.members().isEmpty()) {
                tellCompleted(group, begun.generationId(), null, null, new TreeMap<>(), at);
            }
        } else if (change instanceof ClassicChange.AssignmentStored stored) {
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
    public void tellLost(ClassicRoster group, long nowMs) {
        for (ClassicMember member : group.members()) {
            String reason = "the new group could not be stored";
            sink.append(new MemberLeft(Instant.ofEpochMilli(nowMs), group.groupId(), member.ref(), reason));
        }
    }

    private void tellRemoved(ClassicChange.MemberRemoved removed, ClassicRoster group, Instant at) {
        ClassicMember member = group.member(removed.memberId());
        if (member == null) {
            return;
        }
        boolean asked =
                removed.trigger() == Trigger.MEMBER_LEFT || removed.trigger() == Trigger.MEMBER_REMOVED_BY_ADMIN;
        sink.append(
                asked
                        ? new MemberLeft(at, group.groupId(), member.ref(), removed.reason())
                        : new MemberExpired(at, group.groupId(), member.ref(), EventFields.reason(removed.trigger())));
    }

    private void tellReplaced(ClassicChange.MemberReplaced replaced, ClassicRoster group, Instant at) {
        ClassicMember member = group.member(replaced.oldMemberId());
        if (member != null) {
            MemberRef replacement = member.withMemberId(replaced.newMemberId()).ref();
            sink.append(new MemberFenced(at, group.groupId(), member.ref(), replacement));
        }
    }

    private void tellCompleted(
            ClassicRoster group,
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
                    EventFields.reason(cause.trigger()),
                    EventFields.ref(cause)));
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
}
