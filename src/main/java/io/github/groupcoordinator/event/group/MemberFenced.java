package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/** A static member was replaced by another holder of its group instance id; the old member id is fenced from now on. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberFenced(Instant at, String groupId, MemberRef member, MemberRef replacedBy) implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("fenced: " + MemberText.of(member) + ": replaced by " + MemberText.of(replacedBy));
    }

    @Override
    public Optional<MemberRef> newcomer() {
        return Optional.of(replacedBy);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
