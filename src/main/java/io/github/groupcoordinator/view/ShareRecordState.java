package io.github.groupcoordinator.view;

import org.apiguardian.api.API;

/** The state of a record in a share group, in Kafka's words. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum ShareRecordState {
    /** The record waits to be delivered, for the first time or once more. */
    AVAILABLE,
    /** A member has it, and it is locked for that member. */
    ACQUIRED,
    /** A member accepted it; it is done with. */
    ACKNOWLEDGED,
    /** It will not be delivered any more, though nobody accepted it; its event says why. */
    ARCHIVED
}
