package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;

/** Faults of acquiring. */
final class AcquisitionFaults {
    private AcquisitionFaults() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(acquisition());
        all.addAll(newRecordsAndGaps());
        all.addAll(limits());
        all.addAll(throttling());
        all.addAll(newBatches());
        all.addAll(fetchedRecords());
        all.addAll(abortedBatches());
        all.addAll(archive());
        all.addAll(compaction());
        return all;
    }

    private static List<Mutant> acquisition() {
        Faults faults = new Faults("Acquisition");
        faults.add(
                "throttling begins at half the limit, rounded up",
                "(deliveryCountLimit + 1) / 2",
                "deliveryCountLimit / 2");
        faults.add(
                "throttling begins with the second delivery at the earliest",
                "LEAST_THROTTLED_COUNT = 2",
                "LEAST_THROTTLED_COUNT = 3");
        faults.add(
                "what is in flight counts against the limit of record locks",
                "settings.partitionMaxRecordLocks() - inFlight.count()",
                "settings.partitionMaxRecordLocks()");
        faults.add(
                "at the limit, the last offset in flight can be had again",
                "fetched.fetchOffset() <= inFlight.endOffset()",
                "fetched.fetchOffset() < inFlight.endOffset()");
        faults.add(
                "at the limit, nothing behind the end offset is acquired",
                "lastOffset = Math.min(lastOffset, inFlight.endOffset());",
                "");
        faults.add(
                "at the limit, as many as lie up to the end offset",
                "inFlight.endOffset() - fetched.fetchOffset() + 1",
                "inFlight.endOffset() - fetched.fetchOffset()");
        faults.add(
                "a log batch that begins before the start offset is acquired from there",
                "Math.max(fetchedFrom, inFlight.startOffset())",
                "fetchedFrom");
        faults.add(
                "a fetch within a batch in flight counts from its beginning",
                "floor.lastOffset() >= fetchedFrom ? floor.firstOffset() : fetchedFrom",
                "floor.firstOffset()");
        faults.add(
                "a fetch that finds nothing up to the limit fails",
                "from > lastOffset",
                "from > lastOffset + 1_000_000");
        return faults.all();
    }

    private static List<Mutant> newRecordsAndGaps() {
        Faults faults = new Faults("Acquisition");
        faults.add(
                "new records are acquired behind those in flight",
                "last.lastOffset() < lastOffset",
                "last.lastOffset() + 1 < lastOffset");
        faults.add(
                "what was acquired again counts against the number for new records",
                "last.lastOffset() + 1, lastOffset, maxRecords - count",
                "last.lastOffset() + 1, lastOffset, maxRecords");
        faults.add(
                "gaps are closed behind what was acquired",
                "acquired.get(acquired.size() - 1).lastOffset() + 1",
                "acquired.get(acquired.size() - 1).lastOffset()");
        faults.add(
                "gaps of a load are acquired",
                "if (gapStart < batch.firstOffset())",
                "if (gapStart < batch.firstOffset() - 1)");
        faults.add("gaps begin behind a batch", "gapStart = batch.lastOffset() + 1;", "gapStart = batch.lastOffset();");
        faults.add(
                "what gaps gave counts against the number",
                "batch.firstOffset() - 1, maxRecords - count",
                "batch.firstOffset() - 1, maxRecords");
        faults.add(
                "no more than the number from batches in flight",
                "batch != null && count < maxRecords",
                "batch != null");
        faults.add(
                "throttled records come without others before them",
                "if (throttled && count > 0)",
                "if (throttled && count > 1)");
        return faults.all();
    }

    private static List<Mutant> limits() {
        Faults faults = new Faults("Acquisition");
        faults.add("record_limit cuts batches in flight", "batch.size() > remaining", "batch.size() > remaining + 1");
        faults.add(
                "record_limit alone cuts batches in flight",
                "boolean tooLarge = request.isRecordLimit() &&",
                "boolean tooLarge =");
        faults.add(
                "a throttled batch is tracked by offset",
                "lastOffset) && !tooLarge && !throttled",
                "lastOffset) && !tooLarge");
        faults.add(
                "throttled records come without others after them",
                "if (throttled && count > before)",
                "if (throttled && count > before + 1)");
        faults.add(
                "record_limit counts the offsets of a batch tracked by offset",
                "request.isRecordLimit() ? remaining : Long.MAX_VALUE",
                "Long.MAX_VALUE");
        faults.add(
                "batch_optimized takes all available offsets of a batch tracked by offset",
                "request.isRecordLimit() ? remaining : Long.MAX_VALUE",
                "remaining");
        faults.add(
                "the last attempt is the one before the limit",
                "deliveries == deliveryCountLimit - 1",
                "deliveries == deliveryCountLimit - 2");
        faults.add(
                "a limit of two knows no last attempt",
                "boolean lastAttempt = deliveryCountLimit > LEAST_THROTTLED_COUNT &&",
                "boolean lastAttempt =");
        faults.add(
                "a record at its last attempt waits for its own fetch",
                "if (lastAttempt && run.size > 0)",
                "if (lastAttempt && run.size > 1)");
        faults.add(
                "a record at its last attempt comes alone",
                "if (lastAttempt || run.size == most",
                "if (run.size == most");
        faults.add(
                "record_limit holds where throttling begins beyond its own number",
                "run.size == most || run.size == mostThrottled",
                "run.size == (mostThrottled < 0 ? most : mostThrottled)");
        return faults.all();
    }

    private static List<Mutant> throttling() {
        Faults faults = new Faults("Acquisition");
        faults.add(
                "each delivery above the threshold halves the number",
                "deliveries - throttledFrom + 1",
                "deliveries - throttledFrom");
        faults.add(
                "the first throttled record of a batch decides the number",
                "if (deliveries >= throttledFrom && mostThrottled < 0)",
                "if (deliveries >= throttledFrom)");
        faults.add(
                "at least one throttled record comes",
                "Math.max(1, (long) batch.size() >>",
                "Math.max(2, (long) batch.size() >>");
        faults.add(
                "a whole batch is throttled from the threshold on",
                "batch.whole().deliveryCount() >= throttledFrom",
                "batch.whole().deliveryCount() > throttledFrom");
        faults.add(
                "an offset is throttled from the threshold on",
                "state.isAcquirable() && state.deliveryCount() >= throttledFrom",
                "state.isAcquirable() && state.deliveryCount() > throttledFrom");
        faults.add(
                "entries join while their counts are equal",
                "(offset != last + 1 || deliveries != deliveryCount)",
                "(offset != last + 1)");
        faults.add(
                "entries join while they are contiguous",
                "(offset != last + 1 || deliveries != deliveryCount)",
                "(deliveries != deliveryCount)");
        faults.add(
                "a batch that is acquired again is locked",
                "state.lock(locks.lock(request.memberId(), batch.firstOffset(), batch.lastOffset()));",
                "");
        faults.add(
                "an offset that is acquired again is locked",
                "state.lock(locks.lock(request.memberId(), offset, offset));",
                "");
        faults.add(
                "only what was fetched is acquired of a batch",
                "long first = Math.max(batch.firstOffset(), fetched.firstBatch().baseOffset()); for (long "
                        + "offset = first; offset <= last; offset++) { InFlightState state = batch.at(offset); if "
                        + "(!state.isAcquirable()) {",
                "long first = batch.firstOffset(); for (long offset = first; offset <= last; offset++) { "
                        + "InFlightState state = batch.at(offset); if (!state.isAcquirable()) {");
        return faults.all();
    }

    private static List<Mutant> newBatches() {
        Faults faults = new Faults("NewBatches");
        faults.add("the number is rounded up to a log batch", "first + maxRecords - 1);", "first + maxRecords);");
        faults.add("a gap ends where the next batch in flight begins", "last = Math.min(last, lastOffset);", "");
        faults.add(
                "the first batch moves the start offset to itself",
                "inFlight.moveStartOffset(first, RecordChange.StartMove.Cause.NO_RECORDS);",
                "");
        faults.add(
                "the end offset does not fall",
                "inFlight.setEndOffset(Math.max(inFlight.endOffset(), last));",
                "inFlight.setEndOffset(last);");
        faults.add("new records close gaps", "inFlight.closeGapsBefore(lastAcquired + 1);", "");
        faults.add(
                "record_limit acquires exactly the number",
                "long lastAcquired = first + maxRecords - 1;",
                "long lastAcquired = first + maxRecords;");
        faults.add("what is beyond a record_limit is fetched next", "inFlight.lookForAvailable();", "");
        faults.add(
                "entries have at least batch size records",
                "batch.baseOffset() - current >= request.batchSize()",
                "batch.baseOffset() - current > request.batchSize()");
        faults.add(
                "entries are split only beyond the batch size",
                "last - first + 1 > request.batchSize()",
                "last - first + 1 > request.batchSize() + 2");
        faults.add("entries end at log batches", "current = batch.baseOffset();", "current = batch.baseOffset() + 1;");
        faults.add(
                "record_limit splits no entries",
                "request.isRecordLimit() ? limited(first, last, maxRecords) : split(first, last)",
                "split(first, last)");
        return faults.all();
    }

    private static List<Mutant> fetchedRecords() {
        Faults faults = new Faults("batch/FetchedRecords");
        faults.add(
                "the last offset of a log batch is part of it",
                "offset <= candidate.lastOffset()",
                "offset < candidate.lastOffset() - 1");
        return faults.all();
    }

    private static List<Mutant> abortedBatches() {
        Faults faults = new Faults("AbortedBatches");
        faults.add(
                "a transaction that begins within a batch has begun",
                "firstOffset() <= batch.lastOffset()",
                "firstOffset() < batch.baseOffset()");
        faults.add("a marker ends the aborted transaction", "producers.remove(batch.producerId());", "");
        faults.add("only batches of transactions are aborted", "batch.transactional() && producers", "producers");
        faults.add(
                "what lies before an aborted batch is left",
                "if (batch.baseOffset() > first)",
                "if (batch.baseOffset() > first + 1)");
        faults.add(
                "what lies behind an aborted batch is left",
                "first = batch.lastOffset() + 1;",
                "first = range.lastOffset() + 1;");
        faults.add("the count is that of what is left", "count += range.size();", "count += range.size() + 1;");
        return faults.all();
    }

    private static List<Mutant> archive() {
        Faults faults = new Faults("Archive");
        faults.add(
                "an empty partition begins at the log start",
                "inFlight.beginAt(logStartOffset, StartMove.Cause.LOG_START_MOVED);",
                "inFlight.loadStartOffset(logStartOffset);");
        faults.add(
                "what leaves at the log start no longer counts as done",
                "inFlight.addDeliveryComplete(-finished);",
                "");
        faults.add(
                "the end offset is never below the log start",
                "inFlight.setEndOffset(Math.max(inFlight.endOffset(), logStartOffset));",
                "");
        faults.add(
                "only what was in flight counts at the log start",
                "long first = Math.max(inFlight.startOffset(), batch.firstOffset());",
                "long first = batch.firstOffset();");
        faults.add(
                "the log start itself stays",
                "new Range(inFlight.startOffset(), logStartOffset - 1,",
                "new Range(inFlight.startOffset(), logStartOffset,");
        faults.add(
                "the start offset jumps to the log start",
                "inFlight.moveStartOffset(logStartOffset, StartMove.Cause.LOG_START_MOVED);",
                "");
        faults.add(
                "the log start counts finished offsets one by one",
                "count += batch.at(offset).state().isFinal() ? 1 : 0;",
                "");
        return faults.all();
    }

    private static List<Mutant> compaction() {
        Faults faults = new Faults("Archive");
        faults.add(
                "compaction archives nothing when the fetch offset came",
                "inFlight.isEmpty() || fetchOffset >= firstFetched",
                "inFlight.isEmpty() || fetchOffset + 3 >= firstFetched");
        faults.add(
                "compaction reaches into the batch with the fetch offset",
                "floor != null && floor.lastOffset() >= fetchOffset ? floor.firstOffset() : fetchOffset",
                "fetchOffset");
        faults.add(
                "compacted records count as done", "RecordState.AVAILABLE, true);", "RecordState.AVAILABLE, false);");
        faults.add(
                "compaction archives up to the first record that came",
                "new Range(fetchOffset, firstFetched - 1,",
                "new Range(fetchOffset, firstFetched - 2,");
        faults.add("aborted records count as done", "RecordState.ACQUIRED, true);", "RecordState.ACQUIRED, false);");
        faults.add(
                "an aborted batch ends with its last offset",
                "new Range(batch.baseOffset(), batch.lastOffset(),",
                "new Range(batch.baseOffset(), batch.lastOffset() - 1,");
        faults.add(
                "an aborted batch before anything in flight fails the fetch",
                "throw new UnexpectedStateException(\"expected offset \" + batch.baseOffset() + \" of an "
                        + "aborted batch to be in flight, but the first in flight is \" + "
                        + "inFlight.batches().firstKey());",
                "return;");
        faults.add(
                "a batch that is archived in part is tracked by offset",
                "if (batch.isWithin(range.first, range.last))",
                "if (true)");
        faults.add("only offsets in the state are archived", "if (state.state() == range.state)", "if (true)");
        faults.add(
                "only batches in the state are archived",
                "if (batch.whole().state() != range.state)",
                "if (batch.whole().state() == RecordState.ARCHIVED)");
        return faults.all();
    }
}
