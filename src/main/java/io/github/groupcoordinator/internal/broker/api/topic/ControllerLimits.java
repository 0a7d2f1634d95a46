package io.github.groupcoordinator.internal.broker.api.topic;

import org.apache.kafka.common.errors.PolicyViolationException;

/** The limits of Kafka's controller for one operation: records of metadata, and new partitions. */
final class ControllerLimits {
    static final int MAX_RECORDS = 10_000;

    private ControllerLimits() {}

    /** Refuses a whole request that would create more partitions than that. */
    static void requirePartitions(long partitions) {
        if (partitions > MAX_RECORDS) {
            throw new PolicyViolationException("Excessively large number of partitions per request.");
        }
    }

    /** Refuses a whole request that would take more records than that. */
    static void requireRecords(long records) {
        if (records > MAX_RECORDS) {
            throw new PolicyViolationException("Unable to perform excessively large batch operation.");
        }
    }
}
