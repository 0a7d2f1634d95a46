package io.github.groupcoordinator.view;

import io.github.groupcoordinator.internal.text.Text;
import org.apiguardian.api.API;

/**
 * A reference to one client of the cluster, to find it among members and events.
 *
 * @param clientId its {@code client.id}
 * @param memberId the member id that it holds now; empty if it holds none
 * @param sharesClientId whether another client of the cluster has the same {@code client.id}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ClientRef(String clientId, String memberId, boolean sharesClientId) {

    /**
     * Returns whether a member is, or was, this client. A client has many member ids in its life, so its client id
     * decides, as long as that is its own.
     */
    public boolean is(MemberRef member) {
        return member.clientId().equals(clientId)
                && (!sharesClientId || member.memberId().equals(memberId));
    }

    @Override
    public String toString() {
        return Text.shown(sharesClientId ? clientId + " (member " + memberId + ")" : clientId);
    }
}
