package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.batch.AcquireRequest;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.persister.RecordState;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * A partition as its leader serves it to one share group (KIP-932): who has acquired which of its records, until when
 * and how many times, and from where on records are not done with.
 *
 * <p>It holds in memory what it knows; what has to survive goes to the persister, whose answer an acknowledgement waits
 * for. Locks are timers. Nothing in here waits, and there is one thread.
 */
public final class SharePartition {
    private final SharePartitionKey key;
    private final int leaderEpoch;
    private final ShareEnvironment environment;
    private final InFlightRecords inFlight;
    private final AcquisitionLock.Locks locks;
    private final StateWrites writes;
    private final Releases releases;
    private final Archive archive;
    private SharePartitionState state = SharePartitionState.EMPTY;
    private @Nullable Object fetchLock;

    public SharePartition(SharePartitionKey key, int leaderEpoch, ShareEnvironment environment) {
        this.key = key;
        this.leaderEpoch = leaderEpoch;
        this.environment = environment;
        this.inFlight = new InFlightRecords(environment.observer());
        this.locks = new AcquisitionLock.Locks(key, environment.timers(), environment.settings(), this::timedOut);
        this.writes = new StateWrites(key, leaderEpoch, inFlight, environment);
        this.releases = new Releases(inFlight, locks, writes, environment);
        this.archive = new Archive(inFlight, locks, environment.observer());
    }

    public SharePartitionKey key() {
        return key;
    }

    public int leaderEpoch() {
        return leaderEpoch;
    }

    public SharePartitionState state() {
        return state;
    }

    /**
     * Loads the persisted state, unless that has been done.
     *
     * @param done hears of success at once if it has been loaded before; of LEADER_NOT_AVAILABLE if it is being loaded
     *     or is fenced
     */
    public void maybeInitialize(Completion done) {
        switch (state) {
            case ACTIVE -> done.completed(null);
            case FAILED ->
                done.completed(new ShareFailure(Errors.UNKNOWN_SERVER_ERROR, "the state of " + key + " did not load"));
            case INITIALIZING, FENCED ->
                done.completed(new ShareFailure(Errors.LEADER_NOT_AVAILABLE, key + " is " + state));
            case EMPTY -> {
                state = SharePartitionState.INITIALIZING;
                environment.persister().read(key, leaderEpoch, result -> {
                    ShareFailure failure = new Loading(inFlight, writes, environment).load(result);
                    state = failure == null ? SharePartitionState.ACTIVE : SharePartitionState.FAILED;
                    if (failure == null) {
                        boolean begins = result.startOffset() == ShareStatePersister.UNINITIALIZED_START_OFFSET;
                        environment.observer().loaded(inFlight.startOffset(), begins);
                    }
                    done.completed(failure);
                });
            }
        }
    }

    /**
     * Gives fetched records to a member, as many as it may have.
     *
     * @throws UnexpectedStateException where Kafka's code fails unexpectedly; to be answered with UNKNOWN_SERVER_ERROR
     */
    public AcquiredRecords acquire(AcquireRequest request, FetchedRecords fetched) {
        if (state != SharePartitionState.ACTIVE
                || request.maxRecords() <= 0
                || fetched.batches().isEmpty()
                || fetched.lastBatch().lastOffset() < inFlight.startOffset()) {
            return AcquiredRecords.NONE;
        }
        Acquisition acquisition = new Acquisition(inFlight, locks, environment.settings(), request, fetched);
        if (!acquisition.hasRoom()) {
            return AcquiredRecords.NONE;
        }
        archive.compacted(fetched.fetchOffset(), fetched.firstBatch().baseOffset());
        AcquiredRecords acquired = acquisition.acquire();
        tell(request.memberId(), acquired);
        if (fetched.aborted().isEmpty() || acquired.ranges().isEmpty()) {
            return acquired;
        }
        List<FetchedBatch> aborted = AbortedBatches.of(fetched);
        aborted.forEach(archive::aborted);
        return AbortedBatches.without(aborted, acquired);
    }

