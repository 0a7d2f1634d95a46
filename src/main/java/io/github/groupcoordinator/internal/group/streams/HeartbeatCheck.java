package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.streams.task.AssignedTasks;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredSubtopology;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsRefusal;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TaskIds;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The checks of a heartbeat against the group and its topology. */
final class HeartbeatCheck {

    private HeartbeatCheck() {}

    static StreamsRefusal unknownMember(StreamsRoster group, String memberId) {
        return new StreamsRefusal(
                Errors.UNKNOWN_MEMBER_ID, "Member " + memberId + " is not a member of group " + group.groupId() + ".");
    }

    /**
     * Checks the epoch of a member: with the one before it may come once more, in case that the answer with the new one
     * was lost, if it has nothing that it was not given.
     */
    static void epoch(StreamsMember member, StreamsGroupHeartbeatRequestData request) {
        int epoch = request.memberEpoch();
        if (epoch == 0 || epoch == member.memberEpoch()) {
            return;
        }
        AssignedTasks assigned = member.assigned();
        boolean isRepeated = epoch < member.memberEpoch()
                && epoch == member.previousMemberEpoch()
                && areAmong(request.activeTasks(), assigned.activeTasks())
                && areAmong(request.standbyTasks(), assigned.standby())
                && request.warmupTasks() != null
                && request.warmupTasks().isEmpty();
        if (!isRepeated) {
            throw new StreamsRefusal(
                    Errors.FENCED_MEMBER_EPOCH,
                    "The streams group member has a " + (epoch > member.memberEpoch() ? "greater" : "smaller")
                            + " member epoch (" + epoch + ") than the one known by the group coordinator ("
                            + member.memberEpoch() + "). The member must abandon all its partitions and rejoin.");
        }
    }

    private static boolean areAmong(@Nullable List<TaskIds> owned, SortedMap<String, SortedSet<Integer>> assigned) {
        if (owned == null) {
            return false;
        }
        for (TaskIds tasks : owned) {
            SortedSet<Integer> partitions = assigned.get(tasks.subtopologyId());
            if (partitions == null || !partitions.containsAll(tasks.partitions())) {
                return false;
            }
        }
        return true;
    }

    /** Checks that the tasks that a member has are there. */
    static void tasks(
            SortedMap<String, ConfiguredSubtopology> subtopologies, StreamsGroupHeartbeatRequestData request) {
        tasks(subtopologies, request.activeTasks());
        tasks(subtopologies, request.standbyTasks());
        tasks(subtopologies, request.warmupTasks());
    }

    private static void tasks(SortedMap<String, ConfiguredSubtopology> subtopologies, @Nullable List<TaskIds> owned) {
        if (owned == null) {
            return;
        }
        for (TaskIds tasks : owned) {
            ConfiguredSubtopology subtopology = subtopologies.get(tasks.subtopologyId());
            if (subtopology == null) {
                throw new StreamsRefusal(
                        Errors.INVALID_REQUEST,
                        "Subtopology " + tasks.subtopologyId() + " does not exist in the topology.");
            }
            for (int partition : tasks.partitions()) {
                if (partition < 0 || partition >= subtopology.tasks()) {
                    throw new StreamsRefusal(
                            Errors.INVALID_REQUEST,
                            "Task " + partition + " for subtopology " + tasks.subtopologyId()
                                    + " is invalid. Number of tasks for this subtopology: " + subtopology.tasks());
                }
            }
        }
    }

    /** Returns the tasks that a member says it has, or null if it does not say. */
    static @Nullable Tasks owned(StreamsGroupHeartbeatRequestData request) {
        if (request.activeTasks() == null || request.standbyTasks() == null || request.warmupTasks() == null) {
            return null;
        }
        return new Tasks(bySubtopology(request.activeTasks()), bySubtopology(request.standbyTasks()));
    }

    private static SortedMap<String, SortedSet<Integer>> bySubtopology(List<TaskIds> owned) {
        SortedMap<String, SortedSet<Integer>> tasks = Tasks.empty();
        for (TaskIds each : owned) {
            if (tasks.put(each.subtopologyId(), new TreeSet<>(each.partitions())) != null) {
                throw StreamsRefusal.unexpected();
            }
        }
        return tasks;
    }
}
