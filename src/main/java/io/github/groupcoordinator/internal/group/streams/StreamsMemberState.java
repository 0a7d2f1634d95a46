package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.view.MemberState;

/** The progress of a member of a streams group on its way to its target assignment. */
public enum StreamsMemberState {
    /** It has the tasks that the target of its epoch gives it. */
    STABLE(1),
    /** It was asked to give tasks up and stays in its epoch until it has. */
    UNREVOKED_TASKS(2),
    /** It is in the epoch of its target, but others still have tasks that it is to get. */
    UNRELEASED_TASKS(3),
    /** Stored by a later version of Kafka; the member must join again. */
    UNKNOWN(127);

    private final byte code;

    StreamsMemberState(int code) {
        this.code = (byte) code;
    }

    /** Returns the state for those who watch, who know tasks as the partitions that they read. */
    public MemberState watched() {
        return switch (this) {
            case STABLE -> MemberState.STABLE;
            case UNREVOKED_TASKS -> MemberState.UNREVOKED_PARTITIONS;
            case UNRELEASED_TASKS -> MemberState.UNRELEASED_PARTITIONS;
            case UNKNOWN -> MemberState.UNKNOWN;
        };
    }

    /** Returns the number that stands for the state in records. */
    public byte code() {
        return code;
    }

    /** Returns the state for a record's number; UNKNOWN for one that is not known. */
    public static StreamsMemberState of(byte code) {
        for (StreamsMemberState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
