package io.github.groupcoordinator.event;

import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/** A static member was replaced by another holder of its group instance id; the old member id is fenced from now on. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberFenced(Instant at, String groupId, MemberRef member, MemberRef replacedBy)
        implements RebalanceEvent {

    @Override
    public String describe() {
        return Text.oneLine("fenced: " + member + ": replaced by " + replacedBy);
    }

    @Override
    public String toString() {
        return Text.event(this);
    }
}
