package io.github.groupcoordinator.internal.thread;

/** The stance of a cluster towards the application's own threads. */
public enum ThreadMode {
    /** They are refused. */
    REFUSED,
    /** They wait for turns at the clients. */
    ALLOWED,
    /** All that they do is the cluster's. */
    CONTROLLED
}
