package io.github.groupcoordinator.internal.coordinator.group.event;

import io.github.groupcoordinator.event.group.GroupEpochBumped;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.MemberReconciled;
import io.github.groupcoordinator.event.group.TargetAssigned;
import io.github.groupcoordinator.internal.group.Assignments;
import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.assignor.SimpleAssignor;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord;
import io.github.groupcoordinator.internal.group.share.ShareMember;
import io.github.groupcoordinator.internal.group.share.ShareRoster;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The events of share groups: tells the event log what their records mean. There are no rebalances: nobody waits. */
public final class ShareEvents {
    private final EventSink sink;
    private final Timers timers;
    private final TopicNames names;

    public ShareEvents(EventSink sink, Timers timers, TopicNames names) {
        this.sink = sink;
        this.timers = timers;
        this.names = names;
    }

    /** Tells what a record means to a group that it has not been applied to yet; the group may be new. */
    public void before(ShareGroupRecord record, @Nullable ShareRoster group) {
        if (record instanceof ShareGroupRecord.MemberMetadata member) {
            if (group == null || group.member(member.memberId()) == null) {
                sink.append(new MemberJoined(
                        now(), record.groupId(), new MemberRef(member.memberId(), member.clientId(), null)));
            }
        } else if (record instanceof ShareGroupRecord.MemberMetadataTombstone tombstone && group != null) {
            tellRemoved(tombstone, group);
        }
        if (record instanceof ShareGroupRecord.GroupEpoch epoch && epoch.cause() != null) {
            Cause cause = epoch.cause();
            sink.append(new GroupEpochBumped(
                    now(),
                    record.groupId(),
                    epoch.epoch(),
                    EventFields.reason(cause.trigger()),
                    EventFields.ref(cause)));
        }
    }

    private void tellRemoved(ShareGroupRecord.MemberMetadataTombstone record, ShareRoster group) {
        ShareMember member = group.member(record.memberId());
        Trigger trigger = record.trigger();
        if (member != null && trigger != null) {
            sink.append(
                    trigger == Trigger.MEMBER_LEFT
                            ? new MemberLeft(now(), group.groupId(), member.ref(), null)
                            : new MemberExpired(now(), group.groupId(), member.ref(), EventFields.reason(trigger)));
        }
    }

    /** Tells what a record means to a group that it has been applied to. */
    public void after(ShareGroupRecord record, @Nullable ShareRoster group) {
        if (group == null) {
            return;
        }
        if (record instanceof ShareGroupRecord.TargetAssignmentEpoch target) {
            sink.append(new TargetAssigned(now(), group.groupId(), target.epoch(), SimpleAssignor.NAME, target(group)));
        } else if (record instanceof ShareGroupRecord.CurrentAssignment current) {
            ShareMember member = group.member(current.memberId());
            if (member != null) {
                sink.append(new MemberReconciled(
                        now(),
                        group.groupId(),
                        member.ref(),
                        member.memberEpoch(),
                        MemberState.STABLE,
                        names.of(member.assigned()),
                        Assignments.none()));
            }
        }
    }

    /** Returns what the members are to have; by the names that topics have now, whenever it is read. */
    private SortedMap<String, SortedSet<TopicPartition>> target(ShareRoster group) {
        SortedMap<String, SortedMap<Uuid, SortedSet<Integer>>> targets = new TreeMap<>();
        for (ShareMember member : group.members()) {
            targets.put(member.memberId(), group.target(member.memberId()));
        }
        return EventFields.target(targets, names);
    }

    private Instant now() {
        return Instant.ofEpochMilli(timers.nowMs());
    }
}
