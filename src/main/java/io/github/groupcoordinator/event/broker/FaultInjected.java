package io.github.groupcoordinator.event.broker;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A fault that the test declared has fired on a request.
 *
 * @param groupId the group that the request names; empty if it names none, as a Fetch does
 * @param clientId the {@code client.id} of the sender
 * @param api the name of the API in Kafka's words, for example {@code OffsetCommit}
 * @param effect what was done to the request, for example {@code respond(REBALANCE_IN_PROGRESS)}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record FaultInjected(Instant at, String groupId, String clientId, String api, String effect)
        implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("fault: " + api + " of " + clientId + ": " + effect);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
