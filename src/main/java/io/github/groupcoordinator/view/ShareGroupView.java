package io.github.groupcoordinator.view;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A share group (KIP-932) at one virtual instant; a snapshot that does not change any more. A group that does not
 * exist, or is of another type, is {@link GroupState#DEAD}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface ShareGroupView {

    /** Returns the {@code group.id}. */
    String groupId();

    /** Returns where the group stands: EMPTY, STABLE or DEAD. */
    GroupState state();

    /** Returns the epoch of the group; -1 if there is no such group. */
    int groupEpoch();

    /** Returns the members in the order in which they joined. */
    List<MemberView> members();

    /** Returns the partitions that the group reads or has read. */
    SortedMap<TopicPartition, SharePartitionView> partitions();

    /** Returns the virtual instant at which the snapshot was taken. */
    Instant at();
}
