package io.github.groupcoordinator.judge.history;

import java.util.List;

/**
 * Mistakes of the handlers of ShareFetch and ShareAcknowledge; the numbers are those of the statements about what Kafka
 * does with share groups.
 */
final class ShareHandlerMutants {
    private static final String ROOM = "broker/api/share/";
    private static final String CHECKS = ROOM + "MemberChecks.java";
    private static final String FETCH = ROOM + "ShareFetchHandler.java";
    private static final String EXCHANGE = ROOM + "ShareFetchExchange.java";
    private static final String ANSWER = ROOM + "ShareFetchAnswer.java";
    private static final String HINTS = ROOM + "LeaderHints.java";
    private static final String ACKNOWLEDGE = ROOM + "ShareAcknowledgeHandler.java";
    private static final String BATCHES = ROOM + "Acknowledgements.java";

    private ShareHandlerMutants() {}

    static List<Mutant> refusals() {
        return List.of(
                new Mutant(
                        4,
                        "where share groups are off they are served",
                        CHECKS,
                        "if (!leaders.isEnabled())",
                        "if (false)"),
                new Mutant(7, "an empty member id is one", CHECKS, " && !memberId.isEmpty()", ""),
                new Mutant(7, "a member id of 37 characters is one", CHECKS, "MEMBER_ID = 36", "MEMBER_ID = 37"),
                new Mutant(7, "a member id of 36 characters is none", CHECKS, "MEMBER_ID = 36", "MEMBER_ID = 35"),
                new Mutant(56, "nobody asks for the group", CHECKS, "groupId == null || !isNamed", "!isNamed"),
                new Mutant(56, "who renews may ask for bytes", FETCH, "body.maxBytes() != 0 || ", ""),
                new Mutant(56, "who renews may wait for bytes", FETCH, "body.minBytes() != 0 || ", ""),
                new Mutant(56, "who renews may ask for records", FETCH, "body.maxRecords() != 0 || ", ""),
                new Mutant(56, "who renews may wait", FETCH, " || body.maxWaitMs() != 0;", ";"),
                new Mutant(
                        56,
                        "who renews gets records, too",
                        EXCHANGE,
                        "if (request.version() >= RENEWAL && body.isRenewAck()) {",
                        "if (false) {"),
                new Mutant(
                        50,
                        "who finds no room for a session hears of it at once",
                        FETCH,
                        "if (e.code() == ShareSessionException.LIMIT_REACHED)",
                        "if (false)"),
                new Mutant(
                        50,
                        "who finds no room for a session hears of it too early",
                        FETCH,
                        "timers.nowMs() + Math.max(0, maxWaitMs),",
                        "timers.nowMs() + Math.max(0, maxWaitMs - 1),"));
    }

    static List<Mutant> fetching() {
        return List.of(
                new Mutant(
                        48,
                        "who opens a session may acknowledge",
                        FETCH,
                        "                            acknowledges(body),\n",
                        "                            false,\n"),
                new Mutant(51, "nothing is forgotten", FETCH, "forgotten(body),", "List.of(),"),
                new Mutant(
                        53,
                        "a connection that closes is no concern",
                        FETCH,
                        "            request.onDisconnected(leaders, () -> "
                                + "leaders.disconnected(request.node(), request.connectionId()));\n",
                        ""),
                new Mutant(
                        57,
                        "an unknown topic is like an unknown partition",
                        FETCH,
                        "topic == null ? null : topic.name()",
                        "topic == null ? \"\" : topic.name()"),
                new Mutant(
                        111,
                        "acknowledgements on a fetch get lost",
                        FETCH,
                        "acknowledges(body) ? acknowledgements(request, body) : null",
                        "null"),
                new Mutant(
                        60,
                        "a log that grows wakes nobody",
                        EXCHANGE,
                        "        existing.forEach(parts.leaders()::wakeOnAppend);\n",
                        ""),
                new Mutant(
                        59,
                        "a fetch waits for more bytes than it may have",
                        EXCHANGE,
                        "Math.min(body.minBytes(), maxBytes)",
                        "body.minBytes()"),
                new Mutant(
                        68,
                        "the acquire mode is always batch_optimized",
                        EXCHANGE,
                        "request.version() >= RENEWAL ? AcquireMode.forId(body.shareAcquireMode()) :",
                        "false ? AcquireMode.forId(body.shareAcquireMode()) :"),
                new Mutant(
                        65,
                        "the isolation level is always read_uncommitted",
                        EXCHANGE,
                        "parts.leaders().readsCommitted(body.groupId())",
                        "false"),
                new Mutant(
                        52,
                        "the last fetch leaves the session",
                        EXCHANGE,
                        "if (parts.context().kind() == ShareSessionContext.Kind.FINAL)",
                        "if (false)"));
    }

