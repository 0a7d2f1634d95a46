package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionOwners;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One step of a member towards its target assignment: first it gives up what it is not to have, then it enters the
 * target's epoch and gets what is free, then what the others give up, as they do.
 *
 * @param topics what the member subscribed to; it gets nothing else
 * @param hasSubscriptionChanged whether the member said so just now
 * @param owned what the member says it has; null if it does not say
 */
record Reconciliation(
        ConsumerMember member,
        int targetEpoch,
        SortedMap<Uuid, SortedSet<Integer>> target,
        Topics topics,
        boolean hasSubscriptionChanged,
        @Nullable SortedMap<Uuid, SortedSet<Integer>> owned,
        PartitionOwners owners) {

    /**
     * The topics that a member subscribed to.
     *
     * @param areNone whether that is nothing at all, not even topics that do not exist
     * @param ids the topics that exist
     */
    record Topics(boolean areNone, SortedSet<Uuid> ids) {
        boolean contains(Uuid topicId) {
            return ids.contains(topicId);
        }
    }

    static Topics known(SortedSet<String> names, TopicCatalog catalog) {
        SortedSet<Uuid> ids = new TreeSet<>();
        for (String name : names) {
            TopicCatalog.TopicInfo topic = catalog.find(name);
            if (topic != null) {
                ids.add(topic.id());
            }
        }
        return new Topics(names.isEmpty(), ids);
    }

    /** Returns the member after the step, or as it is if there is none to make now; null if it must join again. */
    @Nullable
    ConsumerMember next() {
        return switch (member.state()) {
            case STABLE -> {
                if (member.memberEpoch() != targetEpoch) {
                    yield towardsTarget();
                }
                yield hasSubscriptionChanged ? withoutUnsubscribed() : member;
            }
            case UNREVOKED_PARTITIONS -> {
                if (!stillOwns(member.pendingRevocation())) {
                    yield towardsTarget();
                }
                yield hasSubscriptionChanged ? withoutUnsubscribed() : member;
            }
            case UNRELEASED_PARTITIONS -> towardsTarget();
            case UNKNOWN -> owned != null && owned.isEmpty() ? towardsTarget() : null;
        };
    }

    /** Returns whether the member has any of the partitions, which it has if it does not say. */
    private boolean stillOwns(PartitionEpochs revoked) {
        if (owned == null) {
            return true;
        }
        for (Uuid topicId : owned.keySet()) {
            if (!Collections.disjoint(revoked.of(topicId).keySet(), owned.get(topicId))) {
                return true;
            }
        }
        return false;
    }

    /** Takes away what is not subscribed to any more, and nothing else. */
    private ConsumerMember withoutUnsubscribed() {
        PartitionEpochs.Builder kept = new PartitionEpochs.Builder();
        PartitionEpochs.Builder pending = new PartitionEpochs.Builder();
        // Without any topic Kafka makes the step even if there is nothing to take: the last epoch is the current one
        // then.
        boolean isAnyTaken = topics.areNone()
                && member.pendingRevocation().isEmpty()
                && member.previousMemberEpoch() != ConsumerMember.NEVER;
        pending.putAll(member.pendingRevocation());
        for (Uuid topicId : member.assigned().byTopic().keySet()) {
            boolean isKept = topics.contains(topicId);
            PartitionEpochs.Builder to = isKept ? kept : pending;
            member.assigned().of(topicId).forEach((partition, epoch) -> to.put(topicId, partition, epoch));
            isAnyTaken |= !isKept;
        }
        if (!isAnyTaken) {
            return member;
        }
        PartitionEpochs revoked = pending.build();
        return !revoked.isEmpty() && stillOwns(revoked)
                ? member.reconciled(
                        member.memberEpoch(), ReconciliationState.UNREVOKED_PARTITIONS, kept.build(), revoked)
                : member.reconciled(member.memberEpoch(), member.state(), kept.build(), member.pendingRevocation());
    }

    private ConsumerMember towardsTarget() {
        if (hasJustTheTarget()) {
            // In most rebalances, for most members.
            return member.reconciled(
                    targetEpoch, ReconciliationState.STABLE, member.assigned(), PartitionEpochs.none());
        }
        PartitionEpochs.Builder kept = new PartitionEpochs.Builder();
        PartitionEpochs.Builder revoked = new PartitionEpochs.Builder();
        PartitionEpochs.Builder gained = new PartitionEpochs.Builder();
        member.assigned()
                .byTopic()
                .forEach((topicId, partitions) -> partitions.forEach((partition, epoch) -> {
                    boolean isKept = targetOf(topicId).contains(partition);
                    (isKept ? kept : revoked).put(topicId, partition, epoch);
                }));
        boolean isAnyUnreleased = false;
        for (Uuid topicId : target.keySet()) {
            for (int partition : targetOf(topicId)) {
                if (member.assigned().contains(topicId, partition)) {
                    continue;
                }
                if (isFree(topicId, partition)) {
                    gained.put(topicId, partition, targetEpoch);
                } else {
                    isAnyUnreleased = true;
                }
            }
        }
        PartitionEpochs pending = revoked.build();
        if (!pending.isEmpty() && stillOwns(pending)) {
            return member.reconciled(
                    member.memberEpoch(), ReconciliationState.UNREVOKED_PARTITIONS, kept.build(), pending);
        }
        kept.putAll(gained.build());
        ReconciliationState state =
                isAnyUnreleased ? ReconciliationState.UNRELEASED_PARTITIONS : ReconciliationState.STABLE;
        return member.reconciled(targetEpoch, state, kept.build(), PartitionEpochs.none());
    }

    private boolean hasJustTheTarget() {
        SortedMap<Uuid, SortedMap<Integer, Integer>> assigned =
                member.assigned().byTopic();
        for (Uuid topicId : target.keySet()) {
            if (!assigned.containsKey(topicId) && !targetOf(topicId).isEmpty()) {
                return false;
            }
        }
        for (Map.Entry<Uuid, SortedMap<Integer, Integer>> each : assigned.entrySet()) {
            if (!areSame(each.getValue().keySet(), targetOf(each.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether two sets are equal that are both in ascending order. */
    private static boolean areSame(Set<Integer> some, SortedSet<Integer> others) {
        if (some.size() != others.size()) {
            return false;
        }
        Iterator<Integer> other = others.iterator();
        for (Integer each : some) {
            if (!each.equals(other.next())) {
                return false;
            }
        }
        return true;
    }

    private SortedSet<Integer> targetOf(Uuid topicId) {
        return topics.contains(topicId)
                ? target.getOrDefault(topicId, Collections.emptySortedSet())
                : Collections.emptySortedSet();
    }

    /** Returns whether a member may have it; what it was to give up itself is free for it: nobody else can have it. */
    private boolean isFree(Uuid topicId, int partition) {
        return owners.epochOf(topicId, partition) == PartitionOwners.NOBODY
                || member.pendingRevocation().contains(topicId, partition);
    }
}
