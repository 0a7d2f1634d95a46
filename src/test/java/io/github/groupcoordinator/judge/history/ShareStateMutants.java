package io.github.groupcoordinator.judge.history;

import java.util.List;

/** Mistakes of a share coordinator; the numbers are those of the statements about what Kafka does with share groups. */
final class ShareStateMutants {
    private static final String SHARD = "coordinator/share/ShareStateShard.java";
    private static final String STATE = "coordinator/share/ShareState.java";
    private static final String BATCHES = "coordinator/share/StateBatches.java";
    private static final String NEEDED = "coordinator/share/NeededRecords.java";
    private static final String UPKEEP = "coordinator/share/Upkeep.java";

    private ShareStateMutants() {}

    static List<Mutant> deciding() {
        return List.of(
                new Mutant(
                        100,
                        "an equal epoch is fenced",
                        SHARD,
                        "highest != null && highest > epoch ?",
                        "highest != null && highest >= epoch ?"),
                new Mutant(
                        100,
                        "a read with a new leader epoch writes nothing",
                        SHARD,
                        "if (leaderEpoch == NO_EPOCH || highest != null && highest == leaderEpoch) {",
                        "if (leaderEpoch == NO_EPOCH || highest != null) {"),
                new Mutant(
                        100,
                        "a write keeps its leader epoch",
                        SHARD,
                        "append(List.of(changed(key, known, update, known.leaderEpoch())))",
                        "append(List.of(changed(key, known, update, update.leaderEpoch())))"),
                new Mutant(
                        101,
                        "state epochs are fenced before leader epochs",
                        SHARD,
                        "if (fence(leaderEpochs, key, update.leaderEpoch()) != Errors.NONE) {",
                        "boolean isFenced = fence(stateEpochs, key, update.stateEpoch()) != Errors.NONE;\n"
                                + "if (!isFenced && fence(leaderEpochs, key, update.leaderEpoch()) != Errors.NONE) {"),
                new Mutant(
                        101,
                        "what has no state is deleted with a record",
                        SHARD,
                        "return states.containsKey(key) ? append",
                        "return key.partition() >= 0 ? append"),
                new Mutant(
                        97,
                        "a snapshot is made one update late",
                        SHARD,
                        "if (updates.getOrDefault(key, 0) < config.updatesPerSnapshot()) {",
                        "if (updates.getOrDefault(key, 0) <= config.updatesPerSnapshot()) {"),
                new Mutant(
                                97,
                                "an initialization resets the count of updates",
                                SHARD,
                                "count >= config.updatesPerSnapshot() ? 0 : count",
                                "0")
                        .firstTriedOn(42),
                new Mutant(
                        97,
                        "an initialization begins the snapshot epochs anew",
                        SHARD,
                        "known == null ? 0 : known.snapshotEpoch() + 1;",
                        "0;"));
    }

    static List<Mutant> keeping() {
        return List.of(
                new Mutant(
                        95,
                        "altered offsets have an unknown count",
                        STATE,
                        "startOffset == UNKNOWN ? UNKNOWN : 0;",
                        "UNKNOWN;"),
                new Mutant(
                        103,
                        "cold snapshots are made for ever",
                        SHARD,
                        "if (states.values().stream().allMatch(ShareState::isCold)) {",
                        "if (states.isEmpty()) {"),
                new Mutant(
                        103,
                        "a partition is cold 1 ms late",
                        SHARD,
                        "nowMs.getAsLong() - state.writtenMs() >= config",
                        "nowMs.getAsLong() - state.writtenMs() > config"),
                new Mutant(
                        103,
                        "a cold snapshot is created anew",
                        STATE,
                        "                createdMs,\n                nowMs);",
                        "                nowMs,\n                nowMs);"),
                new Mutant(
                        103, "what is deleted is needed for ever", NEEDED, "        lastSnapshots.remove(key);\n", ""),
                new Mutant(103, "records are pruned again and again", NEEDED, " || lowest.equals(pruned) ?", " ?"),
                new Mutant(
                        103,
                        "upkeep counts from the first write",
                        UPKEEP,
                        "startedMs + times * intervalMs",
                        "timers.nowMs() + intervalMs"),
                new Mutant(
                                103,
                                "an append that failed leaves no trace in the order of cold snapshots",
                                SHARD,
                                "            revert(records);\n",
                                "")
                        .firstTriedOn(40));
    }

    static List<Mutant> combining() {
        return List.of(
                new Mutant(
                                98,
                                "what has been passed is looked at again",
                                BATCHES,
                                "done.add(lower);\n",
                                "done.add(lower);\n"
                                        + "if (done.size() > 1 && meet(done.get(done.size() - 2), lower)) {\n"
                                        + "    done.remove(lower);\n"
                                        + "    StateBatch before = done.remove(done.size() - 1);\n"
                                        + "    done.add(part(before, before.firstOffset(), lower.lastOffset()));\n"
                                        + "}\n")
                        .firstTriedOn(230),
                new Mutant(
                        98,
                        "the state counts before the deliveries",
                        BATCHES,
                        "Comparator.<StateBatch>comparingInt(StateBatch::deliveryCount).thenComparingInt("
                                + "StateBatch::deliveryState);",
                        "Comparator.<StateBatch>comparingInt(StateBatch::deliveryState).thenComparingInt("
                                + "StateBatch::deliveryCount);"),
                new Mutant(
                        98,
                        "what lies below the start offset stays",
                        BATCHES,
                        "startOffset == ShareState.UNKNOWN || batch.firstOffset() >= startOffset",
                        "startOffset == ShareState.UNKNOWN || batch.lastOffset() >= startOffset"),
                new Mutant(
                                98,
                                "batches that touch are not put together",
                                BATCHES,
                                "upper.firstOffset() == lower.lastOffset() + 1 &&",
                                "upper.firstOffset() == lower.lastOffset() &&")
                        .firstTriedOn(60));
    }
}
