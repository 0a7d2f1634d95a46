package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.internal.broker.ClusterControl;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.fault.ArrivedRequest;
import io.github.groupcoordinator.internal.fault.FaultEffect;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.simulation.FaultKind;
import io.github.groupcoordinator.simulation.SimulatedFault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The faults of a simulated run, behind those that the test declares itself. */
final class PlannedFaults implements FaultSource {
    private static final Set<ApiKeys> OF_PRODUCERS = EnumSet.of(
            ApiKeys.PRODUCE,
            ApiKeys.INIT_PRODUCER_ID,
            ApiKeys.ADD_PARTITIONS_TO_TXN,
            ApiKeys.ADD_OFFSETS_TO_TXN,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.END_TXN);

    private final CampaignRun run;
    private final FaultSource declared;
    private final Scene scene;
    private final EventLoop loop;
    private final Map<ApiKeys, Integer> calls = new EnumMap<>(ApiKeys.class);
    private final Map<ApiKeys, Integer> callsOfWorkers = new EnumMap<>(ApiKeys.class);
    private long loadingUntilMs = Long.MIN_VALUE;

    /** A request, who sent it, and the worker that did so, if it was one. */
    private record Sent(
            ArrivedRequest request,
            AdoptedClient by,
            @Nullable WorkerLoop<?, ?, ?> worker) {}

    /** The cluster that the faults disturb, as far as they know it. */
    record Scene(EventLoop loop, EventSink events, Workers workers, ClusterControl control) {}

    /** Returns the declared faults, with those of the run behind them if there is one. */
    static FaultSource of(@Nullable CampaignRun run, FaultSource declared, Scene scene) {
        return run == null ? declared : new PlannedFaults(run, declared, scene);
    }

    private PlannedFaults(CampaignRun run, FaultSource declared, Scene scene) {
        this.run = run;
        this.declared = declared;
        this.scene = scene;
        this.loop = scene.loop();
    }

    @Override
    public @Nullable FaultEffect decide(ArrivedRequest request) {
        FaultEffect effect = declared.decide(request);
        Workers workers = scene.workers();
        boolean ofProducer = OF_PRODUCERS.contains(request.api());
        AdoptedClient client = workers.newest(request.clientId(), ofProducer);
        if (workers.areEnding() || client == null) {
            return effect;
        }
        WorkerLoop<?, ?, ?> worker = ofProducer ? null : workers.find(request.clientId());
        int number = calls.merge(request.api(), 1, Integer::sum);
        int numberOfWorkers = worker == null ? 0 : callsOfWorkers.merge(request.api(), 1, Integer::sum);
        run.arrived(request.api(), number, numberOfWorkers);
        if (effect != null) {
            return effect;
        }
        for (SimulatedFault fault : run.faults()) {
            int counted = fault.kind().isOfWorkersOnly() ? numberOfWorkers : number;
            if (fault.api() == request.api() && fault.call() == counted) {
                return afterLoading(request, fire(fault, new Sent(request, client, worker)));
            }
        }
        return afterLoading(request, null);
    }

    /**
     * Lets no SyncGroup arrive while a coordinator loads after a failover of ours: Kafka answers that with
     * COORDINATOR_LOAD_IN_PROGRESS, which Kafka's own consumer takes for fatal. Every application on the classic
     * protocol would die of it sooner or later, whatever it does.
     */
    private @Nullable FaultEffect afterLoading(ArrivedRequest request, @Nullable FaultEffect effect) {
        boolean arrives = effect == null || effect instanceof FaultEffect.Delay;
        if (request.api() != ApiKeys.SYNC_GROUP || loop.nowMs() > loadingUntilMs || !arrives) {
            return effect;
        }
        Duration rest = Duration.ofMillis(loadingUntilMs - loop.nowMs() + 1);
        return effect instanceof FaultEffect.Delay delay && delay.delay().compareTo(rest) > 0
                ? effect
                : new FaultEffect.Delay(rest);
    }

    private @Nullable FaultEffect fire(SimulatedFault fault, Sent sent) {
        if (fault.kind() == FaultKind.FAILOVER && !failOver(fault, sent.request())) {
            return null;
        }
        run.fired(fault);
        return switch (fault.kind()) {
            case RESPOND -> new FaultEffect.Respond(fault.error());
            case DISCONNECT -> new FaultEffect.Disconnect();
            case DELAY -> new FaultEffect.Delay(Duration.ofMillis(fault.milliseconds()));
            case DROP -> new FaultEffect.Drop();
            case LOSE_RESPONSE -> new FaultEffect.LoseResponse();
            case CRASH_BEFORE -> crash(fault, sent.worker(), new FaultEffect.Drop());
            case CRASH_AFTER -> crash(fault, sent.worker(), new FaultEffect.LoseResponse());
            case PAUSE -> pause(fault, sent);
            case PARTITION -> partition(fault, sent);
            // It goes on to a coordinator that is none any more, or begins to load.
            case FAILOVER -> null;
        };
    }

    /** Returns false if there is no coordinator that could fail over. */
    private boolean failOver(SimulatedFault fault, ArrivedRequest request) {
        ClusterControl control = scene.control();
        String topic;
        int partition;
        if (!fault.isOfTransactionCoordinator()) {
            topic = Topic.GROUP_METADATA_TOPIC_NAME;
            partition = request.groupIds().isEmpty()
                    ? -1
                    : control.partitionFor(request.groupIds().get(0));
        } else {
            String transactionalId = request.transactionalId();
            topic = Topic.TRANSACTION_STATE_TOPIC_NAME;
            partition = transactionalId == null ? -1 : control.partitionForTransaction(transactionalId);
        }
        if (partition < 0 || !control.canFailOver(topic, partition)) {
            return false;
        }
        tell(request, "failover of " + topic + "-" + partition);
        control.failover(topic, partition);
        loadingUntilMs = loop.nowMs() + control.coordinatorLoadTimeMs();
        return true;
    }

    private FaultEffect crash(SimulatedFault fault, @Nullable WorkerLoop<?, ?, ?> worker, FaultEffect effect) {
        if (worker != null) {
            // Not from within the sender's own call, in which the request may have arrived.
            loop.schedule(loop.nowMs(), "crash of " + worker.clientId(), () -> {
                worker.crash();
                worker.restartAfter(Duration.ofMillis(fault.milliseconds()));
            });
        }
        return effect;
    }

    private @Nullable FaultEffect pause(SimulatedFault fault, Sent sent) {
        WorkerLoop<?, ?, ?> worker = sent.worker();
        if (worker != null) {
            tell(sent.request(), "pause for " + Duration.ofMillis(fault.milliseconds()));
            loop.schedule(
                    loop.nowMs(),
                    "pause of " + worker.clientId(),
                    () -> worker.pause(Duration.ofMillis(fault.milliseconds())));
        }
        return null;
    }

    private @Nullable FaultEffect partition(SimulatedFault fault, Sent sent) {
        tell(sent.request(), "partition for " + Duration.ofMillis(fault.milliseconds()));
        scene.workers().isolate(sent.by(), Duration.ofMillis(fault.milliseconds()));
        return null;
    }

    private void tell(ArrivedRequest request, String effect) {
        String groupId = request.groupIds().isEmpty() ? "" : request.groupIds().get(0);
        scene.events().append(new FaultInjected(loop.now(), groupId, request.clientId(), request.api().name, effect));
    }
}
