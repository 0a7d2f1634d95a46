package io.github.groupcoordinator.event;

import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Something that happened to a cluster, its groups or its clients, at a virtual instant. The kinds of events stand in
 * the packages below this one; there will be more of them.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface ClusterEvent {

    /** Returns the virtual instant at which it happened. */
    Instant at();

    /**
     * Returns the {@code group.id}; empty for a transaction, a topic, what was done to a broker, and a fault on a
     * request that names no group.
     */
    String groupId();

    /** Returns what happened, to whom and why, on one line; without the time and the group. */
    String describe();

    /** Returns the member that is in its group from this event on, if there is one: it has a new member id. */
    default Optional<MemberRef> newcomer() {
        return Optional.empty();
    }
}
