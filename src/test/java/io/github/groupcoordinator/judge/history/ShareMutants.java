package io.github.groupcoordinator.judge.history;

import java.util.List;

/** Mistakes about share groups; the numbers are those of the statements about what Kafka does with them. */
final class ShareMutants {
    private static final String HEARTBEAT = "group/share/HeartbeatDecision.java";
    private static final String LEAVE = "group/share/LeaveDecision.java";
    private static final String TARGET_EPOCH = "group/assignor/TargetEpoch.java";
    private static final String TABLE = "order/TimelineTable.java";
    private static final String STATES = "group/share/SharePartitionStates.java";
    private static final String TOPIC = "group/share/StateTopic.java";
    private static final String DECISIONS = "group/share/ShareDecisions.java";
    private static final String ROSTER = "group/share/ShareRoster.java";
    private static final String GROUP = "group/share/ShareGroup.java";
    private static final String OFFSETS = "group/share/ShareOffsets.java";
    private static final String REQUESTS = "coordinator/group/ShareGroupRequests.java";
    private static final String ADMINISTRATION = "coordinator/group/ShareOffsetRequests.java";
    private static final String DELETION = "coordinator/group/GroupDeletion.java";

    private ShareMutants() {}

    static List<Mutant> members() {
        return List.of(
                new Mutant(6, "the group epoch starts at 0", ROSTER, "int FIRST_EPOCH = 1;", "int FIRST_EPOCH = 0;"),
                new Mutant(
                                7,
                                "a first heartbeat may name no topics",
                                REQUESTS,
                                "(names == null || names.isEmpty())",
                                "names == null")
                        .firstTriedOn(59),
                new Mutant(
                        7,
                        "a static leave is an epoch",
                        REQUESTS,
                        "request.memberEpoch() < ShareMember.LEAVE_EPOCH ?",
                        "request.memberEpoch() < ShareMember.LEAVE_EPOCH - 1 ?"),
                new Mutant(
                                8,
                                "the previous epoch is fenced",
                                HEARTBEAT,
                                "return isCurrent || isPrevious",
                                "return isCurrent")
                        .firstTriedOn(31),
                new Mutant(
                                8,
                                "every smaller epoch is accepted",
                                HEARTBEAT,
                                "member.memberEpoch() && request.memberEpoch() == member.previousMemberEpoch();",
                                "member.memberEpoch();")
                        .firstTriedOn(13),
                new Mutant(
                        9,
                        "a heartbeat with an epoch makes the group",
                        REQUESTS,
                        "return request.memberEpoch() == 0 ? new ShareGroup(request.groupId(), configs) : null;",
                        "return new ShareGroup(request.groupId(), configs);"),
                new Mutant(
                        10,
                        "one member too many is let in",
                        HEARTBEAT,
                        "group.memberCount() >= maxSize",
                        "group.memberCount() > maxSize"),
                new Mutant(
                                10,
                                "who is a member is not let into a full group again",
                                HEARTBEAT,
                                "group.memberCount() >= maxSize && member == null",
                                "group.memberCount() >= maxSize")
                        .firstTriedOn(22));
    }

    static List<Mutant> leaving() {
        return List.of(
                new Mutant(
                        13,
                        "who leaves keeps its target",
                        LEAVE,
                        "                .append(new ShareGroupRecord.TargetAssignmentTombstone(groupId, memberId))\n",
                        ""),
                new Mutant(
                        13,
                        "leaving bumps no epoch",
                        LEAVE,
                        "groupId, group.groupEpoch() + 1, hash,",
                        "groupId, group.groupEpoch(), hash,"),
                new Mutant(
                                14,
                                "a session is not armed by a load",
                                DECISIONS,
                                "            armSession(step, context, group.groupId(), member.memberId());\n",
                                "")
                        .firstTriedOn(14),
                new Mutant(
                        14,
                        "a session ends 1 ms late",
                        DECISIONS,
                        "context.config().sessionTimeoutMs(),",
                        "context.config().sessionTimeoutMs() + 1,"),
                new Mutant(
                        22,
                        "offsets can be committed to a share group",
                        GROUP,
                        "CommitAttempt attempt, TopicCatalog topics) {\n        return Errors.GROUP_ID_NOT_FOUND;",
                        "CommitAttempt attempt, TopicCatalog topics) {\n        return Errors.NONE;"),
                new Mutant(
                        22,
                        "an empty share group expires",
                        GROUP,
                        "mayExpire() {\n        return false;",
                        "mayExpire() {\n        return true;"));
    }

