package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import org.jspecify.annotations.Nullable;

/** The lock on records that a member has acquired: a timer. It outlives itself until somebody lets go of it. */
final class AcquisitionLock implements Runnable {
    private final Locks locks;
    private final String memberId;
    private final long firstOffset;
    private final long lastOffset;
    private final long deadlineMs;
    private Timers.@Nullable Timer timer;
    private boolean expired;

    private AcquisitionLock(Locks locks, String memberId, long firstOffset, long lastOffset, long deadlineMs) {
        this.locks = locks;
        this.memberId = memberId;
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
        this.deadlineMs = deadlineMs;
    }

    String memberId() {
        return memberId;
    }

    long firstOffset() {
        return firstOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    /** Returns whether its time came before anybody cancelled it. */
    boolean hasExpired() {
        return expired;
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void run() {
        expired = true;
        if (!locks.abandoned) {
            locks.onTimeout.timedOut(this);
        }
    }

    @Override
    public String toString() {
        return "acquisition lock of " + memberId + " on " + locks.partition + " " + firstOffset + "-" + lastOffset;
    }

    /** The handler of a lock that runs out. */
    interface TimeoutHandler {
        void timedOut(AcquisitionLock lock);
    }

    /** Makes the locks of one share partition. */
    static final class Locks {
        private final SharePartitionKey partition;
        private final Timers timers;
        private final ShareGroupSettings settings;
        private final TimeoutHandler onTimeout;
        private boolean abandoned;

        Locks(SharePartitionKey partition, Timers timers, ShareGroupSettings settings, TimeoutHandler onTimeout) {
            this.partition = partition;
            this.timers = timers;
            this.settings = settings;
            this.onTimeout = onTimeout;
        }

        /** Lets no lock run out any more. */
        void abandon() {
            abandoned = true;
        }

        /** Locks offsets for the whole duration, from now on. */
        AcquisitionLock lock(String memberId, long firstOffset, long lastOffset) {
            return lockUntil(timers.nowMs() + settings.recordLockDurationMs(), memberId, firstOffset, lastOffset);
        }

        AcquisitionLock lockUntil(long deadlineMs, String memberId, long firstOffset, long lastOffset) {
            AcquisitionLock lock = new AcquisitionLock(this, memberId, firstOffset, lastOffset, deadlineMs);
            // A deadline that has passed must not overtake what is due by now.
            lock.timer = timers.schedule(Math.max(deadlineMs, timers.nowMs()), lock, lock);
            return lock;
        }
    }
}
