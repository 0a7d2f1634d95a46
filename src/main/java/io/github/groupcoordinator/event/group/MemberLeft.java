package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The coordinator removed a member that asked to leave; the reason is the one in its LeaveGroup request (KIP-800). */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberLeft(
        Instant at,
        String groupId,
        MemberRef member,
        @Nullable String reason) implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("left: " + MemberText.of(member) + (reason == null ? "" : ": \"" + reason + '"'));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
