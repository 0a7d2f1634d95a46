package io.github.groupcoordinator.event;

import org.apiguardian.api.API;

/** Takes the events as they happen; the side of the {@link EventLog} that the cluster writes to. */
@API(status = API.Status.INTERNAL, since = "0.1.0")
@FunctionalInterface
public interface EventSink {

    /** Takes one event; its instant is not before that of the last one. */
    void append(RebalanceEvent event);
}
