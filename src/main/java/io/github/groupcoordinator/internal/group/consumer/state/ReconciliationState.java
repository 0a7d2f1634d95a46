package io.github.groupcoordinator.internal.group.consumer.state;

/** The progress of a member of the consumer protocol on its way to its target assignment. */
public enum ReconciliationState {
    /** It has what the target of its epoch gives it. Next: UNREVOKED_PARTITIONS or UNRELEASED_PARTITIONS. */
    STABLE(0),
    /** It was asked to give partitions up and stays in its epoch until it has. */
    UNREVOKED_PARTITIONS(1),
    /** It is in the epoch of its target, but others still have partitions that it is to get. */
    UNRELEASED_PARTITIONS(2),
    /** Stored by a later version of Kafka; the member must join again. */
    UNKNOWN(127);

    private final byte code;

    ReconciliationState(int code) {
        this.code = (byte) code;
    }

    /** Returns the number that stands for the state in records. */
    public byte code() {
        return code;
    }

    /** Returns the state for a record's number; UNKNOWN for one that is not known. */
    public static ReconciliationState of(byte code) {
        for (ReconciliationState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
