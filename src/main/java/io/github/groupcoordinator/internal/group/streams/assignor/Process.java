package io.github.groupcoordinator.internal.group.streams.assignor;

import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A process with its members, and what they have been given so far. Of members with equally few tasks the one counts
 * that Kafka's heap has at its top, so it is filled here in the same order.
 */
final class Process {
    private final HashOrder<String> memberIds = new HashOrder<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Set<TaskId> tasks = new LinkedHashSet<>();
    private @Nullable PriorityQueue<Load> membersByLoad;
    private int taskCount;

    /** A member on the heap, with the number of its tasks when it was put there. */
    private record Load(String memberId, int count) {}

    void addMember(String memberId) {
        memberIds.add(memberId);
        counts.put(memberId, 0);
    }

    /** Returns the number of tasks per member. */
    double load() {
        return (double) taskCount / memberIds.size();
    }

    int count(String memberId) {
        return counts.getOrDefault(memberId, 0);
    }

    boolean hasTask(TaskId task) {
        return tasks.contains(task);
    }

    /** Gives a task to a member; the heap is made anew when it is needed next. */
    void give(TaskId task, String memberId) {
        note(task, memberId);
        membersByLoad = null;
    }

    /** Gives a task to a member with the fewest tasks, and returns that. */
    String giveToLeastLoaded(TaskId task) {
        if (memberIds.size() == 1) {
            String only = memberIds.toList().get(0);
            note(task, only);
            return only;
        }
        PriorityQueue<Load> heap = heap();
        String memberId = heap.remove().memberId();
        note(task, memberId);
        heap.add(new Load(memberId, count(memberId)));
        return memberId;
    }

    private PriorityQueue<Load> heap() {
        PriorityQueue<Load> heap = membersByLoad;
        if (heap == null) {
            heap = new PriorityQueue<>(Comparator.comparingInt(Load::count));
            List<Load> all = new ArrayList<>();
            memberIds.forEach(memberId -> all.add(new Load(memberId, count(memberId))));
            heap.addAll(all);
            membersByLoad = heap;
        }
        return heap;
    }

    private void note(TaskId task, String memberId) {
        taskCount++;
        tasks.add(task);
        counts.merge(memberId, 1, Integer::sum);
    }
}
