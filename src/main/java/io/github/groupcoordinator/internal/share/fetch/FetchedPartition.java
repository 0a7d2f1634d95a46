package io.github.groupcoordinator.internal.share.fetch;

import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/**
 * The answer of a share fetch for one partition.
 *
 * @param records whole batches, from the one with the first to the one with the last acquired record
 */
public record FetchedPartition(Errors error, ByteBuffer records, List<AcquiredRecords.Range> acquired) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    public static FetchedPartition failed(Errors error) {
        return new FetchedPartition(error, NOTHING, List.of());
    }

    static FetchedPartition empty() {
        return failed(Errors.NONE);
    }
}
