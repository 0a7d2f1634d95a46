package io.github.groupcoordinator.junit5;

import org.apiguardian.api.API;

/** The time that a cluster lives in; see {@link EmbeddedGroupCoordinator#time()}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum TimeMode {
    /** As the listener has it; without one virtual time, but in a Spring test system time. */
    DEFAULT,
    /** The test moves the clock, or its threads do while they wait. */
    VIRTUAL,
    /** The clock flows as the system's. */
    SYSTEM
}
