package io.github.groupcoordinator.internal.log;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** The upkeep of one log, as Kafka's background threads do it: what was done last, and what is due next. */
final class LogTending {
    private final Segments segments = new Segments();
    private long firstDirtyOffset;
    private long tendedMs;

    void appended(StoredBatch batch, long nowMs, LogUpkeep upkeep) {
        segments.append(batch, nowMs, upkeep);
        tended(nowMs);
    }

    void truncated(List<StoredBatch> batches, long logEndOffset) {
        segments.truncate(batches, logEndOffset);
        firstDirtyOffset = Math.min(firstDirtyOffset, logEndOffset);
    }

    long segmentOf(long offset) {
        return segments.baseOffsetOf(offset);
    }

    /** Returns whether time has passed since the log was looked after. */
    boolean isDue(long nowMs) {
        return nowMs > tendedMs;
    }

    void tended(long nowMs) {
        tendedMs = Math.max(tendedMs, nowMs);
    }

    /** Returns when the log may have been compacted since. */
    SortedSet<Long> cleanings(long nowMs, UpkeepTimes times, LogConfig config) {
        return config.compacted()
                ? times.cleanings(
                        tendedMs, nowMs, segments.moments(config.upkeep().compaction()))
                : Collections.emptySortedSet();
    }

    /** Compacts what can be, if it is worth it; returns the batches that remain. */
    List<StoredBatch> compact(
            List<StoredBatch> batches, long logStartOffset, long lastStableOffset, LogCompaction compaction) {
        long from = Math.max(firstDirtyOffset, logStartOffset);
        long end = segments.firstUncleanable(from, lastStableOffset, compaction);
        if (!segments.isDirty(from, end, compaction)) {
            return List.copyOf(batches);
        }
        List<StoredBatch> remaining = compaction.compact(batches, end);
        segments.recount(remaining);
        firstDirtyOffset = end;
        return remaining;
    }

    /** Returns whether producers have been looked at since the log was looked after. */
    boolean checksProducers(long nowMs, UpkeepTimes times) {
        long checkMs = times.lastProducerCheck(nowMs);
        return checkMs > tendedMs && checkMs > times.startMs();
    }

    /** Returns where the log starts after the last check of what has had its time. */
    long expire(long nowMs, UpkeepTimes times, LogConfig config, long logStartOffset, long highWatermark) {
        long checkMs = config.compacted() ? times.lastCleaning(nowMs) : times.lastRetentionCheck(nowMs);
        return checkMs > tendedMs
                ? segments.expire(config.upkeep(), checkMs, logStartOffset, highWatermark)
                : logStartOffset;
    }
}
