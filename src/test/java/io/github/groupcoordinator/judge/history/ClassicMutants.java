package io.github.groupcoordinator.judge.history;

import java.util.List;

/** Mistakes about classic groups, at least one for each numbered statement about Kafka's semantics. */
final class ClassicMutants {
    private static final String REQUESTS = "coordinator/group/ClassicGroupRequests.java";
    private static final String SHARD = "coordinator/group/GroupShard.java";
    private static final String GROUP = "group/classic/ClassicRoster.java";
    private static final String JOIN = "group/classic/JoinDecision.java";
    private static final String REBALANCE = "group/classic/RebalanceDecision.java";
    private static final String STATIC = "group/classic/StaticMemberDecision.java";
    private static final String SYNC = "group/classic/SyncDecision.java";
    private static final String SESSION = "group/classic/SessionDecision.java";
    private static final String MEMBERSHIP = "group/classic/Membership.java";
    private static final String REPLIES = "group/classic/Replies.java";
    private static final String VOTE = "group/classic/ProtocolVote.java";

    private ClassicMutants() {}

    static List<Mutant> joining() {
        return List.of(
                new Mutant(1, "a new group is not persisted", REQUESTS, "&& !outcome.appended())", "&& false)"),
                new Mutant(
                                1,
                                "pending members don't hold up the rebalance",
                                GROUP,
                                "members.size() == members.awaitingJoin() && pendingMembers.isEmpty();",
                                "members.size() == members.awaitingJoin();")
                        .firstTriedOn(36),
                new Mutant(
                        1,
                        "pending members expire 1 ms late",
                        JOIN,
                        "join.request().sessionTimeoutMs(),\n                        new ClassicCommand",
                        "join.request().sessionTimeoutMs() + 1,\n                        new ClassicCommand"),
                new Mutant(
                        2,
                        "parked new members expire after their session timeout",
                        JOIN,
                        "group.config().newMemberJoinTimeoutMs(),",
                        "request.sessionTimeoutMs(),"),
                new Mutant(
                                2,
                                "parked new members expire 1 ms late",
                                JOIN,
                                "group.config().newMemberJoinTimeoutMs(),",
                                "group.config().newMemberJoinTimeoutMs() + 1,")
                        .firstTriedOn(158),
                new Mutant(
                        2,
                        "expired parked members keep a member id",
                        REPLIES,
                        "joinError(JoinGroupRequest.UNKNOWN_MEMBER_ID, Errors.UNKNOWN_MEMBER_ID)",
                        "joinError(\"gone\", Errors.UNKNOWN_MEMBER_ID)"),
                new Mutant(3, "the initial delay ends 1 ms late", REBALANCE, "delayMs, new Cl", "delayMs + 1, new Cl"),
                new Mutant(
                        3,
                        "the initial delay is extended beyond the first rebalance timeout",
                        REBALANCE,
                        "Math.min(group.config().initialRebalanceDelayMs(), elapsed.remainingMs())",
                        "group.config().initialRebalanceDelayMs()"));
    }

    static List<Mutant> electing() {
        return List.of(
                new Mutant(
                        4,
                        "a leader that rejoins unchanged starts no rebalance",
                        JOIN,
                        "if (group.isLeader(member.memberId())) {",
                        "if (group.isLeader(member.memberId()) && !unchanged) {"),
                new Mutant(
                                4,
                                "a follower that rejoins unchanged starts a rebalance",
                                JOIN,
                                "yield unchanged\n",
                                "yield false\n")
                        .firstTriedOn(132),
                new Mutant(
                                4,
                                "rejoining unchanged in CompletingRebalance starts over",
                                JOIN,
                                "case COMPLETING_REBALANCE ->\n                unchanged\n",
                                "case COMPLETING_REBALANCE ->\n                false\n")
                        .firstTriedOn(20),
                new Mutant(
                        5,
                        "emptying keeps the generation",
                        REBALANCE,
                        "group.generationId() + 1,",
                        "group.generationId() + (members.isEmpty() ? 0 : 1),"),
                new Mutant(10, "ties go to the last of the votes", VOTE, "if (count > most)", "if (count >= most)"),
                new Mutant(
                        10,
                        "ties go in the order of the members",
                        VOTE,
                        "inHashTableOrder(votes.keySet())",
                        "votes.keySet()"));
    }

