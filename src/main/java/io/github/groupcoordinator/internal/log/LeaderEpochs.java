package io.github.groupcoordinator.internal.log;

import java.util.Map;
import java.util.TreeMap;

/** The leader epochs of a log, each with the offset at which it began. */
final class LeaderEpochs {
    private final TreeMap<Integer, Long> startOffsets = new TreeMap<>();

    /** Notes that an epoch begins at an offset; an epoch that is known keeps its start. */
    void begin(int leaderEpoch, long startOffset) {
        if (startOffsets.isEmpty() || leaderEpoch > startOffsets.lastKey()) {
            // An epoch that began at the same offset wrote nothing: Kafka forgets it.
            startOffsets.values().removeIf(start -> start >= startOffset);
            startOffsets.put(leaderEpoch, startOffset);
        }
    }

    /** Returns the epoch of an offset, or -1. */
    int epochAt(long offset) {
        int found = -1;
        for (Map.Entry<Integer, Long> entry : startOffsets.entrySet()) {
            if (entry.getValue() <= offset) {
                found = entry.getKey();
            }
        }
        return found;
    }

    /** Returns the largest known epoch not above the asked one, and where it ends. */
    EpochEndOffset endOffsetFor(int leaderEpoch, long logEndOffset) {
        if (leaderEpoch == -1 || startOffsets.isEmpty()) {
            return EpochEndOffset.UNDEFINED;
        }
        if (startOffsets.lastKey() == leaderEpoch) {
            return new EpochEndOffset(leaderEpoch, logEndOffset);
        }
        Map.Entry<Integer, Long> higher = startOffsets.higherEntry(leaderEpoch);
        if (higher == null) {
            return EpochEndOffset.UNDEFINED;
        }
        Integer floor = startOffsets.floorKey(leaderEpoch);
        return new EpochEndOffset(floor == null ? leaderEpoch : floor, higher.getValue());
    }

    /** Forgets the epochs that began at the new end of the log or behind it. */
    void truncateFrom(long logEndOffset) {
        startOffsets.values().removeIf(start -> start >= logEndOffset);
    }

    /** Forgets what lies before the log start; the epoch at the log start begins there now. */
    void truncateBefore(long logStartOffset) {
        int epochAtStart = epochAt(logStartOffset);
        startOffsets.headMap(epochAtStart).clear();
        if (epochAtStart >= 0) {
            startOffsets.computeIfPresent(epochAtStart, (epoch, start) -> Math.max(start, logStartOffset));
        }
    }
}
