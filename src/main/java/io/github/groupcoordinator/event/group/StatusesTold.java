package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The answer to a heartbeat told a member of a streams group (KIP-1071) something else than the one before: for example
 * that topics are missing, or that the application is to shut down.
 *
 * @param groupId the {@code group.id}, which is the {@code application.id} of Kafka Streams
 * @param memberId the member that was told
 * @param statuses the texts of all statuses; empty if there is nothing to say any more
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StatusesTold(Instant at, String groupId, String memberId, List<String> statuses) implements ClusterEvent {

    /** Copies its collection. */
    public StatusesTold {
        statuses = Collections.unmodifiableList(new ArrayList<>(statuses));
    }

    @Override
    public String describe() {
        return Text.oneLine("told to member " + memberId + ": "
                + (statuses.isEmpty() ? "nothing any more" : String.join(" ", statuses)));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
