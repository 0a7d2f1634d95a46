package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.log.TransactionMarker;
import java.util.List;

/** The log of an internal topic, as far as its coordinator knows it. */
public interface CoordinatorLog {

    /**
     * Appends the records to a partition, all or nothing.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the append fails; then nothing was appended
     */
    void append(int partition, List<CoordinatorRecord> records);

    /**
     * Appends records as part of a producer's transaction, all or nothing.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the append fails; then nothing was appended
     */
    void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records);

    /**
     * Ends a producer's transaction in a partition.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the append fails; then nothing was appended
     */
    void append(int partition, TransactionMarker marker);

    /** Hands over all of a partition, oldest first. */
    void replay(int partition, CoordinatorReplay each);

    /** The topic was deleted with everything in it. */
    default void topicDeleted() {
        // Most logs keep nothing besides.
    }
}
