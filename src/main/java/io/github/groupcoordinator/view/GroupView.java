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
 *
 * @param groupId the {@code group.id}
 * @param state where the group stands
 * @param generation the number of its rebalances; -1 if there is no such group
 * @param leaderId the member that computes the assignment, if there is one
 * @param protocolType {@code consumer} for consumers; null for a group that only commits offsets
 * @param protocol the assignor that the members agreed on, if they have
 * @param members in the order in which they joined
 * @param committedOffsets by partition
 * @param awaiting who is waited for and until when, as text; empty if nobody is
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record GroupView(
        String groupId,
        GroupState state,
        int generation,
        @Nullable String leaderId,
        @Nullable String protocolType,
        @Nullable String protocol,
        List<MemberView> members,
        SortedMap<TopicPartition, OffsetAndMetadata> committedOffsets,
        List<String> awaiting) {

    /** Returns whether the members can work: the last rebalance has been completed and none has started since. */
    public boolean isStable() {
        return state == GroupState.STABLE;
    }
}
