package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The log that both sides read: batches, transactions, what was compacted or deleted. */
public final class SimLog {
    private final List<LogBatch> batches = new ArrayList<>();
    /** The time at which each batch came: base offset and milliseconds. */
    private final List<long[]> times = new ArrayList<>();

    private final TreeMap<Long, Long> openTransactions = new TreeMap<>();
    private final List<Ended> aborted = new ArrayList<>();
    private long start;
    private long end;

    private record Ended(long producerId, long firstOffset, long markerOffset) {}

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    /** Returns the offset of the first record that is as new, or -1. */
    public long firstAtOrAfter(long ms) {
        for (long[] time : times) {
            if (time[1] >= ms && time[0] >= start) {
                return time[0];
            }
        }
        return -1;
    }

    public List<LogBatch> batches() {
        return batches;
    }

    Map<Long, Long> openTransactions() {
        return openTransactions;
    }

    /** Begins at an offset beyond zero. */
    void beginAt(long offset) {
        start = offset;
        end = offset;
    }

    LogBatch append(int records, long producerId, boolean transactional, long nowMs) {
        LogBatch batch = new LogBatch(end, end + records - 1, producerId, transactional, LogBatch.Marker.NONE);
        if (transactional) {
            openTransactions.putIfAbsent(producerId, end);
        }
        return add(batch, nowMs);
    }

    private LogBatch add(LogBatch batch, long nowMs) {
        batches.add(batch);
        times.add(new long[] {batch.base(), nowMs});
        end = batch.last() + 1;
        return batch;
    }

    LogBatch endTransaction(long producerId, boolean commit, long nowMs) {
        Long first = openTransactions.remove(producerId);
        if (!commit && first != null) {
            aborted.add(new Ended(producerId, first, end));
        }
        LogBatch.Marker marker = commit ? LogBatch.Marker.COMMIT : LogBatch.Marker.ABORT;
        return add(new LogBatch(end, end, producerId, true, marker), nowMs);
    }

    public long lastStableOffset() {
        return openTransactions.values().stream().min(Long::compare).orElse(end);
    }

    List<LogBatch> read(long offset, int most, boolean committed) {
        long limit = committed ? lastStableOffset() : end;
        return batches.stream()
                .filter(batch -> batch.last() >= offset && batch.base() < limit)
                .limit(most)
                .toList();
    }

    public List<Aborted> aborted(long from, long to) {
        return aborted.stream()
                .filter(each -> each.firstOffset <= to && each.markerOffset >= from)
                .map(each -> new Aborted(each.producerId, each.firstOffset))
                .toList();
    }

    /** Removes batches, as compaction does. */
    void compact(int from, int to) {
        batches.subList(from, to).clear();
    }

    void deleteBefore(long offset) {
        start = Math.max(start, offset);
        batches.removeIf(batch -> batch.last() < start);
    }
}
