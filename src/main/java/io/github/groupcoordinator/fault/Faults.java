package io.github.groupcoordinator.fault;

import io.github.groupcoordinator.internal.fault.ArrivedRequest;
import io.github.groupcoordinator.internal.fault.FaultEffect;
import io.github.groupcoordinator.internal.fault.FaultSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one cluster. Each is declared with the requests that it waits for and one thing that it does to them:
 *
 * <pre>{@code
 * kafka.faults().on(ApiKeys.OFFSET_COMMIT).group("billing").from(consumer)
 *         .respond(Errors.REBALANCE_IN_PROGRESS).times(2);
 * }</pre>
 *
 * <p>A fault fires once unless it says otherwise. Where several wait for the same request, the one that was declared
 * first takes it. Every fault that fires is in {@code kafka.events()} as a
 * {@link io.github.groupcoordinator.event.broker.FaultInjected}. One that never fired fails the test when the cluster
 * closes, unless it is {@linkplain Fault#lenient() lenient}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Faults implements FaultSource {
    private final long seed;
    private final Function<Object, String> clientIds;
    private final BiConsumer<String, Runnable> inCluster;
    private final IntConsumer requireBroker;
    private final List<Fault> declared = new ArrayList<>();

    /**
     * For the cluster, which has one.
     *
     * @param clientIds finds the client id of a client object
     * @param inCluster runs a task as a call of the cluster, with the name of the call
     * @param requireBroker throws IllegalArgumentException, naming the brokers, unless a broker id is one of theirs
     */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public Faults(
            long seed,
            Function<Object, String> clientIds,
            BiConsumer<String, Runnable> inCluster,
            IntConsumer requireBroker) {
        this.seed = seed;
        this.clientIds = clientIds;
        this.inCluster = inCluster;
        this.requireBroker = requireBroker;
    }

    /**
     * Begins a fault on the requests of one API. It is in force as soon as it is told what to do.
     *
     * @throws IllegalArgumentException if the in-memory cluster does not serve the API
     */
    public Fault on(ApiKeys api) {
        LegalErrors.requireServed(api);
        // Each fault draws its own chances, so that one more fault does not change those of the others.
        Fault fault = new Fault(api, seed * 31 + declared.size(), clientIds, requireBroker);
        declared.add(fault);
        return fault;
    }

    /** Makes a barrier for {@link Fault#holdUntil} and {@link Fault#workOffLate}. */
    public FaultBarrier barrier(String name) {
        return new FaultBarrier(name, inCluster);
    }

    /** Returns the faults declared so far, oldest first; a copy. */
    public List<Fault> all() {
        return Collections.unmodifiableList(new ArrayList<>(declared));
    }

    @API(status = API.Status.INTERNAL, since = "0.1.0")
    @Override
    public @Nullable FaultEffect decide(ArrivedRequest request) {
        FaultEffect effect = null;
        for (Fault fault : declared) {
            // A fault that comes too late for this request counts it all the same: "the third call" is the third call.
            if (fault.counts(request) && effect == null) {
                effect = fault.fire();
            }
        }
        return effect;
    }

    /** Returns what is wrong with the faults when the test ends, or null if nothing is. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public @Nullable UnusedFaultException unused() {
        StringBuilder text = new StringBuilder();
        for (Fault fault : declared) {
            if (fault.isUnused()) {
                text.append("\n  - ").append(fault.describe()).append(fault.describeOthers());
            }
        }
        return text.isEmpty()
                ? null
                : new UnusedFaultException("Faults that were declared and never fired; correct what they wait for, or"
                        + " say lenient():" + text);
    }

    static long wholeMillis(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Virtual time never runs backwards: " + duration);
        }
        return duration.toMillis();
    }
}
