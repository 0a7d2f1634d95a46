package io.github.groupcoordinator.internal.fault;

import io.github.groupcoordinator.fault.Fault;
import io.github.groupcoordinator.fault.FaultBarrier;
import io.github.groupcoordinator.fault.Faults;
import io.github.groupcoordinator.fault.UnusedFaultException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The faults that a test declares on one cluster, in the order in which each request meets them. */
public final class DeclaredFaults implements Faults, FaultSource {
    private final long seed;
    private final Function<Object, String> clientIds;
    private final BiConsumer<String, Runnable> inCluster;
    private final IntConsumer requireBroker;
    private final List<DeclaredFault> declared = new ArrayList<>();

    /**
     * Declares nothing yet.
     *
     * @param clientIds finds the client id of a client object
     * @param inCluster runs a task as a call of the cluster, with the name of the call
     * @param requireBroker throws IllegalArgumentException, naming the brokers, unless a broker id is one of theirs
     */
    public DeclaredFaults(
            long seed,
            Function<Object, String> clientIds,
            BiConsumer<String, Runnable> inCluster,
            IntConsumer requireBroker) {
        this.seed = seed;
        this.clientIds = clientIds;
        this.inCluster = inCluster;
        this.requireBroker = requireBroker;
    }

    @Override
    public Fault on(ApiKeys api) {
        LegalErrors.requireServed(api);
        // Each fault draws its own chances, so that one more fault does not change those of the others.
        DeclaredFault fault = new DeclaredFault(api, seed * 31 + declared.size(), clientIds, requireBroker);
        declared.add(fault);
        return fault;
    }

    @Override
    public FaultBarrier barrier(String name) {
        return new DeclaredBarrier(name, inCluster);
    }

    @Override
    public List<Fault> all() {
        return Collections.unmodifiableList(new ArrayList<>(declared));
    }

    @Override
    public @Nullable FaultEffect decide(ArrivedRequest request) {
        FaultEffect effect = null;
        for (DeclaredFault fault : declared) {
            // A fault that comes too late for this request counts it all the same: "the third call" is the third call.
            if (fault.counts(request) && effect == null) {
                effect = fault.fire();
            }
        }
        return effect;
    }

    /** Takes all faults away: the test that declared them is over. */
    public void clear() {
        declared.clear();
    }

    /** Returns what is wrong with the faults when the test ends, or null if nothing is. */
    public @Nullable UnusedFaultException unused() {
        StringBuilder text = new StringBuilder();
        for (DeclaredFault fault : declared) {
            if (fault.isUnused()) {
                text.append("\n  - ").append(fault.describe()).append(fault.describeOthers());
            }
        }
        return text.isEmpty()
                ? null
                : new UnusedFaultException("Faults that were declared and never fired; correct what they wait for, or"
                        + " say lenient():" + text);
    }
}
