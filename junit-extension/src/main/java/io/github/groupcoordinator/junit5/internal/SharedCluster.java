package io.github.groupcoordinator.junit5.internal;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.view.GroupView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster that outlives the tests which use it, and that somebody else starts and closes. */
public interface SharedCluster {

    /** Returns the cluster. */
    InMemoryKafka kafka();

    /** Returns the listener of the cluster, if it has one. */
    @Nullable
    ListenerConfig listener();

    /** A test begins: returns how many of the cluster's events belong to earlier ones. */
    int testBegins();

    /** Returns whether it has been closed. */
    boolean isClosed();

    /** Returns the groups as they were when it was closed; none before. */
    List<GroupView> lastGroups();

    /** Returns what went wrong when it was closed, once; null if nothing did. */
    @Nullable
    Throwable takeFailure();
}
