package io.github.groupcoordinator.view;

import io.github.groupcoordinator.internal.text.Text;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A reference to one member of a group.
 *
 * @param memberId the id that the coordinator gave it; empty while it has none
 * @param clientId its {@code client.id}
 * @param groupInstanceId its {@code group.instance.id}, or null for a dynamic member
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record MemberRef(
        String memberId, String clientId, @Nullable String groupInstanceId) {

    /** Returns the client id first, because that is the name which a test gave; on one line, whatever the ids hold. */
    @Override
    public String toString() {
        return Text.shown(Text.member(memberId, clientId, groupInstanceId));
    }
}
