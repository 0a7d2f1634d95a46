package io.github.groupcoordinator.view;

import java.time.Instant;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A group of a running cluster at one virtual instant, with the ends of the logs that it consumes. Two are equal if
 * their groups and these ends are, whenever they were taken.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface ObservedGroup extends GroupView {

    /** Returns the virtual instant at which the snapshot was taken. */
    Instant at();

    /** Returns the offset that the next record gets, for each partition that is assigned or has a committed offset. */
    SortedMap<TopicPartition, Long> endOffsets();
}
