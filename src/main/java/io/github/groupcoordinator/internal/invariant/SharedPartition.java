package io.github.groupcoordinator.internal.invariant;

import io.github.groupcoordinator.view.MemberRef;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A partition of a share group as its events tell of it: what became of each record since its leader loaded it. */
final class SharedPartition {
    private final NavigableMap<Long, Fate> fates = new TreeMap<>();
    private final Uuid topicId;
    /** The offset before which all is done with, and stored for sure. */
    private long storedStart;
    /** The start offset as it was told last. */
    private long toldStart;

    private boolean isStored;
    private boolean isAltered;

    SharedPartition(Uuid topicId, long startOffset) {
        this.topicId = topicId;
        this.storedStart = startOffset;
        this.toldStart = startOffset;
    }

    /** The state of a record, as far as it was told. */
    enum State {
        AVAILABLE,
        ACQUIRED,
        /** Accepted, rejected, or a gap: stored before it was told. */
        DONE_AND_STORED,
        /** Archived for another reason; that may be stored later. */
        DONE
    }

    /** The state of a record as it was told last, and the member that this was about. */
    record Fate(State state, MemberRef member) {
        boolean isDone() {
            return switch (state) {
                case DONE, DONE_AND_STORED -> true;
                case AVAILABLE, ACQUIRED -> false;
            };
        }
    }

    Uuid topicId() {
        return topicId;
    }

    @Nullable
    Fate fate(long offset) {
        return fates.get(offset);
    }

    void put(long first, long last, Fate fate) {
        for (long offset = first; offset <= last; offset++) {
            fates.put(offset, fate);
        }
        isStored |= fate.state() == State.DONE_AND_STORED;
    }

    /** Returns the first record between two offsets that is known not to be done with. */
    Map.@Nullable Entry<Long, Fate> firstOpen(long from, long to) {
        for (Map.Entry<Long, Fate> entry : fates.subMap(from, to).entrySet()) {
            if (!entry.getValue().isDone()) {
                return entry;
            }
        }
        return null;
    }

    /** The start offset has moved; who has records before it keeps them. */
    void startMovedTo(long offset) {
        Fate next = fates.get(storedStart);
        while (storedStart < offset && next != null && next.state() == State.DONE_AND_STORED) {
            storedStart++;
            next = fates.get(storedStart);
        }
        toldStart = offset;
        fates.headMap(offset).values().removeIf(fate -> fate.state() != State.ACQUIRED);
    }

    /** Returns the offset that a load must not fall behind; any is right if nothing was stored, or it was altered. */
    long leastStart() {
        return isStored && !isAltered ? storedStart : Long.MIN_VALUE;
    }

    /** An administrator has set where it begins. */
    void altered() {
        isAltered = true;
    }

    /** Nobody has it in memory any more. */
    void forget() {
        fates.clear();
    }

    /** It is loaded from what is stored; returns what Kafka loses with that, if it loses anything. */
    @Nullable
    KnownLoss loadedAt(long startOffset, boolean begins) {
        KnownLoss loss = null;
        if (!isAltered && startOffset < toldStart) {
            loss = KnownLoss.NOT_STORED_YET;
        } else if (!isAltered && startOffset > toldStart) {
            loss = begins ? KnownLoss.BEGINNING_FOUND_ANEW : KnownLoss.STORED_UNHEARD;
        }
        forget();
        toldStart = startOffset;
        storedStart = startOffset;
        isStored = !begins;
        isAltered = false;
        return loss;
    }
}
