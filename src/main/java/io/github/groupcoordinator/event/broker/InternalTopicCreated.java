package io.github.groupcoordinator.event.broker;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * The topology of a streams group (KIP-1071) needs an internal topic, a changelog or a repartition topic, that there
 * was not, and the broker created it.
 *
 * @param groupId the {@code group.id}, which is the {@code application.id} of Kafka Streams
 * @param partitions its number of partitions, 1 or more
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record InternalTopicCreated(Instant at, String groupId, String topic, int partitions) implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("internal topic '" + topic + "' was created with " + partitions
                + (partitions == 1 ? " partition" : " partitions"));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId(), describe());
    }
}
