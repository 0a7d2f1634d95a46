package io.github.groupcoordinator.event;

import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/** A client gave partitions up, as its rebalance listener saw it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record PartitionsRevoked(
        Instant at, String groupId, MemberRef member, int generation, SortedSet<TopicPartition> partitions)
        implements RebalanceEvent {}
