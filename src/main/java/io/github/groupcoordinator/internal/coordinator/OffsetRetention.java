package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetTombstone;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicState;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import java.util.List;

/** When committed offsets are old enough to go. */
final class OffsetRetention {

    private OffsetRetention() {}

    /** Returns tombstones for the offsets of a group that have expired. */
    static List<OffsetTombstone> expired(ClassicGroup group, OffsetStore offsets, long nowMs, long retentionMs) {
        if (!canExpire(group)) {
            return List.of();
        }
        List<OffsetTombstone> expired = offsets.tombstones(
                group.groupId(), (topic, offset) -> isExpired(group, topic, offset, nowMs, retentionMs));
        // A transaction that is still open may be about to commit a fresh one.
        expired.removeIf(each -> offsets.hasPending(each.groupId(), each.topic(), each.partition()));
        return expired;
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
    private static boolean isExpired(
            ClassicGroup group, String topic, CommittedOffset offset, long nowMs, long retentionMs) {
        if (group.isSubscribedTo(topic)) {
            return false;
        }
        if (offset.expireTimestampMs() != CommittedOffset.NONE) {
            // An old client asked for a retention of its own.
            return nowMs >= offset.expireTimestampMs();
        }
        return nowMs - countsFrom(group, offset) >= retentionMs;
    }

    private static long countsFrom(ClassicGroup group, CommittedOffset offset) {
        // An Empty group may have been at work until a moment ago: its offsets count from when it became Empty.
        boolean isDeserted = group.protocolType() != null && group.state() == ClassicState.EMPTY;
        return isDeserted && group.stateSinceMs() != CommittedOffset.NONE
                ? group.stateSinceMs()
                : offset.commitTimestampMs();
    }
}
