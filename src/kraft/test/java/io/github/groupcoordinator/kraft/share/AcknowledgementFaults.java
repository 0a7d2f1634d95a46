package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;

/** Faults of acknowledging, releasing, writing and loading. */
final class AcknowledgementFaults {
    private AcknowledgementFaults() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(stateWrites());
        all.addAll(acknowledgement());
        all.addAll(acknowledgeType());
        all.addAll(acknowledgementBatch());
        all.addAll(releases());
        all.addAll(loading());
        all.addAll(shareFailure());
        all.addAll(sharePartition());
        return all;
    }

    private static List<Mutant> stateWrites() {
        Faults faults = new Faults("StateWrites");
        faults.add(
                "released records are fetched next",
                "if (state.state() == RecordState.AVAILABLE) { inFlight.lookForAvailable(); }",
                "");
        faults.add(
                "what is rolled back no longer counts as done",
                "if (!done && wasFinal && !state.state().isFinal())",
                "if (false)");
        faults.add(
                "what is done with counts while it is written",
                "if (state.state().isFinal()) { inFlight.addDeliveryComplete(",
                "if (false) { inFlight.addDeliveryComplete(");
        faults.add("a write moves the start", "boolean moved = startOffset.move();", "boolean moved = false;");
        faults.add("fetches are woken when the start has moved, only then", "if (moved) {", "if (true) {");
        faults.add(
                "the answer comes before fetches are woken",
                "done.completed(null); if (moved) { startMoved.run(); }",
                "if (moved) { startMoved.run(); } done.completed(null);");
        faults.add("a failed write rolls back", "rollBack(); done.completed(failure);", "done.completed(failure);");
        faults.add("an acknowledgement of nothing writes nothing", "if (transitions.isEmpty())", "if (false)");
        faults.add(
                "writes carry the state epoch",
                "new ShareStatePersister.Update( stateEpoch, leaderEpoch,",
                "new ShareStatePersister.Update( 0, leaderEpoch,");
        faults.add(
                "writes carry the leader epoch",
                "new ShareStatePersister.Update( stateEpoch, leaderEpoch,",
                "new ShareStatePersister.Update( stateEpoch, stateEpoch,");
        faults.add(
                "writes carry the count of what is done",
                "inFlight.startOffset(), inFlight.deliveryCompleteCount(), batches",
                "inFlight.startOffset(), 0, batches");
        return faults.all();
    }

    private static List<Mutant> acknowledgement() {
        Faults faults = new Faults("Acknowledgement");
        faults.add("unknown types are refused", "if (!AcknowledgeType.isKnown(type))", "if (type < -1)");
        faults.add(
                "what lies before the start is taken silently",
                "if (batch.lastOffset() < inFlight.startOffset())",
                "if (batch.lastOffset() < inFlight.startOffset() - 2)");
        faults.add(
                "nothing in flight before the range is an invalid state",
                "if (batch.firstOffset() >= inFlight.startOffset())",
                "if (batch.firstOffset() >= inFlight.startOffset() + 1_000)");
        faults.add(
                "a gap at the start fails an acknowledgement that reaches over it",
                "if (first == null) { // A gap",
                "if (first == null) { first = inFlight.ceiling(0); } if (first == null) { // A gap");
        faults.add(
                "offsets behind what was acquired are an invalid request",
                "last.lastOffset() < batch.lastOffset()",
                "last.lastOffset() < batch.firstOffset()");
        faults.add(
                "batches before the start are passed",
                "each.lastOffset() < inFlight.startOffset() ? null",
                "each.lastOffset() < 0 ? null");
        faults.add("one type for each offset tracks by offset", "&& !batch.isPerOffset()", "");
        faults.add(
                "a batch that the start cuts is tracked by offset", "&& !acquired.isCutBy(inFlight.startOffset())", "");
        faults.add(
                "a batch that is acknowledged in part is tracked by offset",
                "acquired.isWithin(batch.firstOffset(), batch.lastOffset())",
                "true");
        faults.add(
                "offsets before the start are passed",
                "Math.max(inFlight.startOffset(), Math.max(batch.firstOffset(), acquired.firstOffset()))",
                "Math.max(batch.firstOffset(), acquired.firstOffset())");
        faults.add(
                "only acknowledged offsets change",
                "Math.max(inFlight.startOffset(), Math.max(batch.firstOffset(), acquired.firstOffset()))",
                "Math.max(inFlight.startOffset(), acquired.firstOffset())");
        faults.add("only the owner acknowledges", "if (!state.memberId().equals(memberId))", "if (false)");
        faults.add("renewal can be forbidden", "if (!settings.renewAcknowledgeEnabled())", "if (false)");
        faults.add("renewal restarts the lock", "state.unlock(); state.lock(locks.lock(memberId, first, last));", "");
        faults.add(
                "the first failure ends the request", "i < batches.size() && failure == null;", "i < batches.size();");
        return faults.all();
    }

    private static List<Mutant> acknowledgeType() {
        Faults faults = new Faults("batch/AcknowledgeType");
        faults.add(
                "a gap is archived",
                "case GAP, REJECT -> RecordState.ARCHIVED;",
                "case GAP -> RecordState.ACKNOWLEDGED; case REJECT -> RecordState.ARCHIVED;");
        faults.add(
                "a rejected record is archived",
                "case GAP, REJECT -> RecordState.ARCHIVED;",
                "case REJECT -> RecordState.ACKNOWLEDGED; case GAP -> RecordState.ARCHIVED;");
        faults.add(
                "a released record is available",
                "case RELEASE -> RecordState.AVAILABLE;",
                "case RELEASE -> RecordState.ARCHIVED;");
        faults.add(
                "an accepted record is acknowledged",
                "case ACCEPT -> RecordState.ACKNOWLEDGED;",
                "case ACCEPT -> RecordState.ARCHIVED;");
        faults.add("there are types from 0 on", "id >= GAP.id &&", "id >= ACCEPT.id &&");
        faults.add("there are types up to 4", "id <= RENEW.id", "id <= REJECT.id");
        return faults.all();
    }

    private static List<Mutant> acknowledgementBatch() {
        Faults faults = new Faults("batch/AcknowledgementBatch");
        faults.add(
                "the n-th type is that of the n-th offset",
                "(int) (offset - firstOffset)",
                "(int) (lastOffset - offset)");
        return faults.all();
    }

    private static List<Mutant> releases() {
        Faults faults = new Faults("Releases");
        faults.add(
                "a release splits a batch that the start cuts",
                "if (!batch.isCutBy(inFlight.startOffset())) { release(",
                "if (true) { release(");
        faults.add(
                "only the member's own records are released",
                "state.state() == RecordState.ACQUIRED && state.memberId().equals(memberId)",
                "state.state() == RecordState.ACQUIRED");
        faults.add(
                "what is released before the start is archived",
                "lastOffset < inFlight.startOffset() ? RecordState.ARCHIVED : RecordState.AVAILABLE",
                "RecordState.AVAILABLE");
        faults.add(
                "what is released at the start is available",
                "lastOffset < inFlight.startOffset() ? RecordState.ARCHIVED",
                "lastOffset <= inFlight.startOffset() ? RecordState.ARCHIVED");
        faults.add(
                "a lock that runs out splits a batch that the start cuts",
                "if (!batch.isCutBy(inFlight.startOffset())) { takeAway(",
                "if (true) { takeAway(");
        faults.add(
                "a lock of one offset takes away that offset only",
                "Math.max(batch.firstOffset(), lock.firstOffset()); offset <= last",
                "batch.firstOffset(); offset <= last");
        faults.add(
                "a lock takes away nothing behind it",
                "Math.min(batch.lastOffset(), lock.lastOffset())",
                "batch.lastOffset()");
        faults.add(
                "only acquired offsets are taken away",
                "if (batch.at(offset).state() == RecordState.ACQUIRED) { takeAway",
                "if (!batch.at(offset).state().isFinal()) { takeAway");
        faults.add(
                "only acquired batches are taken away",
                "if (batch.whole().state() != RecordState.ACQUIRED)",
                "if (batch.whole().state().isFinal())");
        faults.add("a lock that ran out is forgotten", "state.unlock();", "");
        faults.add(
                "a lock that ran out moves the start when it is written, or not",
                "writes.write(changed, failure -> writes.moveStartOffset());",
                "writes.write(changed, failure -> { if (failure == null) { writes.moveStartOffset(); } });");
        faults.add(
                "a lock that ran out moves the start",
                "writes.write(changed, failure -> writes.moveStartOffset());",
                "writes.write(changed, failure -> {});");
        faults.add("a lock that ran out wakes fetches", "environment.wakeFetches().run();", "");
        faults.add("what a lock gave up is fetched next", "inFlight.lookForAvailable();", "");
        faults.add(
                "what a lock archived counts as done",
                "inFlight.addDeliveryComplete(inFlight.inFlightOf(first, last));",
                "");
        faults.add("a lock that ran out is written", "if (!changed.isEmpty()) {", "if (changed.size() > 1) {");
        return faults.all();
    }

    private static List<Mutant> loading() {
        Faults faults = new Faults("Loading");
        faults.add(
                "a persisted start is taken",
                "if (persisted != ShareStatePersister.UNINITIALIZED_START_OFFSET)",
                "if (persisted > 0)");
        faults.add(
                "earliest begins at the log start",
                "case EARLIEST -> log.earliest();",
                "case EARLIEST -> log.latest();");
        faults.add("latest begins at the log end", "case LATEST -> log.latest();", "case LATEST -> log.earliest();");
        faults.add("a duration counts back from now", "timers.nowMs() - reset.duration().toMillis()", "timers.nowMs()");
        faults.add(
                "a duration without records fails the load",
                "throw Errors.OFFSET_NOT_AVAILABLE.exception( \"expected a record of the last \" + "
                        + "reset.duration() + \" but the partition has none\");",
                "found = OptionalLong.of(log.latest());");
        faults.add("batches before the start fail the load", "batch.firstOffset() < inFlight.startOffset() ||", "");
        faults.add(
                "batches that end before they begin fail the load", "|| batch.lastOffset() < batch.firstOffset()", "");
        faults.add(
                "the first gap is remembered",
                "if (gapStart == -1 && batch.firstOffset() > next)",
                "if (batch.firstOffset() > next)");
        faults.add("gaps are remembered", "inFlight.openGaps(new GapWindow(gapStart, inFlight.endOffset()));", "");
        faults.add(
                "a gap begins behind the batch before it",
                "next = batch.lastOffset() + 1;",
                "next = batch.lastOffset();");
        faults.add("what was done counts after a load", "if (state.isFinal()) {", "if (false) {");
        faults.add("what was available is fetched after a load", "inFlight.lookForAvailable();", "");
        faults.add(
                "the end is the last offset of a load",
                "inFlight.setEndOffset(inFlight.last().lastOffset());",
                "inFlight.setEndOffset(inFlight.last().lastOffset() + 1);");
        faults.add("an empty partition ends where it starts", "inFlight.setEndOffset(inFlight.startOffset());", "");
        faults.add("a load moves the start", "writes.moveStartOffset();", "");
        faults.add(
                "a load brings delivery counts",
                "new InFlightState(state, batch.deliveryCount(),",
                "new InFlightState(state, 0,");
        faults.add("a load brings the state epoch", "writes.setStateEpoch(result.stateEpoch());", "");
        return faults.all();
    }

    private static List<Mutant> shareFailure() {
        Faults faults = new Faults("ShareFailure");
        faults.add(
                "a moved coordinator is not available",
                "case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE,",
                "case COORDINATOR_NOT_AVAILABLE,");
        faults.add("a loading coordinator is not available", ", COORDINATOR_LOAD_IN_PROGRESS ->", "->");
        faults.add(
                "a fenced leader is no leader",
                "case FENCED_LEADER_EPOCH, FENCED_STATE_EPOCH ->",
                "case FENCED_STATE_EPOCH ->");
        faults.add(
                "a fenced state epoch is told as no leader",
                "case FENCED_LEADER_EPOCH, FENCED_STATE_EPOCH ->",
                "case FENCED_LEADER_EPOCH ->");
        faults.add(
                "an unknown group is told",
                "case GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION -> error;",
                "case UNKNOWN_TOPIC_OR_PARTITION -> error;");
        faults.add(
                "an unknown topic is told",
                "case GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION -> error;",
                "case GROUP_ID_NOT_FOUND -> error;");
        return faults.all();
    }

    private static List<Mutant> sharePartition() {
        Faults faults = new Faults("SharePartition");
        faults.add(
                "only an active partition acquires",
                "if (state != SharePartitionState.ACTIVE || request",
                "if (state == SharePartitionState.EMPTY || request");
        faults.add(
                "records before the start are not acquired",
                "fetched.lastBatch().lastOffset() < inFlight.startOffset()",
                "fetched.lastBatch().lastOffset() < 0");
        faults.add(
                "without room nothing is archived", "if (!acquisition.hasRoom()) { return AcquiredRecords.NONE; }", "");
        faults.add(
                "compacted batches are archived",
                "archive.compacted(fetched.fetchOffset(), fetched.firstBatch().baseOffset());",
                "");
        faults.add("aborted batches are archived", "aborted.forEach(archive::aborted);", "");
        faults.add(
                "aborted batches are left out",
                "return AbortedBatches.without(aborted, acquired);",
                "return acquired;");
        faults.add(
                "an active partition is initialized",
                "case ACTIVE -> done.completed(null);",
                "case ACTIVE -> done.completed(new ShareFailure(Errors.LEADER_NOT_AVAILABLE, \"\"));");
        faults.add(
                "a failed partition says so",
                "new ShareFailure(Errors.UNKNOWN_SERVER_ERROR, \"the state of",
                "new ShareFailure(Errors.LEADER_NOT_AVAILABLE, \"the state of");
        faults.add(
                "a partition that loads says so",
                "new ShareFailure(Errors.LEADER_NOT_AVAILABLE, key + \" is \" + state)",
                "new ShareFailure(Errors.NOT_LEADER_OR_FOLLOWER, \"\")");
        faults.add(
                "a load that fails makes the partition fail",
                "state = failure == null ? SharePartitionState.ACTIVE : SharePartitionState.FAILED;",
                "state = SharePartitionState.ACTIVE;");
        faults.add("a request that fails is rolled back", "changes.rollBack();", "");
        faults.add(
                "available records make a full partition acquirable",
                "inFlight.nextFetchOffset() != inFlight.endOffset() + 1 ||",
                "");
        faults.add(
                "a full partition is not acquirable",
                "inFlight.count() < environment.settings().partitionMaxRecordLocks()",
                "inFlight.count() <= environment.settings().partitionMaxRecordLocks()");
        faults.add(
                "only an active partition is reserved",
                "if (state != SharePartitionState.ACTIVE || fetchLock != null)",
                "if (fetchLock != null)");
        faults.add(
                "one fetch at a time",
                "if (state != SharePartitionState.ACTIVE || fetchLock != null)",
                "if (state != SharePartitionState.ACTIVE)");
        faults.add("a reservation ends", "fetchLock = null;", "");
        return faults.all();
    }
}