    static List<Mutant> staticMembers() {
        return List.of(
                new Mutant(
                                6,
                                "every replacement starts a rebalance",
                                STATIC,
                                "yield elected != null && elected.equals(group.protocolName())",
                                "yield elected == null")
                        .firstTriedOn(127),
                new Mutant(
                                6,
                                "no replacement starts a rebalance",
                                STATIC,
                                "yield elected != null && elected.equals(group.protocolName())",
                                "yield elected != null")
                        .firstTriedOn(241),
                new Mutant(
                                6,
                                "below v9 the new id is named as leader",
                                STATIC,
                                "response.setLeader(replacement.oldLeaderId()).setMembers(List.of());",
                                "response.setMembers(List.of());")
                        .firstTriedOn(285),
                new Mutant(
                                6,
                                "a replaced leader does not skip the assignment",
                                STATIC,
                                "response.setSkipAssignment(group.isLeader(memberId));",
                                "response.setSkipAssignment(false);")
                        .firstTriedOn(229),
                new Mutant(
                        6,
                        "the old id is unknown, not fenced",
                        MEMBERSHIP,
                        "return Errors.FENCED_INSTANCE_ID;",
                        "return Errors.UNKNOWN_MEMBER_ID;"),
                new Mutant(
                                6,
                                "the replacement starts with its own session timeout",
                                STATIC,
                                "old.sessionTimeoutMs(),\n"
                                        + "                        new ClassicCommand.SessionElapsed(newMemberId)",
                                "request.sessionTimeoutMs(),\n"
                                        + "                        new ClassicCommand.SessionElapsed(newMemberId)")
                        .firstTriedOn(529),
                new Mutant(
                        6,
                        "a parked join of the old id is not told which id was fenced",
                        STATIC,
                        "Replies.joinError(memberId, Errors.FENCED_INSTANCE_ID)",
                        "Replies.joinError(\"\", Errors.FENCED_INSTANCE_ID)"),
                new Mutant(
                        7,
                        "static members that did not rejoin are removed",
                        REBALANCE,
                        "if (!member.isStatic() && !group.isAwaitingJoin",
                        "if (!group.isAwaitingJoin"));
    }

    static List<Mutant> syncing() {
        return List.of(
                new Mutant(
                        7,
                        "pending syncs end 1 ms late",
                        REBALANCE,
                        "TimerKey.sync(group.groupId()),\n                        group.rebalanceTimeoutMs(),",
                        "TimerKey.sync(group.groupId()),\n                        group.rebalanceTimeoutMs() + 1,"),
                new Mutant(
                        8,
                        "a wrong generation is noticed before an unknown member",
                        SYNC,
                        "if (error != Errors.NONE) {\n            return error;\n        }\n        if (request",
                        "if (request.generationId() != group.generationId()) {\n"
                                + "            return Errors.ILLEGAL_GENERATION;\n        }\n"
                                + "        if (error != Errors.NONE) {\n            return error;\n        }\n"
                                + "        if (request"),
                new Mutant(
                        8,
                        "a wrong protocol is not noticed",
                        SYNC,
                        "requested != null && agreed != null && !agreed.equals(requested);",
                        "false;"),
                new Mutant(
                                8,
                                "a missing protocol is noticed after an empty group id",
                                "broker/api/group/SyncGroupHandler.java",
                                "if (request.version() >= 5 && (",
                                "if (request.version() >= 5 && !body.groupId().isEmpty() && (")
                        .firstTriedOn(31),
                new Mutant(
                        8,
                        "an old generation may send heartbeats",
                        SESSION,
                        "if (request.generationId() != group.generationId()) {",
                        "if (request.generationId() > group.generationId()) {"));
    }

    static List<Mutant> sessions() {
        return List.of(
                new Mutant(
                                9,
                                "heartbeats don't renew the session during a rebalance",
                                SESSION,
                                "case PREPARING_REBALANCE ->\n                renew(group, member)\n",
                                "case PREPARING_REBALANCE ->\n                new Step.Builder()\n")
                        .firstTriedOn(40),
                new Mutant(
                        9,
                        "commits don't renew the session",
                        SESSION,
                        "renew(group, member).build();",
                        "Step.nothing();"),
                new Mutant(
                        9,
                        "sessions expire 1 ms late",
                        SESSION,
                        "member.sessionTimeoutMs(),",
                        "member.sessionTimeoutMs() + 1,"),
                new Mutant(
                        9,
                        "a full group counts its members during a rebalance",
                        JOIN,
                        "group.awaitingJoinCount() < group.config().maxSize() ||",
                        "group.memberCount() < group.config().maxSize() ||"));
    }

    static List<Mutant> leavingAndFailover() {
        return List.of(
                new Mutant(
                        11,
                        "leaving an unknown group goes unnoticed",
                        REQUESTS,
                        ".setGroupInstanceId(identity.groupInstanceId())\n"
                                + "                            .setErrorCode(Errors.UNKNOWN_MEMBER_ID.code())",
                        ".setGroupInstanceId(identity.groupInstanceId())\n"
                                + "                            .setErrorCode(Errors.NONE.code())"),
                new Mutant(
                        11,
                        "before v3 the member's error is not told",
                        "broker/api/group/LeaveGroupHandler.java",
                        "error = response.members().get(0).errorCode();",
                        "error = Errors.NONE.code();"),
                new Mutant(
                        12,
                        "parked joins are unknown members after a failover",
                        REBALANCE,
                        "Replies.joinError(member.memberId(), Errors.NOT_COORDINATOR)",
                        "Replies.joinError(member.memberId(), Errors.UNKNOWN_MEMBER_ID)"),
                new Mutant(12, "sessions don't restart at load", SHARD, "run(group, group.loaded());", "")
                        .firstTriedOn(59),
                new Mutant(
                                12,
                                "groups come back empty",
                                GROUP,
                                "record.members().isEmpty() ? ClassicState.EMPTY : ClassicState.STABLE",
                                "ClassicState.EMPTY")
                        .firstTriedOn(19),
                new Mutant(
                                12,
                                "heartbeats learn of the loading",
                                REQUESTS,
                                "case COORDINATOR_LOAD_IN_PROGRESS -> Errors.NONE;",
                                "case COORDINATOR_LOAD_IN_PROGRESS -> error;")
                        .firstTriedOn(51));
    }
}
