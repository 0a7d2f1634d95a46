package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The batches of a share-partition's state, put together with others. Where two overlap, the one that was delivered
 * more often is right, or else the one whose state has the higher id; equal ones that meet become one.
 */
final class StateBatches {
    private static final Comparator<StateBatch> BY_WEIGHT =
            Comparator.<StateBatch>comparingInt(StateBatch::deliveryCount).thenComparingInt(StateBatch::deliveryState);

    private static final Comparator<StateBatch> IN_ORDER = Comparator.comparingLong(StateBatch::firstOffset)
            .thenComparingLong(StateBatch::lastOffset)
            .thenComparing(BY_WEIGHT);

    private StateBatches() {}

    /**
     * Returns both together.
     *
     * @param startOffset what lies below goes; -1 if nothing does
     */
    static List<StateBatch> combined(List<StateBatch> some, List<StateBatch> others, long startOffset) {
        List<StateBatch> all = new ArrayList<>();
        some.forEach(batch -> addFrom(startOffset, batch, all));
        others.forEach(batch -> addFrom(startOffset, batch, all));
        if (all.size() < 2) {
            return all;
        }
        TreeSet<StateBatch> open = new TreeSet<>(IN_ORDER);
        open.addAll(all);
        List<StateBatch> done = new ArrayList<>();
        StateBatch lower = open.pollFirst();
        while (lower != null) {
            StateBatch upper = open.pollFirst();
            if (upper != null && meet(lower, upper)) {
                // As in Kafka: what has been passed is not looked at again, even if it now could be one with the rest.
                resolve(lower, upper, open);
                lower = open.pollFirst();
            } else {
                done.add(lower);
                lower = upper;
            }
        }
        return done;
    }

    private static void addFrom(long startOffset, StateBatch batch, List<StateBatch> all) {
        if (startOffset == ShareState.UNKNOWN || batch.firstOffset() >= startOffset) {
            all.add(batch);
        } else if (batch.lastOffset() >= startOffset) {
            all.add(part(batch, startOffset, batch.lastOffset()));
        }
    }

    private static boolean meet(StateBatch lower, StateBatch upper) {
        return upper.firstOffset() <= lower.lastOffset()
                || upper.firstOffset() == lower.lastOffset() + 1 && BY_WEIGHT.compare(lower, upper) == 0;
    }

    /** Adds what becomes of two that meet. */
    private static void resolve(StateBatch lower, StateBatch upper, TreeSet<StateBatch> open) {
        int weight = BY_WEIGHT.compare(upper, lower);
        if (weight == 0) {
            open.add(part(lower, lower.firstOffset(), Math.max(lower.lastOffset(), upper.lastOffset())));
        } else if (weight < 0) {
            open.add(lower);
            addIfAny(part(upper, lower.lastOffset() + 1, upper.lastOffset()), open);
        } else {
            addIfAny(part(lower, lower.firstOffset(), upper.firstOffset() - 1), open);
            open.add(upper);
            addIfAny(part(lower, upper.lastOffset() + 1, lower.lastOffset()), open);
        }
    }

    private static void addIfAny(StateBatch batch, TreeSet<StateBatch> open) {
        if (batch.firstOffset() <= batch.lastOffset()) {
            open.add(batch);
        }
    }

    private static StateBatch part(StateBatch batch, long firstOffset, long lastOffset) {
        return new StateBatch(firstOffset, lastOffset, batch.deliveryState(), batch.deliveryCount());
    }
}
