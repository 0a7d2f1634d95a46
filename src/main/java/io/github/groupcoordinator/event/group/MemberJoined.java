package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/** The coordinator added a member to the group. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberJoined(Instant at, String groupId, MemberRef member) implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("joined: " + MemberText.of(member));
    }

    @Override
    public Optional<MemberRef> newcomer() {
        return Optional.of(member);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
