package io.github.groupcoordinator.judge.assignor;

import io.github.groupcoordinator.internal.group.streams.assignor.AssignorSubtopology;
import io.github.groupcoordinator.internal.group.streams.assignor.StreamsAssignorMember;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.coordinator.group.streams.assignor.AssignmentMemberSpec;
import org.apache.kafka.coordinator.group.streams.assignor.TaskId;

/**
 * The random input of an assignor of tasks: up to forty members of few or many processes, which had tasks that any
 * assignor, or none, may have given them. Some are there no more, some had no owner, some had standbys beside their
 * active task or more of them than there are to be.
 */
final class RandomTasks {
    private final Random random;
    private final List<AssignorSubtopology> subtopologies = new ArrayList<>();
    private final List<String> memberIds = new ArrayList<>();
    private final Map<String, String> processes = new TreeMap<>();
    private final Map<String, Tasks> targets = new TreeMap<>();
    private final int standbyReplicas;

    RandomTasks(int seed) {
        random = new Random(seed);
        standbyReplicas = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(3);
        int subtopologyCount = random.nextInt(5);
        for (int i = 0; i < subtopologyCount; i++) {
            String id = Integer.toString(random.nextInt(4) == 0 ? 10 + i : i);
            subtopologies.add(new AssignorSubtopology(id, random.nextInt(13), random.nextInt(3) > 0));
        }
        int memberCount = 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 9);
        int processCount = 1 + random.nextInt(memberCount);
        for (int i = 0; i < memberCount; i++) {
            String memberId = Integer.toString(random.nextInt(), 36);
            String processId = random.nextInt(20) == 0 ? "" : "process-" + random.nextInt(processCount);
            if (processes.put(memberId, processId) == null) {
                memberIds.add(memberId);
                targets.put(memberId, new Tasks(Tasks.empty(), Tasks.empty()));
            }
        }
        giveTasks();
    }

    /** Gives each task, and some that are there no more, to whoever the dice say. */
    private void giveTasks() {
        int owned = random.nextInt(5);
        List<AssignorSubtopology> before = new ArrayList<>(subtopologies);
        before.add(new AssignorSubtopology("9", random.nextInt(3), true));
        for (AssignorSubtopology subtopology : before) {
            for (int partition = 0; partition < subtopology.tasks() + random.nextInt(3); partition++) {
                if (random.nextInt(5) < owned) {
                    Tasks.add(targets.get(anybody()).active(), subtopology.id(), partition);
                }
                for (int standby = random.nextInt(4); standby > 1; standby--) {
                    Tasks.add(targets.get(anybody()).standby(), subtopology.id(), partition);
                }
            }
        }
    }

    /** Returns the members that are in the first half more often than the others: nothing is in balance. */
    private String anybody() {
        int count = memberIds.size();
        return memberIds.get(random.nextInt(random.nextInt(3) == 0 ? count : (count + 1) / 2));
    }

    List<AssignorSubtopology> subtopologies() {
        return subtopologies;
    }

    int standbyReplicas() {
        return standbyReplicas;
    }

    Map<String, StreamsAssignorMember> members() {
        Map<String, StreamsAssignorMember> members = new TreeMap<>();
        processes.forEach((memberId, processId) ->
                members.put(memberId, new StreamsAssignorMember(memberId, processId, targets.get(memberId))));
        return members;
    }

    /** Returns a member as Kafka's assignor is told of it, with a rack, tags and offsets, which count for nothing. */
    AssignmentMemberSpec described(StreamsAssignorMember member) {
        SortedMap<String, SortedSet<Integer>> active = member.target().active();
        Map<TaskId, Long> offsets = new HashMap<>();
        active.forEach((subtopology, partitions) -> partitions.forEach(
                partition -> offsets.put(new TaskId(subtopology, partition), (long) random.nextInt(100))));
        return new AssignmentMemberSpec(
                random.nextBoolean() ? Optional.of("instance-" + member.memberId()) : Optional.empty(),
                random.nextBoolean() ? Optional.of("rack-" + random.nextInt(3)) : Optional.empty(),
                new HashMap<>(active),
                new HashMap<>(member.target().standby()),
                Map.of(),
                member.processId(),
                Map.of("zone", "zone-" + random.nextInt(3)),
                offsets,
                offsets);
    }

    @Override
    public String toString() {
        return subtopologies + ", " + standbyReplicas + " standby replicas, "
                + members().values();
    }
}
