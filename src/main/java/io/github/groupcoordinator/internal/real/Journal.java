package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.event.client.PositionReset;
import io.github.groupcoordinator.event.client.WorkerChanged;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.view.ClientRef;
import java.util.List;
import java.util.function.Function;

/** The event log of a real cluster: it is told of what its clients see, and of nothing that a coordinator keeps. */
final class Journal implements EventSink, EventLog.Scope {
    private static final List<Class<? extends ClusterEvent>> TOLD = List.of(
            PartitionsAssigned.class,
            PartitionsRevoked.class,
            PartitionsLost.class,
            OffsetsCommitted.class,
            PositionReset.class,
            ClientDisturbed.class,
            WorkerChanged.class,
            ClusterEvent.class);

    private final Refusals refusals;
    private final EventLog log;

    Journal(RealClock clock, Function<Object, ClientRef> clients, Refusals refusals) {
        this.refusals = refusals;
        this.log = new EventLog(clock, clients, this);
    }

    EventLog log() {
        return log;
    }

    @Override
    public synchronized void append(ClusterEvent event) {
        log.append(event);
    }

    @Override
    public void requireTold(Class<? extends ClusterEvent> kind, String call) {
        if (!TOLD.contains(kind)) {
            throw refusals.notPortable(
                    call, "what " + kind.getSimpleName() + " tells happens at the coordinator, and no client sees it");
        }
    }

    @Override
    public void requireRepeatable(String call) {
        throw refusals.notPortable(call, "in real time no run is the same as another");
    }
}
