package io.github.groupcoordinator;

import io.github.groupcoordinator.event.EventSink;
import io.github.groupcoordinator.event.FaultInjected;
import io.github.groupcoordinator.fault.ArrivedRequest;
import io.github.groupcoordinator.fault.FaultEffect;
import io.github.groupcoordinator.fault.FaultSource;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.simulation.SimulatedFault;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults of a simulated run, behind those that the test declares itself. */
final class PlannedFaults implements FaultSource {
    private final SimulationRun run;
    private final FaultSource declared;
    private final EventLoop loop;
    private final EventSink events;
    private final InMemoryKafka kafka;
    private final List<Planned> planned = new ArrayList<>();

    private static final class Planned {
        private final SimulatedFault fault;
        private int calls;

        Planned(SimulatedFault fault) {
            this.fault = fault;
        }
    }

    /** Returns the declared faults, with those of the run behind them if there is one. */
    static FaultSource of(
            @Nullable SimulationRun run, FaultSource declared, EventLoop loop, EventSink events, InMemoryKafka kafka) {
        return run == null ? declared : new PlannedFaults(run, declared, loop, events, kafka);
    }

    private PlannedFaults(
            SimulationRun run, FaultSource declared, EventLoop loop, EventSink events, InMemoryKafka kafka) {
        this.run = run;
        this.declared = declared;
        this.loop = loop;
        this.events = events;
        this.kafka = kafka;
        run.faults().forEach(fault -> planned.add(new Planned(fault)));
    }

    @Override
    public @Nullable FaultEffect decide(ArrivedRequest request) {
        FaultEffect effect = declared.decide(request);
        boolean taken = effect != null;
        Workers workers = kafka.workers();
        Worker<?, ?> worker = workers.find(request.clientId());
        if (workers.areEnding() || worker == null && !workers.isConsumer(request.clientId())) {
            return effect;
        }
        for (Planned each : planned) {
            SimulatedFault fault = each.fault;
            boolean counts = fault.api() == request.api()
                    && (worker != null || !fault.kind().isOfWorkersOnly());
            if (counts && ++each.calls == fault.call() && !taken) {
                taken = true;
                run.fired(fault);
                effect = fire(fault, request, worker);
            }
        }
        return effect;
    }

    private @Nullable FaultEffect fire(SimulatedFault fault, ArrivedRequest request, @Nullable Worker<?, ?> worker) {
        return switch (fault.kind()) {
            case RESPOND -> new FaultEffect.Respond(fault.error());
            case DISCONNECT -> new FaultEffect.Disconnect();
            case DELAY -> new FaultEffect.Delay(Duration.ofMillis(fault.milliseconds()));
            case DROP -> new FaultEffect.Drop();
            case LOSE_RESPONSE -> new FaultEffect.LoseResponse();
            case CRASH_BEFORE -> crash(fault, worker, new FaultEffect.Drop());
            case CRASH_AFTER -> crash(fault, worker, new FaultEffect.LoseResponse());
            case PAUSE -> pause(fault, request, worker);
            case PARTITION -> partition(fault, request);
        };
    }

    private FaultEffect crash(SimulatedFault fault, @Nullable Worker<?, ?> worker, FaultEffect effect) {
        if (worker != null) {
            // Not from within the sender's own call, in which the request may have arrived.
            loop.schedule(loop.nowMs(), "crash of " + worker.clientId(), () -> {
                worker.crash();
                worker.restartAfter(Duration.ofMillis(fault.milliseconds()));
            });
        }
        return effect;
    }

    private @Nullable FaultEffect pause(SimulatedFault fault, ArrivedRequest request, @Nullable Worker<?, ?> worker) {
        if (worker != null) {
            tell(request, "pause for " + Duration.ofMillis(fault.milliseconds()));
            loop.schedule(
                    loop.nowMs(),
                    "pause of " + worker.clientId(),
                    () -> worker.pause(Duration.ofMillis(fault.milliseconds())));
        }
        return null;
    }

    private @Nullable FaultEffect partition(SimulatedFault fault, ArrivedRequest request) {
        tell(request, "partition for " + Duration.ofMillis(fault.milliseconds()));
        kafka.workers().partition(request.clientId(), Duration.ofMillis(fault.milliseconds()));
        return null;
    }

    private void tell(ArrivedRequest request, String effect) {
        String groupId = request.groupIds().isEmpty() ? "" : request.groupIds().get(0);
        events.append(new FaultInjected(loop.now(), groupId, request.clientId(), request.api().name, effect));
    }
}
