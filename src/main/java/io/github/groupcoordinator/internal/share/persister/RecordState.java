package io.github.groupcoordinator.internal.share.persister;

/** The states of a record in flight in a share group, by the ids under which they are persisted. */
public enum RecordState {
    /** May be acquired. Next: ACQUIRED, or ARCHIVED when the log no longer has the record. */
    AVAILABLE(0),
    /** Locked for one member until it acknowledges, or until the lock runs out. Next: any other. Never persisted. */
    ACQUIRED(1),
    /** Processed; final. */
    ACKNOWLEDGED(2),
    /** Reserved for dead letter queues (KIP-1191); Kafka 4.3 does not bring any record into it. */
    ARCHIVING(3),
    /** Given up: rejected, delivered too often, aborted, or gone from the log; final. */
    ARCHIVED(4);

    private final byte id;

    RecordState(int id) {
        this.id = (byte) id;
    }

    public byte id() {
        return id;
    }

    /** Returns whether records in this state are done with. */
    public boolean isFinal() {
        return switch (this) {
            case ACKNOWLEDGED, ARCHIVED -> true;
            case AVAILABLE, ACQUIRED, ARCHIVING -> false;
        };
    }

    /**
     * Returns the state with that id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RecordState forId(byte id) {
        for (RecordState state : values()) {
            if (state.id == id) {
                return state;
            }
        }
        throw new IllegalArgumentException("expected the id of a record state, 0 to 4, but got " + id);
    }
}
