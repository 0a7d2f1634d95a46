package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * The coordinator's assignor computed who is to have what in an epoch of a consumer-protocol group. The assignment is
 * by member id; members come to it one by one, see {@link MemberReconciled}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TargetAssigned(
        Instant at,
        String groupId,
        int groupEpoch,
        String assignor,
        SortedMap<String, SortedSet<TopicPartition>> assignment)
        implements RebalanceEvent {

    /** Copies its collections into one canonical order. */
    public TargetAssigned {
        assignment = Text.canonicalAssignment(assignment);
    }

    @Override
    public String describe() {
        return Text.oneLine(
                "target of epoch " + groupEpoch + " by assignor " + assignor + ": " + Text.assignment(assignment));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
