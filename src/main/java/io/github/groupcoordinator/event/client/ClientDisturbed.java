package io.github.groupcoordinator.event.client;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.internal.text.member.MemberText;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * The test did something to a client from outside: made it crash or stall, cut or slowed down its network, or let it go
 * on. Its group does not know.
 *
 * @param groupId the {@code group.id} of a consumer; empty for other clients
 * @param client the client; with its member id, if it has one at the time
 * @param what what was done, in the words of the handle's methods, for example {@code crash} or {@code latency
 *     PT0.08S}; a client that is isolated is told of as {@code partition}, as of the network
 * @param recovers whether the client can go on from here
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ClientDisturbed(Instant at, String groupId, MemberRef client, String what, boolean recovers)
        implements ClusterEvent {

    @Override
    public String describe() {
        return Text.oneLine("the test: " + what + ": " + MemberText.of(client));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