    private void tell(String memberId, AcquiredRecords acquired) {
        for (AcquiredRecords.Range range : acquired.ranges()) {
            environment
                    .observer()
                    .changed(new RecordChange(
                            RecordChange.Kind.ACQUIRED,
                            memberId,
                            range.firstOffset(),
                            range.lastOffset(),
                            range.deliveryCount()));
        }
    }

    /**
     * Takes a member's acknowledgements, all or none.
     *
     * @param done hears when they are written: of INVALID_RECORD_STATE, INVALID_REQUEST or an error of the persister if
     *     they can't be
     * @throws UnexpectedStateException where Kafka's code fails unexpectedly; to be answered with UNKNOWN_SERVER_ERROR
     */
    public void acknowledge(String memberId, List<AcknowledgementBatch> batches, Completion done) {
        StateWrites.Request changes = writes.new Request();
        ShareFailure failure =
                new Acknowledgement(inFlight, locks, environment, changes, memberId).acknowledge(batches);
        if (failure != null) {
            changes.rollBack();
            done.completed(failure);
            return;
        }
        changes.write(done);
    }

    /** Releases all that a member has acquired, because its session has ended. */
    public void releaseAcquired(String memberId, Completion done) {
        releases.releaseAll(memberId, done);
    }

    private void timedOut(AcquisitionLock lock) {
        releases.timedOut(lock);
    }

    /** Takes notice that the log no longer has records before that offset. */
    public void logStartMovedTo(long logStartOffset) {
        archive.logStartMovedTo(logStartOffset);
    }

    /** Returns the offset to fetch from next: of available records in flight, or behind them all. */
    public long nextFetchOffset() {
        return inFlight.nextFetchOffset();
    }

    /** Returns whether a fetch could bring anything: records in flight are available, or there is room for more. */
    public boolean canAcquireRecords() {
        return inFlight.nextFetchOffset() != inFlight.endOffset() + 1
                || inFlight.count() < environment.settings().partitionMaxRecordLocks();
    }

    /** Reserves the partition for one fetch; only one that is active, and reserved by nobody. */
    public boolean tryLockForFetch(Object fetch) {
        if (state != SharePartitionState.ACTIVE || fetchLock != null) {
            return false;
        }
        fetchLock = fetch;
        return true;
    }

    /** Ends the reservation, whoever has it. */
    public void unlockForFetch() {
        fetchLock = null;
    }

    /** Says that somebody else leads or that nobody needs it. Locks run out all the same, and are written. */
    public void markFenced() {
        leaveMemory();
    }

    private void leaveMemory() {
        if (state != SharePartitionState.FENCED) {
            environment.observer().dropped(acquired());
        }
        state = SharePartitionState.FENCED;
    }

    private long acquired() {
        return inFlight().stream()
                .filter(range -> range.state() == RecordState.ACQUIRED)
                .mapToLong(range -> range.lastOffset() - range.firstOffset() + 1)
                .sum();
    }

    /** Forgets everything at once, with the process that leads: no lock runs out any more. */
    public void abandon() {
        leaveMemory();
        locks.abandon();
        inFlight.unlockAll();
    }

    /** Returns the offset before which everything is done with. */
    public long startOffset() {
        return inFlight.startOffset();
    }

    /** Returns the last offset in flight, or the next one to fetch if there is none. */
    public long endOffset() {
        return inFlight.endOffset();
    }

    /** Returns how many records from the start offset on are done with. */
    public int deliveryCompleteCount() {
        return inFlight.deliveryCompleteCount();
    }

    public int stateEpoch() {
        return writes.stateEpoch();
    }

    /** Returns what is in flight, in order; a copy. */
    public List<InFlightRange> inFlight() {
        List<InFlightRange> ranges = new ArrayList<>();
        for (InFlightBatch batch : inFlight.batches().values()) {
            long first = batch.firstOffset();
            if (!batch.isTrackedByOffset()) {
                ranges.add(InFlightRange.of(first, first, batch.lastOffset(), batch.whole()));
                continue;
            }
            for (long offset = first; offset <= batch.lastOffset(); offset++) {
                ranges.add(InFlightRange.of(first, offset, offset, batch.at(offset)));
            }
        }
        return ranges;
    }

    @Override
    public String toString() {
        return "share partition " + key + " " + state + " " + inFlight.startOffset() + "-" + inFlight.endOffset();
    }
}