    static List<Mutant> answering() {
        return List.of(
                new Mutant(
                        57,
                        "an unknown topic fails nothing",
                        ANSWER,
                        "told.stream().noneMatch(partition -> partition.topic() == null)",
                        "true"),
                new Mutant(
                        57,
                        "partitions with records are no news",
                        ANSWER,
                        "fetched != null && fetched.records().hasRemaining()",
                        "false"),
                new Mutant(
                        57,
                        "partitions with errors are no news",
                        ANSWER,
                        "fetched != null && fetched.error() != Errors.NONE",
                        "false"),
                new Mutant(
                        57,
                        "what became of acknowledgements on a fetch is not told",
                        ANSWER,
                        "        acknowledged.forEach(this::add);\n",
                        ""),
                new Mutant(
                        64,
                        "what was acquired is not told",
                        ANSWER,
                        "        data.setAcquiredRecords(acquired);\n",
                        ""),
                new Mutant(
                        64,
                        "a fetch brings no records",
                        ANSWER,
                        "fetched.records().duplicate()",
                        "ByteBuffer.allocate(0)"),
                new Mutant(
                        2,
                        "a fetch does not tell how long locks last",
                        ANSWER,
                        "response.setAcquisitionLockTimeoutMs(",
                        "response.setThrottleTimeMs(0 * "));
    }

    static List<Mutant> hints() {
        return List.of(
                new Mutant(
                        63,
                        "who asks the wrong node is told no leader",
                        HINTS,
                        "return new Leader(",
                        "return leader != null ? null : new Leader("),
                new Mutant(
                        63,
                        "the leader's endpoint is not told",
                        HINTS,
                        "            endpoints.put(leader.id(), request.advertised(leader));\n",
                        ""),
                new Mutant(
                        63,
                        "the leader's epoch is not told",
                        HINTS,
                        "topic.requireLog(partition.partition()).leaderEpoch()",
                        "-1"));
    }

    static List<Mutant> acknowledging() {
        return List.of(
                new Mutant(
                        49,
                        "the first and the last acknowledgement need no session",
                        ACKNOWLEDGE,
                        "            broker.sessions()\n",
                        "            if (body.shareSessionEpoch() > 0) broker.sessions()\n"),
                new Mutant(
                        52,
                        "the last acknowledgement leaves the session",
                        ACKNOWLEDGE,
                        "if (body.shareSessionEpoch() == ShareSessions.FINAL_EPOCH)",
                        "if (false)"),
                new Mutant(
                        75,
                        "who does not say so may renew",
                        ACKNOWLEDGE,
                        "knowsRenewal && body.isRenewAck()",
                        "knowsRenewal"),
                new Mutant(
                        2,
                        "an acknowledgement does not tell how long locks last",
                        ACKNOWLEDGE,
                        "if (request.version() >= RENEWAL) {",
                        "if (false) {"),
                new Mutant(
                        63,
                        "who acknowledges is told no leader",
                        ACKNOWLEDGE,
                        "            if (leader != null) {",
                        "            if (false) {"),
                new Mutant(
                        75,
                        "a range may end before it begins",
                        BATCHES,
                        "batch.firstOffset() > batch.lastOffset()",
                        "false"),
                new Mutant(75, "ranges may overlap", BATCHES, "            lastOffset = batch.lastOffset();\n", ""),
                new Mutant(
                        75,
                        "ranges may not touch",
                        BATCHES,
                        "batch.firstOffset() < lastOffset",
                        "batch.firstOffset() <= lastOffset"),
                new Mutant(75, "a range needs no type", BATCHES, "                    || types.isEmpty()\n", ""),
                new Mutant(
                        75,
                        "types need not be as many as offsets",
                        BATCHES,
                        "perOffset && batch.lastOffset() - batch.firstOffset() != types.size() - 1",
                        "false"),
                new Mutant(
                        75,
                        "renewal needs no renewing request",
                        BATCHES,
                        "!renews && types.contains(AcknowledgeType.RENEW.id())",
                        "false"));
    }

    static List<Mutant> outcomes() {
        return List.of(
                new Mutant(
                        75,
                        "an unknown topic is like an unknown partition to who acknowledges",
                        BATCHES,
                        "Errors.UNKNOWN_TOPIC_ID",
                        "Errors.UNKNOWN_TOPIC_OR_PARTITION"),
                new Mutant(
                        75,
                        "without one that makes sense, partitions without a batch are there",
                        BATCHES,
                        "            done.accept(refused);\n",
                        "            refused.putAll(empty);\n            done.accept(refused);\n"),
                new Mutant(
                        75, "partitions without a batch are missing", BATCHES, "            all.putAll(empty);\n", ""),
                new Mutant(
                        75,
                        "what was refused is missing beside what was not",
                        BATCHES,
                        "            all.putAll(refused);\n",
                        ""),
                new Mutant(
                        82,
                        "errors of acknowledgements are not told",
                        ACKNOWLEDGE,
                        ".setErrorCode(outcome.error().code())",
                        ".setErrorCode(Errors.NONE.code())"));
    }
}
