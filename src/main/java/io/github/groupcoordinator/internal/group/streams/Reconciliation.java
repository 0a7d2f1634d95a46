package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.streams.task.AssignedTasks;
import io.github.groupcoordinator.internal.group.streams.task.TaskOwners;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One step of a member towards its target assignment (KIP-1071): first it gives up what it is not to have, then it
 * enters the target's epoch and gets the tasks that nobody has any more, then what others give up, as they do. One
 * process has a task in one role only.
 *
 * @param owned what the member says it has; null if it does not say
 */
record Reconciliation(
        StreamsMember member,
        int targetEpoch,
        Tasks target,
        TaskOwners owners,
        @Nullable Tasks owned) {

    /** Returns the member after the step, or as it is if there is none to make now; null if it must join again. */
    @Nullable
    StreamsMember next() {
        return switch (member.state()) {
            case STABLE -> member.memberEpoch() == targetEpoch ? member : towardsTarget(member.memberEpoch());
            case UNREVOKED_TASKS ->
                stillOwns(member.pendingRevocation()) ? member : towardsTarget(member.memberEpoch() + 1);
            case UNRELEASED_TASKS -> towardsTarget(member.memberEpoch());
            case UNKNOWN -> owned != null && owned.equals(Tasks.NONE) ? towardsTarget(targetEpoch) : null;
        };
    }

    /** Returns whether the member has any of the tasks, which it has if it does not say. */
    private boolean stillOwns(AssignedTasks tasks) {
        return owned == null || owned.containsAny(tasks);
    }

    /**
     * Makes the step.
     *
     * @param unrevokedEpoch the epoch that it is in while it has tasks to give up
     */
    private StreamsMember towardsTarget(int unrevokedEpoch) {
        SortedMap<String, SortedMap<Integer, Integer>> keptActive = new TreeMap<>();
        SortedMap<String, SortedMap<Integer, Integer>> revokedActive = new TreeMap<>();
        member.assigned()
                .active()
                .forEach((subtopology, partitions) ->
                        partitions.forEach((partition, epoch) -> (contains(target.active(), subtopology, partition)
                                        ? keptActive
                                        : revokedActive)
                                .computeIfAbsent(subtopology, unused -> new TreeMap<>())
                                .put(partition, epoch)));
        SortedMap<String, SortedSet<Integer>> keptStandby = Tasks.empty();
        SortedMap<String, SortedSet<Integer>> revokedStandby = Tasks.empty();
        member.assigned()
                .standby()
                .forEach((subtopology, partitions) -> partitions.forEach(partition -> Tasks.add(
                        contains(target.standby(), subtopology, partition) ? keptStandby : revokedStandby,
                        subtopology,
                        partition)));
        AssignedTasks revoked = new AssignedTasks(revokedActive, revokedStandby);
        AssignedTasks kept = new AssignedTasks(keptActive, keptStandby);
        if (!revoked.isEmpty() && stillOwns(revoked)) {
            return member.reconciled(unrevokedEpoch, StreamsMemberState.UNREVOKED_TASKS, kept, revoked);
        }
        Gain gain = new Gain();
        gain.find(kept);
        StreamsMemberState reached =
                gain.isAnyUnreleased ? StreamsMemberState.UNRELEASED_TASKS : StreamsMemberState.STABLE;
        return member.reconciled(
                targetEpoch, reached, kept.with(new AssignedTasks(gain.active, gain.standby)), AssignedTasks.NONE);
    }

    private static boolean contains(SortedMap<String, SortedSet<Integer>> tasks, String subtopology, int partition) {
        return tasks.getOrDefault(subtopology, Collections.emptySortedSet()).contains(partition);
    }

    /** The tasks that the member gets in this step. */
    private final class Gain {
        private final SortedMap<String, SortedMap<Integer, Integer>> active = new TreeMap<>();
        private final SortedMap<String, SortedSet<Integer>> standby = Tasks.empty();
        private boolean isAnyUnreleased;

        void find(AssignedTasks kept) {
            each(target.active(), (subtopology, partition) -> {
                if (kept.epoch(subtopology, partition) != null) {
                    return true;
                }
                boolean isFree = owners.activeProcess(subtopology, partition) == null
                        && !owners.isStandby(subtopology, partition, member.processId());
                if (isFree) {
                    active.computeIfAbsent(subtopology, unused -> new TreeMap<>())
                            .put(partition, targetEpoch);
                }
                return isFree;
            });
            each(target.standby(), (subtopology, partition) -> {
                if (contains(kept.standby(), subtopology, partition)) {
                    return true;
                }
                boolean isFree = !member.processId().equals(owners.activeProcess(subtopology, partition))
                        && !owners.isStandby(subtopology, partition, member.processId());
                if (isFree) {
                    Tasks.add(standby, subtopology, partition);
                }
                return isFree;
            });
        }

        private void each(SortedMap<String, SortedSet<Integer>> tasks, BiPredicate<String, Integer> take) {
            tasks.forEach((subtopology, partitions) ->
                    partitions.forEach(partition -> isAnyUnreleased |= !take.test(subtopology, partition)));
        }
    }
}
