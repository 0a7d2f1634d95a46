package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A broker forgot what it knew of a partition for a share group: another leads it, the broker has ended, the topic or
 * the last session of the group is gone. What was acquired may be acquired by anybody, as soon as it is loaded again.
 *
 * @param brokerId the broker that led it
 * @param acquired how many records were acquired, whose locks are forgotten with it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SharePartitionDropped(Instant at, String groupId, TopicPartition partition, int brokerId, long acquired)
        implements SharePartitionEvent {

    @Override
    public String describe() {
        String locks =
                acquired == 0 ? "" : ", with the locks on " + acquired + (acquired == 1 ? " record" : " records");
        return Text.oneLine("share partition dropped: " + partition + " by broker " + brokerId + locks);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
