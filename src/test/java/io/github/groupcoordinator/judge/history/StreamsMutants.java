package io.github.groupcoordinator.judge.history;

import java.util.List;
import java.util.stream.Stream;

/** Mistakes about the members of streams groups: what they may ask, and what a group keeps of them. */
final class StreamsMutants {
    private static final String REQUESTS = "coordinator/group/StreamsGroupRequests.java";
    private static final String HEARTBEAT = "group/streams/HeartbeatDecision.java";
    private static final String CHECK = "group/streams/HeartbeatCheck.java";
    private static final String LEAVE = "group/streams/LeaveDecision.java";
    private static final String DECISIONS = "group/streams/StreamsDecisions.java";
    private static final String ROSTER = "group/streams/StreamsRoster.java";
    private static final String OFFSETS = "group/streams/OffsetRules.java";
    private static final String DESCRIPTION = "group/streams/DescribedStreamsGroup.java";
    private static final String LISTED = "group/streams/StreamsDescription.java";
    private static final String GROUP = "group/streams/StreamsGroup.java";

    private StreamsMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                        requests1(),
                        requests2(),
                        requests3(),
                        members1(),
                        members2(),
                        leaving1(),
                        leaving2(),
                        offsets1(),
                        offsets2(),
                        descriptions())
                .flatMap(List::stream);
    }

    private static List<Mutant> requests1() {
        return List.of(
                new Mutant(7, "a group instance id is taken", REQUESTS, "request.instanceId() != null", "false"),
                new Mutant(
                        7,
                        "task end offsets are taken",
                        REQUESTS,
                        "request.taskOffsets() != null || request.taskEndOffsets() != null",
                        "request.taskOffsets() != null"),
                new Mutant(
                        7,
                        "warm-up tasks are taken",
                        REQUESTS,
                        "request.warmupTasks() != null && !request.warmupTasks().isEmpty()",
                        "false"),
                new Mutant(
                        7,
                        "regular expressions are taken",
                        REQUESTS,
                        "!subtopology.sourceTopicRegex().isEmpty()",
                        "false"),
                new Mutant(
                        8,
                        "the group id is looked at first",
                        REQUESTS,
                        "if (isBlank(request.memberId())) {",
                        "if (!isBlank(request.groupId()) && isBlank(request.memberId())) {"),
                new Mutant(8, "a rack may be empty", REQUESTS, "isBlank(request.rackId()) ?", "false ?"));
    }

    private static List<Mutant> requests2() {
        return List.of(
                new Mutant(
                        9,
                        "a rebalance timeout of 0 is none",
                        REQUESTS,
                        "request.rebalanceTimeoutMs() == NOT_SAID",
                        "request.rebalanceTimeoutMs() <= 0"),
                new Mutant(
                        9,
                        "who joins may say nothing of its tasks",
                        REQUESTS,
                        "request.activeTasks() == null || !request.activeTasks().isEmpty()",
                        "request.activeTasks() != null && !request.activeTasks().isEmpty()"),
                new Mutant(
                        9,
                        "who joins may have standby tasks",
                        REQUESTS,
                        "request.standbyTasks() == null || !request.standbyTasks().isEmpty()",
                        "request.standbyTasks() == null"),
                new Mutant(9, "a changelog may be of a fixed size", REQUESTS, "changelog.partitions() != 0", "false")
                        .firstTriedOn(56),
                new Mutant(
                        10,
                        "an epoch below -2 is one",
                        REQUESTS,
                        "request.memberEpoch() < StreamsMember.STATIC_LEAVE_EPOCH)",
                        "request.memberEpoch() < -9)"),
                new Mutant(11, "one list of tasks is enough", REQUESTS, "isAny && !isAll", "false"));
    }

    private static List<Mutant> requests3() {
        return List.of(
                new Mutant(
                        11,
                        "a member brings a topology",
                        REQUESTS,
                        "request.memberEpoch() != 0 && request.topology() != null",
                        "false"),
                new Mutant(
                        13,
                        "a heartbeat with an epoch makes the group",
                        REQUESTS,
                        "return isJoining ? new StreamsGroup(request.groupId(), configs) : null;",
                        "return new StreamsGroup(request.groupId(), configs);"),
                new Mutant(
                                13,
                                "a classic group with members gives way",
                                REQUESTS,
                                "!isJoining || !known.isEmpty()",
                                "!isJoining")
                        .firstTriedOn(182),
                new Mutant(
                        13,
                        "the records of the classic group stay",
                        REQUESTS,
                        "shard.collectTombstones(known, conversion);",
                        ""),
                new Mutant(
                        13,
                        "an unknown group has one text",
                        REQUESTS,
                        "request.memberEpoch() < 0 ? \"Group \"",
                        "request.memberEpoch() < -9 ? \"Group \""),
                new Mutant(
                        87,
                        "an empty group id is unknown",
                        REQUESTS,
                        "groupId.isEmpty() ? Errors.INVALID_GROUP_ID :",
                        ""));
    }

    private static List<Mutant> members1() {
        return List.of(
                new Mutant(
                                14,
                                "one member too many is let in",
                                HEARTBEAT,
                                "group.memberCount() >= maxSize",
                                "group.memberCount() > maxSize")
                        .firstTriedOn(33),
                new Mutant(
                                14,
                                "who is a member is let into a full group again",
                                HEARTBEAT,
                                "if (group.memberCount() >= maxSize) {",
                                "if (member == null && group.memberCount() >= maxSize) {")
                        .firstTriedOn(33),
                new Mutant(
                        15,
                        "who joins again begins anew",
                        HEARTBEAT,
                        "return member == null ? StreamsMember.joining(memberId) : member;",
                        "return StreamsMember.joining(memberId);"),
                new Mutant(
                        16,
                        "an epoch is not looked at",
                        HEARTBEAT,
                        "        HeartbeatCheck.epoch(member, request);\n",
                        ""),
                new Mutant(
                        16,
                        "the epoch before needs no tasks",
                        CHECK,
                        "                && areAmong(request.activeTasks(), assigned.activeTasks())\n",
                        ""),
                new Mutant(
                        16,
                        "the epoch before needs no standby tasks",
                        CHECK,
                        "                && areAmong(request.standbyTasks(), assigned.standby())\n",
                        ""),
                new Mutant(
                        16,
                        "every smaller epoch is accepted",
                        CHECK,
                        "                && epoch == member.previousMemberEpoch()\n",
                        ""));
    }

    private static List<Mutant> members2() {
        return List.of(
                new Mutant(
                        16,
                        "greater and smaller are the same",
                        CHECK,
                        "epoch > member.memberEpoch() ? \"greater\"",
                        "epoch < member.memberEpoch() ? \"greater\""),
                new Mutant(
                        17,
                        "a rack is not kept",
                        HEARTBEAT,
                        "request.rackId() == null ? before.rackId()",
                        "request.rackId() == null ? null"),
                new Mutant(
                        17,
                        "a rebalance timeout is not kept",
                        HEARTBEAT,
                        "request.rebalanceTimeoutMs() == NOT_SAID ? before.rebalanceTimeoutMs()",
                        "request.rebalanceTimeoutMs() == NOT_SAID ? NOT_SAID"),
                new Mutant(
                        17,
                        "a process is not kept",
                        HEARTBEAT,
                        "request.processId() == null ? before.processId()",
                        "request.processId() == null ? \"\""),
                new Mutant(
                        17,
                        "client tags are not kept",
                        HEARTBEAT,
                        "request.clientTags() == null ? before.clientTags()",
                        "request.clientTags() == null ? new TreeMap<>()"),
                new Mutant(
                                17,
                                "a tag twice is no fault",
                                HEARTBEAT,
                                "tags.put(tag.key(), tag.value()) != null",
                                "tags.put(tag.key(), tag.value()) != null && false")
                        .firstTriedOn(92),
                new Mutant(
                        17,
                        "a change is not stored",
                        HEARTBEAT,
                        "if (isChanged) {\n            records.add",
                        "if (isChanged && before.memberEpoch() <= 0) {\n            records.add"));
    }

    private static List<Mutant> leaving1() {
        return List.of(
                new Mutant(
                        26,
                        "who leaves keeps its target",
                        LEAVE,
                        "                .append(new "
                                + "StreamsGroupRecord.TargetAssignmentTombstone(groupId, memberId))\n",
                        ""),
                new Mutant(26, "leaving bumps no epoch", LEAVE, "group.groupEpoch() + 1", "group.groupEpoch()"),
                new Mutant(26, "who leaves is told the epoch 0", LEAVE, ".setMemberEpoch(request.memberEpoch())", ""),
                new Mutant(
                                76,
                                "a leaving stranger shuts nobody down",
                                LEAVE,
                                "if (request.shutdownApplication()) {",
                                "if (member != null && request.shutdownApplication()) {")
                        .firstTriedOn(12),
                new Mutant(
                        76,
                        "the last one who asks shuts down",
                        ROSTER,
                        "shutdownRequester = shutdownRequester == null ? record.memberId() : " + "shutdownRequester;",
                        "shutdownRequester = record.memberId();"),
                new Mutant(
                        76,
                        "a shutdown outlives the group",
                        ROSTER,
                        "        if (isEmpty()) {\n            shutdownRequester = null;\n        }\n",
                        ""));
    }

    private static List<Mutant> leaving2() {
        return List.of(
                new Mutant(
                        63,
                        "a session is armed by nobody",
                        HEARTBEAT,
                        "        StreamsDecisions.armSession(step, context, group.groupId(), " + "said.memberId());\n",
                        ""),
                new Mutant(
                        105,
                        "a session is not armed by a load",
                        DECISIONS,
                        "            armSession(step, context, group.groupId(), member.memberId());\n",
                        ""),
                new Mutant(
                        105,
                        "a load does not watch who gives up tasks",
                        DECISIONS,
                        "member.state() == StreamsMemberState.UNREVOKED_TASKS",
                        "false"),
                new Mutant(
                        104,
                        "the topology of a deleted group stays",
                        GROUP,
                        "        records.add(new StreamsGroupRecord.TopologyTombstone(groupId));\n",
                        ""),
                new Mutant(
                        95,
                        "a group with members is deleted",
                        GROUP,
                        "isEmpty() ? Errors.NONE : Errors.NON_EMPTY_GROUP",
                        "Errors.NONE"),
                new Mutant(
                                95,
                                "nobody is subscribed",
                                GROUP,
                                "!isEmpty() && topology != null && topology.readerOf(topic) != null",
                                "false")
                        .firstTriedOn(85));
    }

    private static List<Mutant> offsets1() {
        return List.of(
                new Mutant(
                                96,
                                "an empty group takes every epoch",
                                OFFSETS,
                                "epoch < 0 && group.isEmpty()",
                                "group.isEmpty()")
                        .firstTriedOn(24),
                new Mutant(
                        98,
                        "a stale transaction is told so",
                        OFFSETS,
                        "error == Errors.STALE_MEMBER_EPOCH ? Errors.ILLEGAL_GENERATION : error",
                        "error"),
                new Mutant(98, "a producer must say who commits", OFFSETS, "isNobody ? Errors.NONE : check", "check")
                        .firstTriedOn(28),
                new Mutant(
                                96,
                                "an old version may commit",
                                OFFSETS,
                                " < FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH",
                                " < 0")
                        .firstTriedOn(21),
                new Mutant(
                        97,
                        "an earlier epoch is stale",
                        OFFSETS,
                        "epoch < member.memberEpoch() && hasHadSince(group.topology(), member, attempt)",
                        "false"));
    }

    private static List<Mutant> offsets2() {
        return List.of(
                new Mutant(
                        97,
                        "an earlier epoch is as good as any",
                        OFFSETS,
                        " || attempt.generationIdOrMemberEpoch() < assignedIn",
                        ""),
                new Mutant(
                        97,
                        "what is to be given up is not committed",
                        OFFSETS,
                        "assigned == null ? member.pendingRevocation().epoch(subtopology, partition) : " + "assigned",
                        "assigned"),
                new Mutant(99, "no member fetches nothing", OFFSETS, "memberId == null && memberEpoch < 0", "false")
                        .firstTriedOn(38),
                new Mutant(
                                99,
                                "no member is an unknown one",
                                OFFSETS,
                                "return Errors.UNKNOWN_SERVER_ERROR;",
                                "return Errors.UNKNOWN_MEMBER_ID;")
                        .firstTriedOn(21),
                new Mutant(
                                99,
                                "any epoch may fetch",
                                OFFSETS,
                                "memberEpoch == member.memberEpoch() ? Errors.NONE",
                                "memberEpoch <= member.memberEpoch() ? Errors.NONE")
                        .firstTriedOn(8));
    }

    private static List<Mutant> descriptions() {
        return List.of(
                new Mutant(
                        63,
                        "a group without topics is stable",
                        LISTED,
                        "topology == null || topology.epoch() != group.validatedTopologyEpoch()",
                        "topology == null"),
                new Mutant(
                        63,
                        "a group is never assigning",
                        LISTED,
                        "group.groupEpoch() > group.assignmentEpoch()",
                        "false"),
                new Mutant(
                        63,
                        "a group is never reconciling",
                        LISTED,
                        "member.isReconciledTo(group.assignmentEpoch())",
                        "true"),
                new Mutant(
                        88,
                        "topics are described as they were told",
                        DESCRIPTION,
                        "configured != null && ready != null",
                        "false"),
                new Mutant(
                                89,
                                "the target is the assignment",
                                DESCRIPTION,
                                "assignment(target.active(), target.standby())",
                                "assignment(\n                        member.assigned().activeTasks(), "
                                        + "member.assigned().standby())")
                        .firstTriedOn(8));
    }
}
