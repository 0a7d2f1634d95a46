package io.github.groupcoordinator.internal.share;

import java.time.Duration;

/** A share group's configuration as it is at the moment; each value is asked for when it is needed. */
public interface ShareGroupSettings {

    /** Returns {@code share.record.lock.duration.ms}. */
    int recordLockDurationMs();

    /** Returns {@code share.delivery.count.limit}. */
    int deliveryCountLimit();

    /** Returns {@code share.partition.max.record.locks}. */
    int partitionMaxRecordLocks();

    /** Returns {@code share.renew.acknowledge.enable}. */
    boolean renewAcknowledgeEnabled();

    /** Returns {@code share.auto.offset.reset}. */
    OffsetReset offsetReset();

    /**
     * The place at which a group begins with a partition.
     *
     * @param duration how far back; {@link Duration#ZERO} where the kind is another
     */
    record OffsetReset(Kind kind, Duration duration) {
        /** The first record that the log has. */
        public static final OffsetReset EARLIEST = new OffsetReset(Kind.EARLIEST, Duration.ZERO);
        /** Behind the last record that can be read when the partition is first fetched from. */
        public static final OffsetReset LATEST = new OffsetReset(Kind.LATEST, Duration.ZERO);

        /** Returns the first record that is no older than the duration when the partition is first fetched from. */
        public static OffsetReset byDuration(Duration duration) {
            return new OffsetReset(Kind.BY_DURATION, duration);
        }

        /** The kinds of {@code share.auto.offset.reset}. */
        public enum Kind {
            EARLIEST,
            LATEST,
            BY_DURATION
        }
    }
}
