package io.github.groupcoordinator.event.client;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A client was made with a property that Kafka does not know, and that looks like one that it knows: a warning. Kafka
 * ignores such a property; a line of the client's log is all that tells.
 *
 * @param clientId the {@code client.id} of the client
 * @param name the property as the configuration has it
 * @param nearest the property of Kafka's that is perhaps meant
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record PropertyUnknown(Instant at, String clientId, String name, String nearest) implements ClusterEvent {

    /** Returns the empty string: the event belongs to no group. */
    @Override
    public String groupId() {
        return "";
    }

    @Override
    public String describe() {
        return Text.oneLine("warning: " + clientId + " has the property " + name + ", which Kafka does not know and"
                + " ignores; the nearest known one is " + nearest);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId(), describe());
    }
}
