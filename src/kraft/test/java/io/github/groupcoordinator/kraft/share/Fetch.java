package io.github.groupcoordinator.kraft.share;

import java.util.List;

/** The records that were read from the log for a member, to be acquired. */
public record Fetch(
        String member,
        boolean recordLimit,
        int batchSize,
        int maxRecords,
        long fetchOffset,
        boolean committed,
        List<LogBatch> batches,
        List<Aborted> aborted) {}
