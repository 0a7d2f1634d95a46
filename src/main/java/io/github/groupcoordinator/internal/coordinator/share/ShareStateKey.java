package io.github.groupcoordinator.internal.coordinator.share;

import java.util.Objects;
import org.apache.kafka.common.Uuid;

/** The key of a share-partition: a partition as one share group reads it. */
public record ShareStateKey(String groupId, Uuid topicId, int partition) {

    /** Returns the text by whose hash code the partition of {@code __share_group_state} is found. */
    public String coordinatorKey() {
        return groupId + ":" + topicId + ":" + partition;
    }

    /** Returns the hash code that Kafka's own key has: the order of some of its tables goes by it. */
    @Override
    public int hashCode() {
        int ofPartition = 31 * (31 + partition);
        int ofTopic = 31 * (31 + topicId.hashCode()) + ofPartition;
        return Objects.hash(groupId, ofTopic);
    }
}
