package io.github.groupcoordinator;

import org.apiguardian.api.API;

/** The members of a group whose clients are closed or have crashed, to a test that waits until the group is stable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum AbsentMembers {
    /** A static member may come back within its session timeout, as in a rolling restart, and is not waited for. */
    STATIC_MAY_COME_BACK,

    /**
     * Everybody whose client is not there any more has to be gone from the group, static members after their
     * sessions.
     */
    ALL_GONE
}
