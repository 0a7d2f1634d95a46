package io.github.groupcoordinator.internal.log;

import java.util.ArrayList;
import java.util.List;

/** The segments of a log. Deletion by time or size, and compaction, go by whole segments. */
final class Segments {
    private final List<Segment> all = new ArrayList<>();

    private static final class Segment {
        private final long baseOffset;
        private final long firstTimestamp;
        private long maxTimestamp;
        private long lastAppendMs;
        private long sizeInBytes;
        private long endOffset;

        Segment(StoredBatch first) {
            baseOffset = first.baseOffset();
            firstTimestamp = first.header().maxTimestamp();
            maxTimestamp = BatchHeader.NO_TIMESTAMP;
        }

        void append(StoredBatch batch, long nowMs) {
            lastAppendMs = nowMs;
            endOffset = batch.lastOffset() + 1;
            count(batch);
        }

        void count(StoredBatch batch) {
            maxTimestamp = Math.max(maxTimestamp, batch.header().maxTimestamp());
            sizeInBytes += batch.sizeInBytes();
        }

        void clear() {
            maxTimestamp = BatchHeader.NO_TIMESTAMP;
            sizeInBytes = 0;
        }

        /** As in Kafka it is the records' own time that counts, where they have one. */
        boolean isFull(StoredBatch next, LogUpkeep upkeep) {
            long timestamp = next.header().maxTimestamp();
            long waitedMs = firstTimestamp >= 0 ? timestamp - firstTimestamp : 0L;
            return sizeInBytes > upkeep.segmentBytes() - next.sizeInBytes()
                    || waitedMs > upkeep.segmentMs()
                    || next.lastOffset() - baseOffset > Integer.MAX_VALUE;
        }

        long largestTimestamp() {
            return maxTimestamp >= 0 ? maxTimestamp : lastAppendMs;
        }
    }

    /** Notes a batch, in the active segment or in a new one. */
    void append(StoredBatch batch, long nowMs, LogUpkeep upkeep) {
        if (all.isEmpty() || all.get(all.size() - 1).isFull(batch, upkeep)) {
            all.add(new Segment(batch));
        }
        all.get(all.size() - 1).append(batch, nowMs);
    }

    /**
     * Removes the segments that have had their time, the active one included, or are too much, and those before the log
     * start; all but the last kind only if the policy is to delete.
     *
     * @return where the log starts now
     */
    long expire(LogUpkeep upkeep, long nowMs, long logStartOffset, long highWatermark) {
        while (all.size() > 1 && all.get(1).baseOffset <= logStartOffset) {
            all.remove(0);
        }
        if (!upkeep.deletes()) {
            return logStartOffset;
        }
        long start = logStartOffset;
        long excess = sizeInBytes() - upkeep.retentionBytes();
        while (upkeep.retentionBytes() >= 0 && !all.isEmpty() && excess >= all.get(0).sizeInBytes) {
            if (endOfFirst() > highWatermark) {
                return start;
            }
            start = Math.max(start, endOfFirst());
            excess -= all.remove(0).sizeInBytes;
        }
        while (upkeep.retentionMs() >= 0
                && !all.isEmpty()
                && nowMs - all.get(0).largestTimestamp() > upkeep.retentionMs()
                && endOfFirst() <= highWatermark) {
            start = Math.max(start, endOfFirst());
            all.remove(0);
        }
        return start;
    }

    private long endOfFirst() {
        return all.size() > 1 ? all.get(1).baseOffset : all.get(0).endOffset;
    }

    private long sizeInBytes() {
        return sizeBetween(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Returns the bytes of the segments that begin at or behind the first offset and before the second one. */
    private long sizeBetween(long fromOffset, long toOffset) {
        long size = 0;
        for (Segment segment : all) {
            if (segment.baseOffset >= fromOffset && segment.baseOffset < toOffset) {
                size += segment.sizeInBytes;
            }
        }
        return size;
    }

    /** Returns up to where a log can be compacted: neither the active segment nor what is too young. */
    long firstUncleanable(long firstDirtyOffset, long lastStableOffset, LogCompaction compaction) {
        long minLagMs = compaction.settings().minLagMs();
        if (all.isEmpty()) {
            return firstDirtyOffset;
        }
        long bound = Math.min(lastStableOffset, all.get(all.size() - 1).baseOffset);
        for (int i = 0; minLagMs > 0 && i < all.size() - 1; i++) {
            Segment segment = all.get(i);
            if (segment.baseOffset >= firstDirtyOffset && segment.largestTimestamp() > compaction.nowMs() - minLagMs) {
                bound = Math.min(bound, segment.baseOffset);
            }
        }
        // Segments are compacted as a whole.
        long base = firstDirtyOffset;
        for (Segment segment : all) {
            if (segment.baseOffset <= bound) {
                base = Math.max(base, segment.baseOffset);
            }
        }
        return base;
    }

    /** Returns whether there is enough to compact, or something that has waited too long. */
    boolean isDirty(long firstDirtyOffset, long firstUncleanable, LogCompaction compaction) {
        double cleanable = sizeBetween(firstDirtyOffset, firstUncleanable);
        double clean = sizeBetween(Long.MIN_VALUE, firstDirtyOffset);
        if (cleanable + clean == 0) {
            return false;
        }
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < all.size() - 1; i++) {
            Segment segment = all.get(i);
            if (segment.baseOffset >= firstDirtyOffset && segment.firstTimestamp > 0) {
                earliest = Math.min(earliest, segment.firstTimestamp);
            }
        }
        boolean isOverdue = cleanable > 0
                && earliest < compaction.nowMs() - compaction.settings().maxLagMs();
        return isOverdue
                || cleanable / (cleanable + clean) > compaction.settings().minCleanableRatio();
    }

    /** Returns the moments at which a segment becomes old enough to be compacted, or has waited too long. */
    List<Long> moments(LogUpkeep.Compaction compaction) {
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < all.size() - 1; i++) {
            if (compaction.minLagMs() > 0) {
                moments.add(all.get(i).largestTimestamp() + compaction.minLagMs());
            }
            if (compaction.maxLagMs() < Long.MAX_VALUE - all.get(i).firstTimestamp) {
                moments.add(all.get(i).firstTimestamp + compaction.maxLagMs() + 1);
            }
        }
        return moments;
    }

    /** Returns where the segment of an offset begins; an offset behind all segments is in the active one. */
    long baseOffsetOf(long offset) {
        long base = all.isEmpty() ? offset : all.get(0).baseOffset;
        for (Segment segment : all) {
            base = segment.baseOffset <= offset ? segment.baseOffset : base;
        }
        return base;
    }

    /** Forgets what lies at or behind the new end of the log. */
    void truncate(List<StoredBatch> batches, long logEndOffset) {
        all.removeIf(segment -> segment.baseOffset >= logEndOffset);
        if (!all.isEmpty()) {
            Segment active = all.get(all.size() - 1);
            active.endOffset = Math.min(active.endOffset, logEndOffset);
            recount(batches);
        }
    }

    /** Counts the bytes again, after a compaction. */
    void recount(List<StoredBatch> batches) {
        all.forEach(Segment::clear);
        int at = 0;
        for (StoredBatch batch : batches) {
            while (at < all.size() - 1 && all.get(at + 1).baseOffset <= batch.baseOffset()) {
                at++;
            }
            all.get(at).count(batch);
        }
    }
}
