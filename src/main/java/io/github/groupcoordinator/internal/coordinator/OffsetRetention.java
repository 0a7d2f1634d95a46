package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetTombstone;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicState;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import java.util.List;

/** When committed offsets are old enough to go, and with them groups that have no members. */
final class OffsetRetention {
    private final OffsetStore offsets;
    private final long nowMs;
    private final long retentionMs;

    OffsetRetention(OffsetStore offsets, long nowMs, long retentionMs) {
        this.offsets = offsets;
        this.nowMs = nowMs;
        this.retentionMs = retentionMs;
    }

    /** Adds tombstones for the offsets of a group that have expired, and for the group if nothing is left of it. */
    void collect(ClassicGroup group, List<PersistentRecord> tombstones) {
        boolean isEveryOffsetExpired = true;
        if (offsets.has(group.groupId())) {
            List<OffsetTombstone> expired = expired(group);
            tombstones.addAll(expired);
            isEveryOffsetExpired = expired.size() == offsets.count(group.groupId());
        }
        if (isEveryOffsetExpired && group.isEmpty() && !offsets.hasPending(group.groupId())) {
            tombstones.add(new PersistentRecord.GroupTombstone(group.groupId()));
        }
    }

    /** As above, for a group of the consumer protocol. */
    void collect(ConsumerGroup group, List<PersistentRecord> tombstones) {
        List<OffsetTombstone> expired = offsets.tombstones(
                group.groupId(),
                (topic, offset) -> isOld(offset, offset.commitTimestampMs()) && !group.isSubscribedTo(topic));
        removePending(expired);
        tombstones.addAll(expired);
        boolean isEveryOffsetExpired = expired.size() == offsets.count(group.groupId());
        if (isEveryOffsetExpired && group.isEmpty() && !offsets.hasPending(group.groupId())) {
            ConsumerGroups.collectTombstones(group, tombstones);
        }
    }

    private List<OffsetTombstone> expired(ClassicGroup group) {
        if (!canExpire(group)) {
            return List.of();
        }
        List<OffsetTombstone> expired =
                offsets.tombstones(group.groupId(), (topic, offset) -> isExpired(group, topic, offset));
        removePending(expired);
        return expired;
    }

    /** A transaction that is still open may be about to commit a fresh one. */
    private void removePending(List<OffsetTombstone> expired) {
        expired.removeIf(each -> offsets.hasPending(each.groupId(), each.topic(), each.partition()));
    }

    private static boolean canExpire(ClassicGroup group) {
        if (group.protocolType() == null) {
            return true;
        }
        return switch (group.state()) {
            case EMPTY -> true;
            case STABLE -> group.usesConsumerProtocol() && group.subscribedTopics() != null;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, DEAD -> false;
        };
    }

    /** Returns whether an offset has expired; those of subscribed topics never do. */
    private boolean isExpired(ClassicGroup group, String topic, CommittedOffset offset) {
        if (group.isSubscribedTo(topic)) {
            return false;
        }
        return isOld(offset, countsFrom(group, offset));
    }

    private boolean isOld(CommittedOffset offset, long countsFromMs) {
        if (offset.expireTimestampMs() != CommittedOffset.NONE) {
            // An old client asked for a retention of its own.
            return nowMs >= offset.expireTimestampMs();
        }
        return nowMs - countsFromMs >= retentionMs;
    }

    private static long countsFrom(ClassicGroup group, CommittedOffset offset) {
        // An Empty group may have been at work until a moment ago: its offsets count from when it became Empty.
        boolean isDeserted = group.protocolType() != null && group.state() == ClassicState.EMPTY;
        return isDeserted && group.stateSinceMs() != CommittedOffset.NONE
                ? group.stateSinceMs()
                : offset.commitTimestampMs();
    }
}
