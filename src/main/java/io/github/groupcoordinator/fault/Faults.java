package io.github.groupcoordinator.fault;

import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apiguardian.api.API;

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
public interface Faults {

    /**
     * Begins a fault on the requests of one API. It is in force as soon as it is told what to do.
     *
     * @throws IllegalArgumentException if the in-memory cluster does not serve the API
     */
    Fault on(ApiKeys api);

    /** Makes a barrier for {@link Fault#holdUntil} and {@link Fault#workOffLate}. */
    FaultBarrier barrier(String name);

    /** Returns the faults declared so far, oldest first; a copy. */
    List<Fault> all();
}
