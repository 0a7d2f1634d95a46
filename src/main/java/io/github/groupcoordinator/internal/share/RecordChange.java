package io.github.groupcoordinator.internal.share;

import org.jspecify.annotations.Nullable;

/**
 * Something that has become of a range of records, for events and invariants.
 *
 * @param memberId of the member that has or had them; empty if there is none
 */
public record RecordChange(Kind kind, String memberId, long firstOffset, long lastOffset, int deliveryCount) {

    /** The kind of change. */
    public enum Kind {
        ACQUIRED,
        ACCEPTED,
        RELEASED,
        /** Released because the member's session has ended. */
        SESSION_ENDED,
        REJECTED,
        /** Acknowledged as a gap, and so archived. */
        GAP,
        RENEWED,
        /** The lock ran out: the records are available again. */
        LOCK_TIMED_OUT,
        /** Released, or the lock ran out, after the last delivery that the limit allows. */
        ARCHIVED_AT_LIMIT,
        ARCHIVED_BELOW_LOG_START,
        /** Fetched again and found to be gone from the log. */
        ARCHIVED_COMPACTED,
        ARCHIVED_ABORTED,
        /** The acknowledgement could not be written, or was refused: the records are acquired as before. */
        ROLLED_BACK
    }

    RecordChange as(Kind other) {
        return new RecordChange(other, memberId, firstOffset, lastOffset, deliveryCount);
    }

    /** Returns whether the next records fare just as these do. */
    boolean isContinuedBy(RecordChange next) {
        return next.firstOffset == lastOffset + 1
                && next.kind == kind
                && next.deliveryCount == deliveryCount
                && next.memberId.equals(memberId);
    }

    RecordChange upTo(long offset) {
        return new RecordChange(kind, memberId, firstOffset, offset, deliveryCount);
    }

    /** A movement of the start offset. */
    public record StartMove(long from, long to, Cause cause) {

        /** The cause of a movement. */
        public enum Cause {
            /** The records in between are done with. */
            RECORDS_DONE,
            LOG_START_MOVED,
            /** The log has no records in between. */
            NO_RECORDS
        }
    }

    /** The observer of changes. */
    public interface Observer {
        /** Hears nothing. */
        Observer NONE = change -> {};

        void changed(RecordChange change);

        /**
         * The stored state has been loaded; what is heard before is of loading.
         *
         * @param begins whether no start offset had been stored
         */
        default void loaded(long startOffset, boolean begins) {}

        default void startOffsetMoved(StartMove move) {}

        /**
         * The share partition leaves memory, with so many records acquired. What is still being written comes about
         * even so, and locks run out.
         */
        default void dropped(long acquired) {}
    }

    /** The changes of one step: neighbouring records that fare alike are told together. */
    static final class Step {
        private final Observer observer;
        private @Nullable RecordChange open;

        Step(Observer observer) {
            this.observer = observer;
        }

        void add(RecordChange change) {
            RecordChange before = open;
            if (before != null && before.isContinuedBy(change)) {
                open = before.upTo(change.lastOffset);
                return;
            }
            tell();
            open = change;
        }

        /** Tells what has not been told yet. */
        void tell() {
            RecordChange told = open;
            open = null;
            if (told != null) {
                observer.changed(told);
            }
        }
    }
}
