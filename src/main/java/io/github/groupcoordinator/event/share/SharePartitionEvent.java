package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.event.ClusterEvent;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/** Something that became of a partition as a share group reads it: where it begins, and who keeps track of it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface SharePartitionEvent extends ClusterEvent
        permits SharePartitionLoaded, SharePartitionDropped, StartOffsetMoved, StartOffsetAltered {

    /** Returns the partition. */
    TopicPartition partition();
}
