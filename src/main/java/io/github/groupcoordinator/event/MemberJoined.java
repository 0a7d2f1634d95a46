package io.github.groupcoordinator.event;

import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/** The coordinator added a member to the group. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberJoined(Instant at, String groupId, MemberRef member) implements RebalanceEvent {

    @Override
    public String describe() {
        return Text.oneLine("joined: " + member);
    }

    @Override
    public String toString() {
        return Text.event(this);
    }
}
