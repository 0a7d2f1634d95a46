package io.github.groupcoordinator.event.broker;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * The test did something to a broker: stopped, crashed or paused it, or brought it back. What becomes of the
 * coordinators that it led is told after it, by {@link CoordinatorFailedOver}.
 *
 * @param brokerId the {@code node.id} of the broker
 * @param what what was done, in the words of the handle's methods, for example {@code crash}
 * @param recovers whether the broker is back from here on
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record BrokerDisturbed(Instant at, int brokerId, String what, boolean recovers) implements ClusterEvent {

    /** Returns an empty id: it happened to all groups. */
    @Override
    public String groupId() {
        return "";
    }

    @Override
    public String describe() {
        return "the test: " + what + ": broker " + brokerId;
    }

    @Override
    public String toString() {
        return Text.event(at, groupId(), describe());
    }
}
