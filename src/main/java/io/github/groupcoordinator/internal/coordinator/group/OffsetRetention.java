package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetTombstone;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import java.util.List;

/** The retention of committed offsets: which are old enough to go, and with them groups that have no members. */
final class OffsetRetention {
    private final OffsetStore offsets;
    private final long nowMs;
    private final long retentionMs;

    OffsetRetention(OffsetStore offsets, long nowMs, long retentionMs) {
        this.offsets = offsets;
        this.nowMs = nowMs;
        this.retentionMs = retentionMs;
    }

    /** Adds tombstones for the offsets of a group that have expired; returns whether nothing is left of the group. */
    boolean collect(Group<?> group, List<PersistentRecord> tombstones) {
        if (!group.mayExpire()) {
            return false;
        }
        List<OffsetTombstone> expired = expired(group);
        tombstones.addAll(expired);
        boolean isEveryOffsetExpired = expired.size() == offsets.count(group.groupId());
        return isEveryOffsetExpired && group.isEmpty() && !offsets.hasPending(group.groupId());
    }

    private List<OffsetTombstone> expired(Group<?> group) {
        if (!offsets.has(group.groupId()) || !group.mayOffsetsExpire()) {
            return List.of();
        }
        List<OffsetTombstone> expired = offsets.tombstones(
                group.groupId(), (topic, offset) -> !group.isSubscribedTo(topic) && isOld(group, offset));
        // A transaction that is still open may be about to commit a fresh one.
        expired.removeIf(each -> offsets.hasPending(each.groupId(), each.topic(), each.partition()));
        return expired;
    }

    private boolean isOld(Group<?> group, CommittedOffset offset) {
        if (offset.expireTimestampMs() != CommittedOffset.NONE) {
            // An old client asked for a retention of its own.
            return nowMs >= offset.expireTimestampMs();
        }
        return nowMs - group.offsetAgesFromMs(offset) >= retentionMs;
    }
}