    static List<Mutant> assignments() {
        return List.of(
                new Mutant(
                        11,
                        "an assignment is told only if it has changed",
                        HEARTBEAT,
                        "                || request.subscribedTopicNames() != null\n",
                        ""),
                new Mutant(
                        11,
                        "a changed assignment is not told",
                        HEARTBEAT,
                        "\n                || !before.assigned().equals(after.assigned())) {",
                        ") {"),
                new Mutant(16, "topics are never looked at again", GROUP, "            roster.topicsChanged();\n", ""),
                new Mutant(
                                16,
                                "after an epoch that could not be stored, topics are not looked at",
                                ROSTER,
                                "nowMs >= look.deadlineMs() || groupEpoch < look.groupEpoch();",
                                "nowMs >= look.deadlineMs();")
                        .firstTriedOn(229),
                new Mutant(
                        17,
                        "the assignment interval ends 1 ms late",
                        TARGET_EPOCH,
                        "nowMs >= computedMs + intervalMs)",
                        "nowMs > computedMs + intervalMs)"),
                new Mutant(
                        17,
                        "the assignment interval is not kept",
                        TARGET_EPOCH,
                        "(computedMs == 0 ||",
                        "(true || computedMs == 0 ||"));
    }

    static List<Mutant> targets() {
        return List.of(
                new Mutant(
                        27,
                        "partitions that are initialized bump no epoch",
                        HEARTBEAT,
                        "group.assignmentEpoch() >= group.groupEpoch() && group.isAssignmentPending();",
                        "false;"),
                new Mutant(
                        27,
                        "partitions that are initialized bump an epoch that is not assigned yet",
                        HEARTBEAT,
                        "group.assignmentEpoch() >= group.groupEpoch() && group.isAssignmentPending();",
                        "group.isAssignmentPending();"),
                new Mutant(
                        31,
                        "members are taken in the opposite order",
                        TABLE,
                        "return with.inOrder();",
                        "List<T> all = with.inOrder(); java.util.Collections.reverse(all); return all;"),
                new Mutant(
                        31,
                        "the oldest of a slot comes first",
                        TABLE,
                        "for (int i = slot.size() - 1; i >= 0; i--) {",
                        "for (int i = 0; i < slot.size(); i++) {"),
                new Mutant(
                        33,
                        "what a member no longer subscribes to stays assigned",
                        HEARTBEAT,
                        "if (topic != null && member.subscribedTopicNames().contains(topic.name())) {",
                        "if (topic != null) {"));
    }

    static List<Mutant> state() {
        return List.of(
                new Mutant(
                                24,
                                "an initialization is waited for 1 ms longer",
                                STATES,
                                "nowMs - initializingSinceMs < retryIntervalMs",
                                "nowMs - initializingSinceMs <= retryIntervalMs")
                        .firstTriedOn(17),
                new Mutant(
                                24,
                                "after a load an initialization is asked for again at once",
                                STATES,
                                "        initializingSinceMs = since.nowMs();\n",
                                "")
                        .firstTriedOn(24),
                new Mutant(
                        24,
                        "only topics without any state are initialized",
                        STATES,
                        "if (count == 0 || count < topic.partitionCount()) {",
                        "if (count == 0) {"),
                new Mutant(
                        25,
                        "an initialization that failed is waited for",
                        DECISIONS,
                        "return group.states().isInitializing()\n",
                        "return group.states().isInitializing() && group.isEmpty()\n"),
                new Mutant(
                                25,
                                "an initialization that can't be stored is not given up",
                                DECISIONS,
                                "                .otherwise(error ->"
                                        + " new ShareCommand.NotInitialized(command.partitions()))\n",
                                "")
                        .firstTriedOn(215),
                new Mutant(
                                24,
                                "what is initialized anew is still being deleted",
                                STATES,
                                "        stillDeleting.keySet().removeAll(sum.keySet());\n",
                                "")
                        .firstTriedOn(15));
    }

