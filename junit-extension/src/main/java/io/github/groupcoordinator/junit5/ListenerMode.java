package io.github.groupcoordinator.junit5;

import org.apiguardian.api.API;

/**
 * The door for clients outside of the cluster's own; see {@link EmbeddedGroupCoordinator#listener()} and {@link
 * io.github.groupcoordinator.ListenerConfig}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum ListenerMode {
    /** Nothing listens anywhere. */
    NONE,
    /** TCP on 127.0.0.1, and a clock that flows as the system's: applications run as against a broker. */
    SYSTEM_TIME,
    /** TCP on 127.0.0.1, and a clock that stands until the test moves it. */
    VIRTUAL_TIME
}
