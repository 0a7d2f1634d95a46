package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;

/** Takes the events as they happen; the side of the {@link EventLog} that the cluster writes to. */
@FunctionalInterface
public interface EventSink {

    /** Takes one event; its instant is not before that of the last one. */
    void append(ClusterEvent event);
}
