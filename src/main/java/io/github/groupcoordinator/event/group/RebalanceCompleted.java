package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The leader's assignment was stored, or every member of a group of the consumer or the streams protocol has its
 * target, and the group is STABLE; or the group became EMPTY, without leader, protocol or assignment. The assignment is
 * by member id; of a streams group it is what active tasks read. Groups of these two protocols have an epoch for
 * generation, an assignor for protocol, and no leader.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RebalanceCompleted(
        Instant at,
        String groupId,
        int generation,
        @Nullable String leaderId,
        @Nullable String protocol,
        SortedMap<String, SortedSet<TopicPartition>> assignment,
        RebalanceReason reason,
        MemberRef causedBy)
        implements RebalanceEvent {

    /** Copies its collections into one canonical order. */
    public RebalanceCompleted {
        assignment = Text.canonicalAssignment(assignment);
    }

    @Override
    public String describe() {
        String cause = reason + " by " + MemberText.of(causedBy);
        if (protocol == null) {
            return Text.oneLine("group is empty: generation " + generation + ": " + cause);
        }
        return Text.oneLine("rebalance completed: generation " + generation + ", protocol " + protocol
                + (leaderId == null ? "" : ", leader " + leaderId) + ": " + cause + ": " + Text.assignment(assignment));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
