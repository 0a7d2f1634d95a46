package io.github.groupcoordinator.internal.real;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The topics and groups that a killed run has left on a real cluster, and that are still the ones it made. */
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

    private final ClusterAdmin admin;
    private final Ledger ledger;

    Leftovers(ClusterAdmin admin, Ledger ledger) {
        this.admin = admin;
        this.ledger = ledger;
    }

    /** Deletes them, and says so in one line of the log. */
    void delete() {
        Ledger.Left left = ledger.read();
        SortedMap<String, Uuid> present =
                new TreeMap<>(admin.topicIds(left.topics().keySet()));
        SortedSet<String> topics = new TreeSet<>();
        SortedSet<String> kept = new TreeSet<>();
        SortedSet<String> forgotten = new TreeSet<>();
        left.topics().forEach((topic, id) -> {
            Optional<Uuid> now = Optional.ofNullable(present.get(topic));
            if (now.isEmpty()) {
                forgotten.add(topic);
            } else if (id.equals(now)) {
                topics.add(topic);
            } else {
                // Somebody has made another of that name since, or nobody knows whose it is.
                kept.add("topic " + topic);
            }
        });
        SortedSet<String> groups = new TreeSet<>();
        SortedSet<String> existing = admin.groupIds();
        for (String group : left.groups()) {
            if (!existing.contains(group) || isOf(left.topics().keySet(), group)) {
                groups.add(group);
            } else {
                kept.add("group " + group);
            }
        }
        for (String group : groups) {
            new GroupRemoval(admin, group).remove();
        }
        admin.deleteTopics(topics);
        forgotten.addAll(topics);
        ledger.gone(forgotten, groups);
        if (!topics.isEmpty() || !groups.isEmpty() || !kept.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "Deleted what killed runs had left at the cluster at {0}: topics {1}, groups {2}; left alone: {3}",
                    admin,
                    topics,
                    groups,
                    kept);
        }
    }

    /** A group that has committed for other topics is used by somebody else by now. */
    private boolean isOf(Set<String> topics, String group) {
        try {
            Map<TopicPartition, ?> committed = admin.get(
                    "ask for the offsets of group '" + group + "'",
                    admin.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            return committed.keySet().stream().allMatch(partition -> topics.contains(partition.topic()));
        } catch (KafkaException e) {
            return false;
        }
    }
}
