package io.github.groupcoordinator.view;

import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A group at one virtual instant; a snapshot that does not change any more. A group that does not exist is
 * {@link GroupState#DEAD} without members.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface GroupView {

    /** Returns the {@code group.id}. */
    String groupId();

    /** Returns where the group stands. */
    GroupState state();

    /**
     * Returns the number of its rebalances, or the epoch of a consumer-protocol group; -1 if there is no such group.
     */
    int generation();

    /** Returns the member that computes the assignment, if there is one; there is none in the consumer protocol. */
    @Nullable
    String leaderId();

    /** Returns {@code consumer} for consumers; null for a group that only commits offsets. */
    @Nullable
    String protocolType();

    /** Returns the assignor that the members agreed on, or that the coordinator used, if there is one. */
    @Nullable
    String protocol();

    /** Returns the members in the order in which they joined. */
    List<MemberView> members();

    /** Returns the committed offsets by partition. */
    SortedMap<TopicPartition, OffsetAndMetadata> committedOffsets();

    /** Returns who is waited for and until when, as text; empty if nobody is. */
    List<String> awaiting();

    /** Returns whether the members can work: the last rebalance has been completed and none has started since. */
    default boolean isStable() {
        return state() == GroupState.STABLE;
    }
}
