package io.github.groupcoordinator.judge.history;

import java.util.List;

/**
 * Mistakes about groups of the consumer protocol, at least one for each numbered statement and for each check of an
 * epoch.
 */
final class ConsumerMutants {
    private static final String GROUP = "group/consumer/state/ConsumerRoster.java";
    private static final String HEARTBEAT = "group/consumer/HeartbeatDecision.java";
    private static final String IDENTITY = "group/consumer/Identity.java";
    private static final String LEAVE = "group/consumer/LeaveDecision.java";
    private static final String UPDATE = "group/consumer/MemberUpdate.java";
    private static final String TARGET_EPOCH = "group/assignor/TargetEpoch.java";
    private static final String RECONCILIATION = "group/consumer/Reconciliation.java";
    private static final String REGEX = "group/consumer/RegexDecision.java";
    private static final String OFFSETS = "group/consumer/OffsetRules.java";
    private static final String REQUESTS = "coordinator/group/ConsumerGroupRequests.java";

    private ConsumerMutants() {}

    static List<Mutant> joining() {
        return List.of(
                new Mutant(16, "the group epoch starts at 0", GROUP, "int FIRST_EPOCH = 1;", "int FIRST_EPOCH = 0;"),
                new Mutant(
                        16,
                        "a new regular expression bumps the epoch at once",
                        UPDATE,
                        "regex == RegexDecision.Change.CHANGED_AND_RESOLVED);",
                        "regex != RegexDecision.Change.NONE);"),
                new Mutant(
                        16,
                        "what a regular expression matches bumps no epoch",
                        REGEX,
                        "                isChanged = true;\n",
                        "                isChanged |= false;\n"),
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
                        "(true || computedMs == 0 ||"),
                new Mutant(
                                18,
                                "a static member is let into a full group to replace another",
                                HEARTBEAT,
                                "if (refusal == null) {\n            refusal = request.instanceId()",
                                "if (refusal == null || replaced() != null) {\n"
                                        + "            refusal = request.instanceId()")
                        .firstTriedOn(32),
                new Mutant(
                        18,
                        "one member too many is let in",
                        IDENTITY,
                        "group.memberCount() >= maxSize",
                        "group.memberCount() > maxSize"));
    }

    static List<Mutant> epochs() {
        return List.of(
                new Mutant(
                                19,
                                "the previous epoch is accepted from who does not say what it owns",
                                IDENTITY,
                                "                && owned != null\n                && areAssigned(owned, member);",
                                "                && (owned == null || areAssigned(owned, member));")
                        .firstTriedOn(23),
                new Mutant(
                                19,
                                "the previous epoch is accepted with whatever partitions",
                                IDENTITY,
                                "                && areAssigned(owned, member);",
                                "                && owned.size() >= 0;")
                        .firstTriedOn(120),
                new Mutant(
                        19,
                        "the previous epoch is not accepted",
                        IDENTITY,
                        "return isAnswerLost\n",
                        "return isAnswerLost && epoch < 0\n"),
                new Mutant(
                                19,
                                "any earlier epoch is accepted",
                                IDENTITY,
                                "&& epoch == member.previousMemberEpoch()",
                                "&& epoch <= member.previousMemberEpoch()")
                        .firstTriedOn(111),
                new Mutant(
                        19,
                        "a later epoch is accepted",
                        IDENTITY,
                        "epoch == 0 || epoch == member.memberEpoch()",
                        "epoch == 0 || epoch >= member.memberEpoch()"),
                new Mutant(
                        19,
                        "a member may not join again with epoch 0",
                        IDENTITY,
                        "epoch == 0 || epoch == member.memberEpoch()",
                        "epoch == member.memberEpoch()"));
    }

    static List<Mutant> leaving() {
        return List.of(
                new Mutant(
                        19,
                        "an instance id is released although its member has not left",
                        IDENTITY,
                        "return holder.memberEpoch() == ConsumerMember.STATIC_LEAVE_EPOCH\n",
                        "return holder.memberEpoch() != 0\n"),
                new Mutant(
                                19,
                                "an instance id is not released by epoch -2",
                                IDENTITY,
                                "return holder.memberEpoch() == ConsumerMember.STATIC_LEAVE_EPOCH\n",
                                "return holder.memberEpoch() == 0\n")
                        .firstTriedOn(22),
                new Mutant(
                                19,
                                "who leaves for a while keeps the epochs of its partitions",
                                LEAVE,
                                "member.assigned().withEpoch(0)",
                                "member.assigned()")
                        .firstTriedOn(26),
                new Mutant(
                                19,
                                "the rebalance timeout strikes a member that has moved on",
                                LEAVE,
                                "member == null || member.memberEpoch() != elapsed.memberEpoch()",
                                "member == null")
                        .firstTriedOn(815),
                new Mutant(
                        19,
                        "epoch -3 is accepted",
                        REQUESTS,
                        "request.memberEpoch() < Con",
                        "request.memberEpoch() < -1 + Con"));
    }

    static List<Mutant> reconciling() {
        return List.of(
                new Mutant(
                        19,
                        "a member enters the target's epoch before it gave up its partitions",
                        RECONCILIATION,
                        "if (!pending.isEmpty() && stillOwns(pending)) {",
                        "if (!pending.isEmpty() && owned == null) {"),
                new Mutant(
                        19,
                        "a partition is given away that another member still has",
                        RECONCILIATION,
                        "return owners.epochOf(topicId, partition) == PartitionOwners.NOBODY\n",
                        "return owners.epochOf(topicId, partition) != 1\n"),
                new Mutant(
                        19,
                        "what a member gains is from the epoch that it was in",
                        RECONCILIATION,
                        "gained.put(topicId, partition, targetEpoch);",
                        "gained.put(topicId, partition, member.memberEpoch());"),
                new Mutant(
                        19,
                        "a member that waits for partitions counts as stable",
                        RECONCILIATION,
                        "isAnyUnreleased ? Rec",
                        "isAnyUnreleased && targetEpoch < 0 ? Rec"),
                new Mutant(
                                19,
                                "a regular expression is refreshed after exactly 10 s",
                                REGEX,
                                "context.nowMs() <= last.timestampMs() + MIN_REFRESH_INTERVAL_MS",
                                "context.nowMs() < last.timestampMs() + MIN_REFRESH_INTERVAL_MS")
                        .firstTriedOn(14),
                new Mutant(
                        19,
                        "new topics are not looked for",
                        REGEX,
                        "version < context.newTopicsVersion()",
                        "version < 0"));
    }

    static List<Mutant> offsets() {
        return List.of(
                new Mutant(
                        19,
                        "a commit with another epoch is taken",
                        OFFSETS,
                        "if (epoch == member.memberEpoch()) {\n            return Errors.NONE;\n        }\n"
                                + "        return epoch <",
                        "if (epoch <= member.memberEpoch()) {\n            return Errors.NONE;\n        }\n"
                                + "        return epoch <"),
                new Mutant(
                        19,
                        "a commit with a later epoch is taken",
                        OFFSETS,
                        "if (epoch == member.memberEpoch()) {\n            return Errors.NONE;\n        }\n"
                                + "        return epoch <",
                        "if (epoch >= member.memberEpoch()) {\n            return Errors.NONE;\n        }\n"
                                + "        return epoch <"),
                new Mutant(
                        19,
                        "a commit with an earlier epoch is refused for what was owned since",
                        OFFSETS,
                        "epoch < member.memberEpoch() && hasHadSince(",
                        "epoch < 0 && hasHadSince("),
                new Mutant(
                        19,
                        "a commit is taken for what was gained after its epoch",
                        OFFSETS,
                        "assignedIn == null || epoch < assignedIn",
                        "assignedIn == null || epoch < assignedIn - 1"),
                new Mutant(
                        19,
                        "old clients may commit for members with epochs",
                        OFFSETS,
                        "member != null && !member.isClassic() && attempt",
                        "member != null && member.isClassic() && attempt"),
                new Mutant(
                                19,
                                "offsets are fetched with another epoch",
                                OFFSETS,
                                "return memberEpoch == member.memberEpoch()",
                                "return memberEpoch <= member.memberEpoch()")
                        .firstTriedOn(18),
                new Mutant(
                        19,
                        "offsets are fetched with a later epoch",
                        OFFSETS,
                        "return memberEpoch == member.memberEpoch()",
                        "return memberEpoch >= member.memberEpoch()"));
    }

    /** The checks before a classic group is upgraded, in their order. */
    static List<Mutant> migrating() {
        return List.of(
                new Mutant(
                        20,
                        "a group that may not be upgraded fails when its members have not agreed on a protocol",
                        REQUESTS,
                        "if (obstacle != null) {",
                        "if (obstacle != null && classic.roster().protocolName() != null) {"),
                new Mutant(
                        20,
                        "the policy is not asked before an upgrade",
                        REQUESTS,
                        "if (!properties.migrationPolicy().isUpgradeEnabled()) {",
                        "if (false) {"),
                new Mutant(
                                20,
                                "a group of another kind of application is upgraded",
                                REQUESTS,
                                "if (!classic.usesConsumerProtocol()) {",
                                "if (false) {")
                        .firstTriedOn(19),
                new Mutant(
                        20,
                        "one member too many is carried over",
                        REQUESTS,
                        "members().size() > properties.maxSize()",
                        "members().size() > properties.maxSize() + 1L"));
    }
}
