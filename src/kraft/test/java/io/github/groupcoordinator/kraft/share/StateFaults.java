package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;

/** Faults of states, batches and offsets in flight. */
final class StateFaults {
    private StateFaults() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(inFlightState());
        all.addAll(inFlightBatch());
        all.addAll(inFlightRecords());
        all.addAll(startOffset());
        all.addAll(acquisitionLock());
        return all;
    }

    private static List<Mutant> inFlightState() {
        Faults faults = new Faults("InFlightState");
        faults.add("each acquisition counts as a delivery", "deliveryCount++;", "");
        faults.add(
                "at the limit a released record is archived",
                "deliveryCount >= deliveryCountLimit ? RecordState.ARCHIVED",
                "deliveryCount > deliveryCountLimit ? RecordState.ARCHIVED");
        faults.add(
                "a failed write whose lock ran out makes the records available",
                "if (lock != null && lock.hasExpired())",
                "if (false)");
        faults.add(
                "a failed write whose lock ran out archives at the limit",
                "deliveryCount >= before.deliveryCountLimit",
                "deliveryCount > before.deliveryCountLimit");
        faults.add("a failed write gives the records back to their member", "memberId = before.memberId;", "");
        faults.add("a failed write gives the state back", "state = before.state;", "");
        faults.add(
                "what is archived for good stays so when a write fails",
                "if (written || archivedForGood || before == null)",
                "if (written || before == null)");
        faults.add(
                "archived records have no lock",
                "state = RecordState.ARCHIVED; memberId = NOBODY; unlock();",
                "state = RecordState.ARCHIVED; memberId = NOBODY;");
        faults.add("a second lock fails the fetch", "if (lock != null) { throw", "if (false) { throw");
        faults.add(
                "records that were taken away have no member",
                "state = allowed(target, deliveryCountLimit); memberId = NOBODY;",
                "state = allowed(target, deliveryCountLimit);");
        faults.add(
                "the lock goes when the write is done",
                "if (written || archivedForGood || before == null) { unlock();",
                "if (written || archivedForGood || before == null) {");
        faults.add(
                "records in transition are not acquirable",
                "return state == RecordState.AVAILABLE && transition == null;",
                "return state == RecordState.AVAILABLE;");
        faults.add(
                "records in transition don't move the start",
                "return state.isFinal() && transition == null;",
                "return state.isFinal();");
        faults.add("a cancelled lock does not run out", "lock.cancel();", "");
        return faults.all();
    }

    private static List<Mutant> inFlightBatch() {
        Faults faults = new Faults("InFlightBatch");
        faults.add(
                "offsets of a split batch keep its deadline",
                "locks.lockUntil(held.deadlineMs(), before.memberId(), offset, offset)",
                "locks.lock(before.memberId(), offset, offset)");
        faults.add("the lock of a split batch goes", "before.unlock(); offsets = states;", "offsets = states;");
        faults.add(
                "a start at the beginning of a batch does not cut it",
                "firstOffset < offset && lastOffset >= offset",
                "firstOffset <= offset && lastOffset >= offset");
        faults.add(
                "a start at the last offset cuts a batch",
                "firstOffset < offset && lastOffset >= offset",
                "firstOffset < offset && lastOffset > offset");
        faults.add(
                "what is beyond a record_limit has not been delivered",
                "before.deliveryCount() - 1, InFlightState.NOBODY",
                "before.deliveryCount(), InFlightState.NOBODY");
        faults.add(
                "record_limit locks up to the number",
                "states[i] = offset <= lastAcquired",
                "states[i] = offset < lastAcquired");
        faults.add(
                "a batch is within a range that it fills",
                "firstOffset >= first && lastOffset <= last",
                "firstOffset > first && lastOffset <= last");
        return faults.all();
    }

    private static List<Mutant> inFlightRecords() {
        Faults faults = new Faults("InFlightRecords");
        faults.add(
                "only what lies behind the start is in flight",
                "Math.max(startOffset, firstOffset) + 1",
                "firstOffset + 1");
        faults.add(
                "what lies before the start is not in flight",
                "lastOffset < startOffset ? 0 :",
                "lastOffset < startOffset - 3 ? 0 :");
        faults.add(
                "in flight is all from start to end",
                "(int) (endOffset - startOffset + 1)",
                "(int) (endOffset - startOffset)");
        faults.add(
                "gaps are over when the end has moved",
                "gaps != null && gaps.lastOffset() == endOffset ? gaps : null",
                "gaps");
        faults.add(
                "the last offset of the gaps belongs to them",
                "offset <= open.lastOffset()",
                "offset < open.lastOffset()");
        faults.add(
                "a log start behind everything is the next to fetch",
                "batches.isEmpty() || startOffset > last().lastOffset()",
                "batches.isEmpty()");
        faults.add("the next to fetch is behind the end", "return endOffset + 1;", "return endOffset;");
        faults.add(
                "a gap before a batch is the next to fetch",
                "batch.firstOffset() > gapStart",
                "batch.firstOffset() > gapStart + 1");
        faults.add(
                "a gap begins behind batches and what was fetched of it",
                "Math.max(batch.lastOffset() + 1, gapStart)",
                "batch.lastOffset() + 1");
        faults.add("available records are fetched first", "mayHoldAvailable = true;", "");
        return faults.all();
    }

    private static List<Mutant> startOffset() {
        Faults faults = new Faults("StartOffset");
        faults.add(
                "a start behind a batch tracked by offset does not move",
                "return start <= batch.lastOffset() && batch.at(start).isFinished();",
                "return start > batch.lastOffset() || batch.at(start).isFinished();");
        faults.add(
                "gaps hold the start",
                "if (gaps != null && batch.lastOffset() >= gaps.gapStartOffset())",
                "if (false)");
        faults.add("a gap behind what is done is the start", "start = Math.min(gaps.gapStartOffset(), start);", "");
        faults.add("the start does not fall", "Math.max(next, inFlight.startOffset())", "next");
        faults.add("what the start passes no longer counts as done", "inFlight.addDeliveryComplete(-front.count);", "");
        faults.add(
                "batches before the start are forgotten",
                "headMap(batch.firstOffset(), whole).clear();",
                "headMap(batch.firstOffset(), false).clear();");
        faults.add(
                "the start moves to the next batch",
                "long next = whole ? inFlight.batches().higherKey(last) : last + 1;",
                "long next = last + 1;");
        faults.add(
                "with nothing left start and end are the next to fetch",
                "inFlight.beginAt(front.lastOffset + 1, StartMove.Cause.RECORDS_DONE);",
                "inFlight.loadStartOffset(front.lastOffset + 1);");
        faults.add(
                "the run of finished offsets ends within a batch", "if (finished < batch.lastOffset())", "if (false)");
        faults.add(
                "the run of finished batches ends with the first that is not",
                "if (!batch.whole().isFinished()) { break; }",
                "if (!batch.whole().isFinished()) { continue; }");
        faults.add(
                "only what lies behind the start leaves the count",
                "count += inFlight.inFlightOf(batch.firstOffset(), finished);",
                "count += (int) (finished - batch.firstOffset() + 1);");
        return faults.all();
    }

    private static List<Mutant> acquisitionLock() {
        Faults faults = new Faults("AcquisitionLock");
        faults.add(
                "locks last for the duration of the group",
                "timers.nowMs() + settings.recordLockDurationMs()",
                "timers.nowMs() + settings.recordLockDurationMs() + 1");
        faults.add("a lock that ran out is known as such", "expired = true;", "");
        return faults.all();
    }
}
