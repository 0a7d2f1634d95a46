package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * The group went to PREPARING_REBALANCE, or a group of the consumer or the streams protocol left the epoch in which it
 * was STABLE or EMPTY; the member is the one that gave cause.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RebalanceStarted(Instant at, String groupId, int generation, RebalanceReason reason, MemberRef member)
        implements RebalanceEvent {

    @Override
    public String describe() {
        return Text.oneLine(
                "rebalance started: generation " + generation + " ends: " + reason + " by " + MemberText.of(member));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
