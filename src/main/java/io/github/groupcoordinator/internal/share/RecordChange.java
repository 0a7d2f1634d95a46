package io.github.groupcoordinator.internal.share;

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
        /** The acknowledgement could not be written: the records are as they were, or available if the lock ran out. */
        ROLLED_BACK
    }

    RecordChange as(Kind other) {
        return new RecordChange(other, memberId, firstOffset, lastOffset, deliveryCount);
    }

    /** The observer of changes. */
    public interface Observer {
        /** Hears nothing. */
        Observer NONE = change -> {};

        void changed(RecordChange change);
    }
}
