package io.github.groupcoordinator.event.client;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A client sent the same request more than a hundred times in one millisecond: a warning, since it gets nowhere, and a
 * real one would keep a core and a broker busy.
 *
 * @param groupId the {@code group.id} of a consumer; empty for other clients
 * @param client the client; with its member id, if it has one at the time
 * @param api the API of the request
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record RequestRepeated(Instant at, String groupId, MemberRef client, String api) implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("warning: " + client + " sends the same " + api
                + " again and again: more than 100 times in this millisecond");
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
