package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;

/** The side of the {@link EventLog} that the cluster writes to, as events happen. */
@FunctionalInterface
public interface EventSink {

    /** Takes one event; its instant is not before that of the last one. */
    void append(ClusterEvent event);
}
