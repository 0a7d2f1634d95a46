package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.event.broker.TopicCreatedAutomatically;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.journal.EventSink;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;

/** Topics that nobody declared: they are created because a client asks for them, and the event log tells of each. */
public final class AutomaticTopics {
    private final Cluster cluster;
    private final EventSink events;
    private final Set<Uuid> created = new LinkedHashSet<>();

    public AutomaticTopics(Cluster cluster, EventSink events) {
        this.cluster = cluster;
        this.events = events;
    }

    public void create(String name, String clientId) {
        SortedSet<String> declared = declared();
        Topic topic;
        try {
            topic = cluster.createTopic(name, cluster.config().numPartitions());
        } catch (ApiException refused) {
            // As in Kafka: the controller's refusal (a name that collides with another) shows in no answer.
            return;
        }
        created.add(topic.id());
        Instant now = Instant.ofEpochMilli(cluster.timers().nowMs());
        events.append(new TopicCreatedAutomatically(now, name, clientId, declared));
    }

    private SortedSet<String> declared() {
        SortedSet<String> declared = new TreeSet<>();
        for (Topic topic : cluster.topics().all()) {
            if (!topic.isInternal() && !created.contains(topic.id())) {
                declared.add(topic.name());
            }
        }
        return declared;
    }
}
