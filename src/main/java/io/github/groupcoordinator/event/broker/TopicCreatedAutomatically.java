package io.github.groupcoordinator.event.broker;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apiguardian.api.API;

/**
 * A client asked for the metadata of a topic that there was not, and the broker created it
 * ({@code auto.create.topics.enable}): often the name is mistyped.
 *
 * @param clientId the {@code client.id} of whoever asked
 * @param declared the topics that the test had declared by then, or created by an administrator's request
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TopicCreatedAutomatically(Instant at, String topic, String clientId, SortedSet<String> declared)
        implements ClusterEvent {

    /** Copies its collection. */
    public TopicCreatedAutomatically {
        declared = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) declared));
    }

    /** Returns the empty string: a topic belongs to no group. */
    @Override
    public String groupId() {
        return "";
    }

    @Override
    public String describe() {
        return Text.oneLine("topic '" + topic + "' was created automatically when " + clientId
                + " asked for its metadata; no test declared it (declared: "
                + (declared.isEmpty() ? "none" : String.join(", ", declared)) + ")");
    }

    @Override
    public String toString() {
        return Text.event(at, groupId(), describe());
    }
}
