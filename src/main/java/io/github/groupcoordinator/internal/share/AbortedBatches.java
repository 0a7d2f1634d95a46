package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The batches of aborted transactions among those that were fetched, and what is left of acquired records without them.
 */
final class AbortedBatches {
    private AbortedBatches() {}

    /** Returns the batches that belong to an aborted transaction, in order. */
    static List<FetchedBatch> of(FetchedRecords fetched) {
        List<FetchedRecords.Aborted> transactions = new ArrayList<>(fetched.aborted());
        transactions.sort(Comparator.comparingLong(FetchedRecords.Aborted::firstOffset));
        Set<Long> producers = new TreeSet<>();
        List<FetchedBatch> found = new ArrayList<>();
        int begun = 0;
        for (FetchedBatch batch : fetched.batches()) {
            if (!batch.hasProducerId()) {
                continue;
            }
            while (begun < transactions.size() && transactions.get(begun).firstOffset() <= batch.lastOffset()) {
                producers.add(transactions.get(begun++).producerId());
            }
            if (batch.abortMarker()) {
                producers.remove(batch.producerId());
            } else if (batch.transactional() && producers.contains(batch.producerId())) {
                found.add(batch);
            }
        }
        return found;
    }

    /** Returns what is left of the ranges; both are in order. */
    static AcquiredRecords without(List<FetchedBatch> batches, AcquiredRecords acquired) {
        List<AcquiredRecords.Range> left = new ArrayList<>();
        int count = 0;
        for (AcquiredRecords.Range range : acquired.ranges()) {
            long first = range.firstOffset();
            for (FetchedBatch batch : batches) {
                if (batch.lastOffset() < first || batch.baseOffset() > range.lastOffset()) {
                    continue;
                }
                if (batch.baseOffset() > first) {
                    left.add(new AcquiredRecords.Range(first, batch.baseOffset() - 1, range.deliveryCount()));
                }
                first = batch.lastOffset() + 1;
            }
            if (first <= range.lastOffset()) {
                left.add(new AcquiredRecords.Range(first, range.lastOffset(), range.deliveryCount()));
            }
        }
        for (AcquiredRecords.Range range : left) {
            count += range.size();
        }
        return new AcquiredRecords(left, count);
    }
}