    static List<Mutant> deletions() {
        return List.of(
                new Mutant(
                        21,
                        "topics that are deleted stay initialized",
                        STATES,
                        "        leftInitialized.keySet().removeAll(topicIds);\n",
                        ""),
                new Mutant(
                                21,
                                "topics that are deleted stay in initialization",
                                STATES,
                                "        leftInitializing.keySet().removeAll(topicIds);\n",
                                "")
                        .firstTriedOn(17),
                new Mutant(
                                42,
                                "a group is deleted without its state",
                                STATES,
                                "        all = StateTopic.plus(all, again);\n",
                                "")
                        .firstTriedOn(18),
                new Mutant(
                                42,
                                "a group is deleted although its state is not",
                                DELETION,
                                "                    refuse(groupId, failure);\n",
                                "")
                        .firstTriedOn(18),
                new Mutant(
                                42,
                                "a call that failed keeps a group that has no partitions",
                                DELETION,
                                "ofTopic.getValue().isEmpty() ? Errors.NONE : answer.error(ofTopic.getKey())",
                                "answer.error(ofTopic.getKey())")
                        .firstTriedOn(60));
    }

    static List<Mutant> administration() {
        return List.of(
                new Mutant(
                        43,
                        "offsets of a group with members can be altered",
                        ADMINISTRATION,
                        "error == Errors.NONE ? findOrMake(groupId) : null;",
                        "error == Errors.NONE ? new ShareGroup(groupId, configs) : null;"),
                new Mutant(
                        43,
                        "a partition beyond the topic is altered",
                        OFFSETS,
                        "if (partition.partitionIndex() < topic.partitionCount()) {",
                        "if (partition.partitionIndex() <= topic.partitionCount()) {"),
                new Mutant(
                        43,
                        "what was altered is not initialized",
                        ADMINISTRATION,
                        "groups.initialized(groupId, partitions(alteration.startOffsets()), true);",
                        ";"),
                new Mutant(
                        43,
                        "a topic without a partition that exists is left out",
                        OFFSETS,
                        "            topics.put(topic.id(),",
                        "            if (!partitions.isEmpty()) topics.put(topic.id(),"),
                new Mutant(
                                43,
                                "a topic without partitions goes with others that are initialized",
                                TOPIC,
                                "if (gone == null || !partitions.isEmpty()) {",
                                "if (!partitions.isEmpty()) {")
                        .firstTriedOn(25),
                new Mutant(
                        45,
                        "what is being deleted can't be deleted again",
                        STATES,
                        "return initialized.containsKey(topicId) || deleting.containsKey(topicId);",
                        "return initialized.containsKey(topicId);"),
                new Mutant(
                        45,
                        "nobody is asked again about what is being deleted",
                        STATES,
                        "            } else if (deleting.containsKey(topicId)) {\n                partitions.put(",
                        "            } else if (topicIds.isEmpty()) {\n                partitions.put("),
                new Mutant(
                        45,
                        "offsets that were deleted are being deleted for ever",
                        STATES,
                        "        left.keySet().removeAll(topicIds);\n        return",
                        "        return"));
    }

    static List<Mutant> descriptions() {
        return List.of(
                new Mutant(
                        46,
                        "state that can't be read has an offset",
                        ADMINISTRATION,
                        ".setStartOffset(isRead ? summary.startOffset() : UNKNOWN)",
                        ".setStartOffset(summary.startOffset())"),
                new Mutant(
                                46,
                                "topics that are no more are described",
                                ADMINISTRATION,
                                "                partitions.keySet().removeIf(topicId ->"
                                        + " topics.find(topicId) == null);\n",
                                "")
                        .firstTriedOn(58),
                new Mutant(
                        47,
                        "the lag counts what is done with",
                        ADMINISTRATION,
                        "end - summary.startOffset() - summary.deliveryCompleteCount()",
                        "end - summary.startOffset()"));
    }
}
