package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * The leader of a partition loaded what is stored of it for a share group. Nothing of it is acquired then: who has what
 * is not stored, nor how often what was not acknowledged has been delivered.
 *
 * @param brokerId the leader
 * @param startOffset the offset from which on records are not done with
 * @param begins whether nothing had been stored, so that {@code share.auto.offset.reset} says where it begins
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SharePartitionLoaded(
        Instant at, String groupId, TopicPartition partition, int brokerId, long startOffset, boolean begins)
        implements SharePartitionEvent {

    @Override
    public String describe() {
        return Text.oneLine("share partition loaded: " + partition + " by broker " + brokerId + ", start offset "
                + startOffset + (begins ? ", as share.auto.offset.reset says" : ""));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
