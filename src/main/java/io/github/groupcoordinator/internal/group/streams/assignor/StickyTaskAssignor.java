package io.github.groupcoordinator.internal.group.streams.assignor;

import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The assignor {@code sticky}, the only one of Kafka 4.3.1's streams groups. Active tasks stay where they were, or go
 * where a standby was, as long as nobody has too many by that; the others go to the process with the least load.
 * Standbys follow, each in another process than its active task. Racks and client tags do not count.
 */
public final class StickyTaskAssignor {
    public static final String NAME = "sticky";

    private final List<StreamsAssignorMember> members;
    private final List<AssignorSubtopology> subtopologies;
    private final int standbyReplicas;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<TaskId, StreamsAssignorMember> previousActive = new LinkedHashMap<>();
    private final Map<TaskId, List<StreamsAssignorMember>> previousStandby = new LinkedHashMap<>();
    private final Map<String, Tasks> assigned = new LinkedHashMap<>();
    private final Quota activeQuota;
    private final Quota totalQuota;

    private StickyTaskAssignor(
            Collection<StreamsAssignorMember> members,
            Collection<AssignorSubtopology> subtopologies,
            int standbyReplicas) {
        this.members = new ArrayList<>(members);
        this.subtopologies = new ArrayList<>(subtopologies);
        this.standbyReplicas = standbyReplicas;
        int active = 0;
        int standby = 0;
        for (AssignorSubtopology subtopology : subtopologies) {
            active += subtopology.tasks();
            standby += subtopology.isStateful() ? subtopology.tasks() * standbyReplicas : 0;
        }
        this.activeQuota = new Quota(active, members.size());
        this.totalQuota = new Quota(active + standby, members.size());
        rememberPrevious();
    }

    /**
     * Returns the tasks of each member.
     *
     * @param members in the order of a hash table of their ids, which decides between those with the same load
     */
    public static Map<String, Tasks> assign(
            Collection<StreamsAssignorMember> members,
            Collection<AssignorSubtopology> subtopologies,
            int standbyReplicas) {
        StickyTaskAssignor assignor = new StickyTaskAssignor(members, subtopologies, standbyReplicas);
        assignor.assignActive();
        if (standbyReplicas > 0) {
            assignor.assignStandby();
        }
        return assignor.assigned;
    }

    private void rememberPrevious() {
        HashOrder<String> processIds = HashOrder.ofCapacity(members.size());
        members.forEach(member -> processIds.add(member.processId()));
        processIds.forEach(processId -> processes.put(processId, new Process()));
        for (StreamsAssignorMember member : members) {
            process(member).addMember(member.memberId());
            assigned.put(member.memberId(), new Tasks(Tasks.empty(), Tasks.empty()));
            each(member.target().active()).forEach(task -> previousActive.put(task, member));
            each(member.target().standby()).forEach(task -> previousStandby
                    .computeIfAbsent(task, unused -> new ArrayList<>())
                    .add(member));
        }
    }

    private static List<TaskId> each(SortedMap<String, SortedSet<Integer>> tasks) {
        List<TaskId> each = new ArrayList<>();
        tasks.forEach((subtopology, partitions) ->
                partitions.forEach(partition -> each.add(new TaskId(subtopology, partition))));
        return each;
    }

    private Process process(StreamsAssignorMember member) {
        Process process = processes.get(member.processId());
        if (process == null) {
            throw new IllegalStateException("member " + member.memberId() + " is in no process");
        }
        return process;
    }

    private int count(StreamsAssignorMember member) {
        return process(member).count(member.memberId());
    }

    private List<TaskId> tasks(boolean onlyStateful) {
        List<TaskId> tasks = new ArrayList<>();
        for (AssignorSubtopology subtopology : subtopologies) {
            if (!onlyStateful || subtopology.isStateful()) {
                for (int partition = 0; partition < subtopology.tasks(); partition++) {
                    tasks.add(new TaskId(subtopology.id(), partition));
                }
            }
        }
        return tasks;
    }

    private void assignActive() {
        List<TaskId> left = tasks(false);
        left.sort(TaskId.BY_PARTITION);
        left.removeIf(task -> keepsActive(task, previousActive.get(task)));
        left.removeIf(task -> keepsActive(task, leastLoaded(previousStandby.get(task), null)));
        left.sort(TaskId.BY_SUBTOPOLOGY);
        PriorityQueue<Process> byLoad = byLoad();
        for (TaskId task : left) {
            Process process = byLoad.remove();
            String memberId = process.giveToLeastLoaded(task);
            noteActive(task, memberId, process.count(memberId));
            byLoad.add(process);
        }
    }

