package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberState;
import java.time.Instant;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A member of a consumer-protocol group came one step closer to its target assignment.
 *
 * @param memberEpoch the epoch that the member is in now; -2 for a static member that is away and will be back
 * @param assigned what the member may use now
 * @param pendingRevocation what it is asked to give up and has not yet
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberReconciled(
        Instant at,
        String groupId,
        MemberRef member,
        int memberEpoch,
        MemberState state,
        SortedSet<TopicPartition> assigned,
        SortedSet<TopicPartition> pendingRevocation)
        implements RebalanceEvent {

    /** Copies its collections into one canonical order. */
    public MemberReconciled {
        assigned = Text.canonical(assigned);
        pendingRevocation = Text.canonical(pendingRevocation);
    }

    @Override
    public String describe() {
        String revoking = pendingRevocation.isEmpty() ? "" : ", to give up " + Text.partitions(pendingRevocation);
        return Text.oneLine("reconciled: " + MemberText.of(member) + ": epoch " + memberEpoch + ", " + state + ", has "
                + Text.partitions(assigned) + revoking);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
