package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.internal.broker.wire.ParkedRequests;
import io.github.groupcoordinator.internal.client.MadeClients;
import io.github.groupcoordinator.internal.client.Unrest;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.group.WatchedLog;
import io.github.groupcoordinator.internal.invariant.Invariants;
import io.github.groupcoordinator.internal.invariant.ShareFacts;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.invariant.Invariant;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The watch over what must always be true, put where it sees all: at the event log, the coordinators' log and the
 * requests that wait in the broker.
 */
final class Watch implements EventSink {
    private final EventLoop loop;
    private final Timers timers;
    private final EventLog events;
    private final Unrest unrest;
    private final Invariants invariants;
    private final ParkedRequests parked;

    Watch(Set<Invariant> relaxed, EventLoop loop, Timers timers, EventLog events, Unrest unrest, MadeClients clients) {
        this.loop = loop;
        this.timers = timers;
        this.events = events;
        this.unrest = unrest;
        this.invariants =
                new Invariants(relaxed, new Invariants.Scene(events, clients::isStopped, loop.findings()::add));
        this.parked = new ParkedRequests(timers, invariants);
    }

    @Override
    public void append(ClusterEvent event) {
        events.append(event);
        invariants.observe(event);
    }

    /** Takes what happened in the broker. */
    void happened(ClusterEvent event) {
        // What goes on for ever by itself must not hide a deadlock: faults that fire, auto commits.
        if (!(event instanceof FaultInjected || event instanceof OffsetsCommitted)) {
            loop.progress();
        }
        unrest.saw(event);
        append(event);
    }

    CoordinatorLog around(CoordinatorLog log, ToLongFunction<TopicPartition> endOffset) {
        return new WatchedLog(log, timers, invariants, endOffset);
    }

    void judgeShareGroupsBy(ShareFacts facts) {
        invariants.judgeShareGroupsBy(facts);
    }

    ParkedRequests parked() {
        return parked;
    }

    /** Looks a last time, before the clients are closed. */
    void endOfTest() {
        parked.check();
    }

    /** Forgets what has been told. */
    void forget() {
        invariants.forgetViolations();
    }

    void tell(ClosingReport report, List<AdoptedClient> leaked) {
        report.violated(invariants.summary());
        if (invariants.watches(Invariant.CLIENTS_CLOSED)) {
            report.leaked(leaked);
        }
    }
}
