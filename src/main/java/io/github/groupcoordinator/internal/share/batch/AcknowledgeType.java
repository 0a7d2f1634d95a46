package io.github.groupcoordinator.internal.share.batch;

import io.github.groupcoordinator.internal.share.persister.RecordState;

/** The ways to acknowledge a record, by their ids in requests. */
public enum AcknowledgeType {
    /** There is no record at the offset that the application could see. */
    GAP(0),
    ACCEPT(1),
    RELEASE(2),
    REJECT(3),
    /** Restarts the acquisition lock (KIP-1222). */
    RENEW(4);

    private final byte id;

    AcknowledgeType(int id) {
        this.id = (byte) id;
    }

    public byte id() {
        return id;
    }

    /** Returns whether there is a type with that id. */
    public static boolean isKnown(byte id) {
        return id >= GAP.id && id <= RENEW.id;
    }

    static AcknowledgeType forId(byte id) {
        return values()[id];
    }

    /** Returns the state that a record is in afterwards, unless it was delivered too often to be released. */
    public RecordState target() {
        return switch (this) {
            case ACCEPT -> RecordState.ACKNOWLEDGED;
            case RELEASE -> RecordState.AVAILABLE;
            case GAP, REJECT -> RecordState.ARCHIVED;
            case RENEW -> RecordState.ACQUIRED;
        };
    }
}
