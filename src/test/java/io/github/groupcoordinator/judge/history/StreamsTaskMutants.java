package io.github.groupcoordinator.judge.history;

import java.util.List;
import java.util.stream.Stream;

/** Mistakes about the tasks of streams groups: when they are assigned, to whom, and how they move. */
final class StreamsTaskMutants {
    private static final String HEARTBEAT = "group/streams/HeartbeatDecision.java";
    private static final String DECISIONS = "group/streams/StreamsDecisions.java";
    private static final String ROSTER = "group/streams/StreamsRoster.java";
    private static final String RECONCILIATION = "group/streams/Reconciliation.java";
    private static final String TARGET = "group/streams/TargetDecision.java";
    private static final String GROUP = "group/streams/StreamsGroup.java";
    private static final String ASSIGNOR = "group/streams/assignor/StickyTaskAssignor.java";
    private static final String PROCESS = "group/streams/assignor/Process.java";
    private static final String QUOTA = "group/streams/assignor/Quota.java";

    private StreamsTaskMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                        epochs1(),
                        epochs2(),
                        reconciling1(),
                        reconciling2(),
                        assignments1(),
                        assignments2(),
                        standbys1(),
                        standbys2())
                .flatMap(List::stream);
    }

    private static List<Mutant> epochs1() {
        return List.of(
                new Mutant(
                        23,
                        "a changed member bumps no epoch",
                        HEARTBEAT,
                        "!isChanged && !haveTopicsChanged",
                        "!haveTopicsChanged"),
                new Mutant(
                        23,
                        "changed topics bump no epoch",
                        HEARTBEAT,
                        "!isChanged && !haveTopicsChanged",
                        "!isChanged"),
                new Mutant(
                                23,
                                "other standbys bump no epoch",
                                HEARTBEAT,
                                "&& configs.equals(group.assignmentConfigs())",
                                "")
                        .firstTriedOn(12),
                new Mutant(46, "the group epoch starts at 0", ROSTER, "FIRST_EPOCH = 1", "FIRST_EPOCH = 0"),
                new Mutant(
                        47,
                        "a delay of 0 is one",
                        HEARTBEAT,
                        "!group.isEmpty() || delayMs <= 0",
                        "!group.isEmpty() || delayMs < 0"),
                new Mutant(
                        47, "every join begins a delay", HEARTBEAT, "!group.isEmpty() || delayMs <= 0", "delayMs <= 0"),
                new Mutant(
                        47,
                        "a delay begins anew",
                        HEARTBEAT,
                        "        if (context.isArmed(key)) {\n            return true;\n        }\n",
                        ""));
    }

    private static List<Mutant> epochs2() {
        return List.of(
                new Mutant(
                                49,
                                "the delay ends in an empty group, too",
                                DECISIONS,
                                "group.isEmpty() || topology == null",
                                "topology == null")
                        .firstTriedOn(11),
                new Mutant(
                        49,
                        "the end of the delay does not look at the interval",
                        DECISIONS,
                        " || !target.mayCompute(group.groupEpoch())",
                        " || group.assignmentEpoch() >= group.groupEpoch()"),
                new Mutant(
                        50,
                        "a deleted group is waited for",
                        GROUP,
                        "List.of(TimerKey.streamsInitialDelay(groupId()))",
                        "List.of()"),
                new Mutant(51, "there is no assignment interval", HEARTBEAT, "!target.mayCompute(groupEpoch)", "false"),
                new Mutant(
                        52,
                        "a target is computed without all topics",
                        TARGET,
                        "subtopologies == null ?",
                        "subtopologies == null || true ?"),
                new Mutant(
                        102,
                        "the epoch of a target has no time",
                        TARGET,
                        "groupEpoch, context.nowMs()",
                        "groupEpoch, 0"));
    }

    private static List<Mutant> reconciling1() {
        return List.of(
                new Mutant(
                        55,
                        "a kept task gets the new epoch",
                        RECONCILIATION,
                        ".put(partition, epoch)));",
                        ".put(partition, targetEpoch)));"),
                new Mutant(
                                56,
                                "a task that another has is given",
                                RECONCILIATION,
                                "owners.activeProcess(subtopology, partition) == null\n                        "
                                        + "&& !owners",
                                "!owners")
                        .firstTriedOn(17),
                new Mutant(
                                56,
                                "the own standby is no obstacle",
                                RECONCILIATION,
                                "owners.activeProcess(subtopology, partition) == null\n                        "
                                        + "&& !owners.isStandby(subtopology, partition, member.processId());",
                                "owners.activeProcess(subtopology, partition) == null;")
                        .firstTriedOn(78),
                new Mutant(
                                56,
                                "a standby may stand beside its active task",
                                RECONCILIATION,
                                "!member.processId().equals(owners.activeProcess(subtopology, "
                                        + "partition))\n                        && !owners",
                                "!owners")
                        .firstTriedOn(97),
                new Mutant(
                        57,
                        "who says nothing has nothing",
                        RECONCILIATION,
                        "owned == null || owned.containsAny(tasks)",
                        "owned != null && owned.containsAny(tasks)"),
                new Mutant(
                        57,
                        "what is revoked need not be given up",
                        RECONCILIATION,
                        "!revoked.isEmpty() && stillOwns(revoked)",
                        "false"));
    }

    private static List<Mutant> reconciling2() {
        return List.of(
                new Mutant(
                        58,
                        "giving up moves no epoch",
                        RECONCILIATION,
                        "towardsTarget(member.memberEpoch() + 1)",
                        "towardsTarget(member.memberEpoch())"),
                new Mutant(
                                59,
                                "who waits for tasks is stable",
                                RECONCILIATION,
                                "gain.isAnyUnreleased ? StreamsMemberState.UNRELEASED_TASKS",
                                "gain.isAnyUnreleased ? StreamsMemberState.STABLE")
                        .firstTriedOn(17),
                new Mutant(
                                57,
                                "nobody watches who gives up tasks",
                                HEARTBEAT,
                                "StreamsDecisions.armRebalance(step, group.groupId(), next);",
                                "")
                        .firstTriedOn(66),
                new Mutant(
                        27,
                        "tasks are told in every answer",
                        HEARTBEAT,
                        "request.memberEpoch() == 0 || !before.assigned().equals(after.assigned())",
                        "true"),
                new Mutant(
                        27,
                        "tasks are told to nobody who joins again",
                        HEARTBEAT,
                        "request.memberEpoch() == 0 || !before",
                        "!before"),
                new Mutant(
                                56,
                                "what is to be given up has no owner",
                                ROSTER,
                                "        owners.add(member.pendingRevocation(), member.processId());\n",
                                "")
                        .firstTriedOn(17));
    }

    private static List<Mutant> assignments1() {
        return List.of(
                new Mutant(65, "a quota is rounded down", QUOTA, "(tasks + members - 1) / members", "tasks / members")
                        .firstTriedOn(37),
                new Mutant(
                        65, "who is full counts on", QUOTA, "            members--;\n", "            members -= 0;\n"),
                new Mutant(
                        66,
                        "nobody keeps an active task",
                        ASSIGNOR,
                        "        left.removeIf(task -> keepsActive(task, previousActive.get(task)));\n",
                        ""),
                new Mutant(
                                66,
                                "no standby becomes active",
                                ASSIGNOR,
                                "        left.removeIf(task -> keepsActive(task, "
                                        + "leastLoaded(previousStandby.get(task), null)));\n",
                                "")
                        .firstTriedOn(78));
    }

    private static List<Mutant> assignments2() {
        return List.of(
                new Mutant(
                        67, "the rest goes by partition", ASSIGNOR, "        left.sort(TaskId.BY_SUBTOPOLOGY);\n", ""),
                new Mutant(
                        68,
                        "stateless tasks have standbys",
                        ASSIGNOR,
                        "!onlyStateful || subtopology.isStateful()",
                        "true"),
                new Mutant(
                                68,
                                "standbys go in ascending order",
                                ASSIGNOR,
                                "TaskId.BY_PARTITION.reversed()",
                                "TaskId.BY_PARTITION")
                        .firstTriedOn(78),
                new Mutant(
                        68,
                        "a process has a task twice",
                        ASSIGNOR,
                        "process != null && process.hasTask(task)",
                        "process != null && !process.hasTask(task)"));
    }

    private static List<Mutant> standbys1() {
        return List.of(
                new Mutant(
                        65,
                        "standbys do not count in the quota of all tasks",
                        ASSIGNOR,
                        "subtopology.isStateful() ? subtopology.tasks() * standbyReplicas : 0",
                        "0"),
                new Mutant(
                        65,
                        "who is full of active tasks may have as many standbys",
                        ASSIGNOR,
                        "        activeQuota.reached(count);\n        totalQuota.reached(count);\n",
                        "        activeQuota.reached(count);\n"),
                new Mutant(
                        68,
                        "who had the active task gets no standby for it",
                        ASSIGNOR,
                        "if (active != null && !process(active)",
                        "if (false && active != null && !process(active)"),
                new Mutant(
                        68,
                        "the rest of the standbys go in ascending order",
                        ASSIGNOR,
                        "TaskId.BY_SUBTOPOLOGY.reversed()",
                        "TaskId.BY_SUBTOPOLOGY"),
                new Mutant(
                        69,
                        "another previous owner needs only a process with less to do",
                        ASSIGNOR,
                        "process.load() < processLoad && mayHave && count(member) < memberLoad",
                        "process.load() < processLoad && mayHave"),
                new Mutant(
                        69,
                        "another previous owner needs only less to do itself",
                        ASSIGNOR,
                        "process.load() < processLoad && mayHave && count(member) < memberLoad",
                        "mayHave && count(member) < memberLoad"));
    }

    private static List<Mutant> standbys2() {
        return List.of(
                new Mutant(
                        69,
                        "another previous owner may have the task already",
                        ASSIGNOR,
                        "standby == null || !process.hasTask(standby)",
                        "true"),
                new Mutant(
                        69,
                        "the process that must lack the task is the chosen one's",
                        ASSIGNOR,
                        "!first.hasTask(standby) ? least",
                        "!process(least).hasTask(standby) ? least"),
                new Mutant(
                        70,
                        "the table of processes grows like any other",
                        ASSIGNOR,
                        "HashOrder.ofCapacity(members.size())",
                        "new HashOrder<>()"),
                new Mutant(
                        70,
                        "who was passed over goes back in the same order",
                        ASSIGNOR,
                        "passedOver.add(0, process)",
                        "passedOver.add(process)"),
                new Mutant(
                        70,
                        "the order of members outlives a task that one keeps",
                        PROCESS,
                        "        note(task, memberId);\n        membersByLoad = null;\n",
                        "        note(task, memberId);\n"),
                new Mutant(
                        67,
                        "a process of many members counts as one of few",
                        PROCESS,
                        "(double) taskCount / memberIds.size()",
                        "(double) taskCount"));
    }
}
