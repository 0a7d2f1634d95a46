package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A group of the consumer, the share or the streams protocol went to its next epoch: a target assignment will be
 * computed for it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record GroupEpochBumped(Instant at, String groupId, int groupEpoch, RebalanceReason reason, MemberRef causedBy)
        implements RebalanceEvent {

    @Override
    public String describe() {
        return Text.oneLine("group epoch " + groupEpoch + ": " + reason + " by " + MemberText.of(causedBy));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