    private boolean keepsActive(TaskId task, @Nullable StreamsAssignorMember member) {
        if (member == null || !activeQuota.leavesRoomFor(count(member))) {
            return false;
        }
        process(member).give(task, member.memberId());
        noteActive(task, member.memberId(), count(member));
        return true;
    }

    private void noteActive(TaskId task, String memberId, int count) {
        Tasks.add(tasksOf(memberId).active(), task.subtopology(), task.partition());
        activeQuota.reached(count);
        totalQuota.reached(count);
    }

    private void noteStandby(TaskId task, String memberId, int count) {
        Tasks.add(tasksOf(memberId).standby(), task.subtopology(), task.partition());
        totalQuota.reached(count);
    }

    private Tasks tasksOf(String memberId) {
        Tasks tasks = assigned.get(memberId);
        if (tasks == null) {
            throw new IllegalStateException(memberId + " is no member of the group");
        }
        return tasks;
    }

    private PriorityQueue<Process> byLoad() {
        PriorityQueue<Process> byLoad = new PriorityQueue<>(Comparator.comparingDouble(Process::load));
        byLoad.addAll(processes.values());
        return byLoad;
    }

    /**
     * Returns the member with the least load of some, as Kafka finds it: another takes the place of the first only if
     * both its process and it have less to do; and it is the first one's process that must not have the task.
     *
     * @param standby the task that its process must not have, or null if it does not matter
     */
    private @Nullable StreamsAssignorMember leastLoaded(
            @Nullable List<StreamsAssignorMember> some, @Nullable TaskId standby) {
        if (some == null) {
            return null;
        }
        StreamsAssignorMember least = some.get(0);
        Process first = process(least);
        double processLoad = first.load();
        int memberLoad = count(least);
        for (StreamsAssignorMember member : some.subList(1, some.size())) {
            Process process = process(member);
            boolean mayHave = standby == null || !process.hasTask(standby);
            if (process.load() < processLoad && mayHave && count(member) < memberLoad) {
                least = member;
                processLoad = process.load();
                memberLoad = count(member);
            }
        }
        return standby == null || !first.hasTask(standby) ? least : null;
    }

    private void assignStandby() {
        List<TaskId> tasks = tasks(true);
        tasks.sort(TaskId.BY_PARTITION.reversed());
        Map<TaskId, Integer> left = new LinkedHashMap<>();
        for (TaskId task : tasks) {
            int kept = 0;
            while (kept < standbyReplicas && keepsStandby(task)) {
                kept++;
            }
            if (kept < standbyReplicas) {
                left.put(task, standbyReplicas - kept);
            }
        }
        List<TaskId> order = new ArrayList<>(left.keySet());
        order.sort(TaskId.BY_SUBTOPOLOGY.reversed());
        PriorityQueue<Process> byLoad = byLoad();
        for (TaskId task : order) {
            int replicas = left.getOrDefault(task, 0);
            while (replicas > 0 && giveStandby(task, byLoad)) {
                replicas--;
            }
        }
    }

    private boolean keepsStandby(TaskId task) {
        StreamsAssignorMember active = previousActive.get(task);
        if (active != null && !process(active).hasTask(task) && totalQuota.leavesRoomFor(count(active))) {
            give(task, active);
            return true;
        }
        StreamsAssignorMember standby = leastLoaded(previousStandby.get(task), task);
        if (standby != null && totalQuota.leavesRoomFor(count(standby))) {
            give(task, standby);
            return true;
        }
        return false;
    }

    private void give(TaskId task, StreamsAssignorMember member) {
        process(member).give(task, member.memberId());
        noteStandby(task, member.memberId(), count(member));
    }

    /** Gives a standby to the least loaded process that lacks the task; returns whether there is one. */
    private boolean giveStandby(TaskId task, PriorityQueue<Process> byLoad) {
        List<Process> passedOver = new ArrayList<>();
        Process process = byLoad.poll();
        while (process != null && process.hasTask(task)) {
            passedOver.add(0, process);
            process = byLoad.poll();
        }
        if (process != null) {
            String memberId = process.giveToLeastLoaded(task);
            noteStandby(task, memberId, process.count(memberId));
            byLoad.add(process);
        }
        // They go back in the opposite order, which the heap's order of equals depends on.
        byLoad.addAll(passedOver);
        return process != null;
    }
}
