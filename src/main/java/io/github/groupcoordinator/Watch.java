package io.github.groupcoordinator;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.broker.wire.ParkedRequests;
import io.github.groupcoordinator.internal.client.Clients;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.WatchedLog;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.invariant.Invariants;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the watch over what must always be true where it sees all: at the event log, the coordinators' log, the broker. */
final class Watch implements EventSink {
    private final EventLog events;
    private final Timers timers;
    private final Invariants invariants;
    private final ParkedRequests parked;
    private @Nullable Broker broker;
    private @Nullable Clients clients;

    Watch(Set<Invariant> relaxed, EventLog events, Timers timers, Consumer<Throwable> failures) {
        this.events = events;
        this.timers = timers;
        this.invariants = new Invariants(
                relaxed,
                new Invariants.Scene(
                        events,
                        partition -> broker == null ? -1 : broker.endOffsetOrNone(partition),
                        member -> clients != null && clients.isStopped(member),
                        failures));
        this.parked = new ParkedRequests(timers, invariants);
    }

    @Override
    public void append(ClusterEvent event) {
        events.append(event);
        invariants.observe(event);
    }

    CoordinatorLog around(CoordinatorLog log) {
        return new WatchedLog(log, timers, invariants);
    }

    void over(Broker watched) {
        broker = watched;
        watched.watch(parked);
    }

    void over(Clients watched) {
        clients = watched;
    }

    /** Looks a last time, before the clients are closed. */
    void endOfTest() {
        parked.check();
    }

    void tell(ClosingReport report, List<AdoptedClient> leaked) {
        report.violated(invariants.summary());
        if (invariants.watches(Invariant.CLIENTS_CLOSED)) {
            report.leaked(leaked);
        }
    }
}
