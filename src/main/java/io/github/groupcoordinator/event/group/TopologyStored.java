package io.github.groupcoordinator.event.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * A streams group (KIP-1071) got its topology, from the first member that joined. Until the group is deleted no other
 * is taken.
 *
 * @param groupId the {@code group.id}, which is the {@code application.id} of Kafka Streams
 * @param topologyEpoch its epoch, 0 or more
 * @param subtopologies by its id, what each reads, writes and keeps
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TopologyStored(Instant at, String groupId, int topologyEpoch, SortedMap<String, String> subtopologies)
        implements ClusterEvent {

    /** Copies its collection. */
    public TopologyStored {
        subtopologies = Collections.unmodifiableSortedMap(new TreeMap<>(subtopologies));
    }

    @Override
    public String describe() {
        return Text.oneLine("topology of epoch " + topologyEpoch + ": " + subtopologies);
    }

    @Override
    public String toString() {
        return Text.event(at, groupId, describe());
    }
}
