package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.log.TransactionMarker;
import java.util.List;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;

/** The log of one partition, to which its coordinator appends; why that failed is an error, in the log's own words. */
public final class ShardLog {
    private final int partition;
    private final CoordinatorLog log;

    public ShardLog(int partition, CoordinatorLog log) {
        this.partition = partition;
        this.log = log;
    }

    /** Appends records, all or nothing; returns NONE, or why that failed. */
    public Errors append(List<CoordinatorRecord> records) {
        try {
            log.append(partition, records);
            return Errors.NONE;
        } catch (ApiException e) {
            return Errors.forException(e);
        }
    }

    /** Appends records as part of a producer's transaction, all or nothing; returns NONE, or why that failed. */
    public Errors append(TransactionalProducer producer, List<CoordinatorRecord> records) {
        try {
            log.append(partition, producer, records);
            return Errors.NONE;
        } catch (ApiException e) {
            return Errors.forException(e);
        }
    }

    /** Appends the end of a producer's transaction; returns NONE, or why that failed. */
    public Errors append(TransactionMarker marker) {
        try {
            // Before the append, which may fail for reasons of its own: without a producer there is no batch to append.
            marker.requireProducer();
            log.append(partition, marker);
            return Errors.NONE;
        } catch (ApiException e) {
            return Errors.forException(e);
        }
    }

    /** Hands over all of the partition, oldest first. */
    public void replay(CoordinatorReplay each) {
        log.replay(partition, each);
    }
}
