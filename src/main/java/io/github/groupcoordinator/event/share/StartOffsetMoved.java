package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * The start offset of a partition in a share group moved: the records before it are done with.
 *
 * @param from the start offset before
 * @param to the start offset now
 * @param reason why it moved
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StartOffsetMoved(Instant at, String groupId, TopicPartition partition, long from, long to, Reason reason)
        implements SharePartitionEvent {

    /** The reasons for which a start offset moves. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
    public enum Reason {
        /** The records in between have been acknowledged or archived. */
        RECORDS_DONE,
        /** The log begins there by now. */
        LOG_START_MOVED,
        /** The log has no records in between. */
        NO_RECORDS
    }

    @Override
    public String describe() {
        return Text.oneLine("start offset of " + partition + ": " + from + " to " + to + ": " + reason);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
