package io.github.groupcoordinator.event.broker;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * The topology of a streams group (KIP-1071) needs an internal topic, a changelog or a repartition topic, that can not
 * be created. Its members are told so, and nobody has any task meanwhile; it is tried again after two heartbeat
 * intervals.
 *
 * @param groupId the {@code group.id}, which is the {@code application.id} of Kafka Streams
 * @param reason what the controller said, on one line
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record InternalTopicRefused(Instant at, String groupId, String topic, String reason) implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("internal topic '" + topic + "' was not created: " + reason);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId(), describe());
    }
}
