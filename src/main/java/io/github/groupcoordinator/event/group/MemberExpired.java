package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/** The coordinator removed a member that it had not heard from; the reason says which timeout. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberExpired(Instant at, String groupId, MemberRef member, RebalanceReason reason)
        implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("expired: " + MemberText.of(member) + ": " + reason);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
