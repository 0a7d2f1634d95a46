package io.github.groupcoordinator.event.broker;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * The coordinator of a group has moved to another broker, or began anew on the same one. What was not yet in the log is
 * lost with it: members that were joining are sent away, and sessions begin anew once the log has been loaded.
 *
 * @param partition the partition of {@code __consumer_offsets} that the group is in
 * @param fromBroker the broker id of the coordinator until now; -1 if there was none
 * @param toBroker the broker id of the coordinator from now on; -1 if no broker can take over
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record CoordinatorFailedOver(Instant at, String groupId, int partition, int fromBroker, int toBroker)
        implements ClusterEvent {

    @Override
    public String describe() {
        return "coordinator failed over: " + broker(fromBroker) + " -> " + broker(toBroker) + " (__consumer_offsets-"
                + partition + ")";
    }

    private static String broker(int id) {
        return id < 0 ? "none" : "broker " + id;
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
