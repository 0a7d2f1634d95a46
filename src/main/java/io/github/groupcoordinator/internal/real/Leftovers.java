package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.seam.SupportedVersions;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The topics and groups that killed runs have left on a real cluster, and that are still the ones they made. */
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
    private static final String SHARE = "Share";
    private static final String STREAMS = "Streams";

    private final ClusterAdmin admin;
    private final Ledger ledger;

    /** The topics that are theirs still, and those that are gone: offsets for these can be nobody else's. */
    private final SortedSet<String> topics = new TreeSet<>();

    private final SortedSet<String> goneTopics = new TreeSet<>();
    private final SortedSet<String> goneGroups = new TreeSet<>();
    private final SortedMap<String, String> kept = new TreeMap<>();

    Leftovers(ClusterAdmin admin, Ledger ledger) {
        this.admin = admin;
        this.ledger = ledger;
    }

    /** Deletes them, and says so in one line of the log. */
    void delete() {
        Ledger.Left left = ledger.read();
        sort(left.topics());
        SortedSet<String> groups = deleteGroups(left.groups());
        admin.deleteTopics(topics);
        goneTopics.addAll(topics);
        ledger.gone(goneTopics, goneGroups);
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

    private void sort(SortedMap<String, Optional<Uuid>> left) {
        SortedMap<String, Uuid> present = new TreeMap<>(admin.topicIds(left.keySet()));
        left.forEach((topic, id) -> {
            Optional<Uuid> now = Optional.ofNullable(present.get(topic));
            if (now.isEmpty()) {
                goneTopics.add(topic);
            } else if (id.equals(now)) {
                topics.add(topic);
            } else {
                kept.put(
                        "topic " + topic,
                        id.isEmpty() ? "nobody knows who made it" : "somebody has made another one since");
            }
        });
    }

    /** Returns those that were there. */
    private SortedSet<String> deleteGroups(Collection<String> left) {
        SortedMap<String, String> types = admin.groupTypes();
        SortedSet<String> deleted = new TreeSet<>();
        for (String group : left) {
            String type = types.get(group);
            if (type == null) {
                goneGroups.add(group);
            } else if (delete(group, type)) {
                goneGroups.add(group);
                deleted.add(group);
            }
        }
        return deleted;
    }

    private boolean delete(String group, String type) {
        SortedSet<String> read = new TreeSet<>();
        try {
            partitions(group, type).forEach(partition -> read.add(partition.topic()));
            read.removeAll(topics);
            read.removeAll(goneTopics);
            if (read.isEmpty()) {
                new GroupRemoval(admin, group, false).remove();
                return true;
            }
            kept.put("group " + group, "it reads topics " + read + ", which no run has left");
        } catch (KafkaException e) {
            kept.put("group " + group, String.valueOf(e.getMessage()));
        }
        return false;
    }

    /** Returns those that a group has offsets of, or that its members read. */
    private Collection<TopicPartition> partitions(String group, String type) {
        if (type.equals(SHARE)) {
            if (!SupportedVersions.haveShareConsumers()) {
                throw new KafkaException("These kafka-clients do not know share groups");
            }
            return Shares.partitions(admin, group);
        }
        Set<TopicPartition> partitions = new LinkedHashSet<>(admin.get(
                        askForOffsets(group),
                        admin.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .keySet());
        if (!type.equals(STREAMS)) {
            admin.get(
                            "describe group '" + group + "'",
                            admin.admin().describeConsumerGroups(List.of(group)).all())
                    .values()
                    .forEach(described -> described
                            .members()
                            .forEach(member ->
                                    partitions.addAll(member.assignment().topicPartitions())));
        }
        return partitions;
    }

    private static String askForOffsets(String group) {
        return "ask for the offsets of group '" + group + "'";
    }

    /** The share groups, which only newer kafka-clients have: linked when there is one. */
    private static final class Shares {
        static Collection<TopicPartition> partitions(ClusterAdmin admin, String group) {
            Map<String, ListShareGroupOffsetsSpec> asked = new LinkedHashMap<>();
            asked.put(group, new ListShareGroupOffsetsSpec());
            Set<TopicPartition> partitions = new LinkedHashSet<>(admin.get(
                            askForOffsets(group),
                            admin.admin().listShareGroupOffsets(asked).all())
                    .getOrDefault(group, Collections.emptyMap())
                    .keySet());
            admin.get(
                            "describe share group '" + group + "'",
                            admin.admin().describeShareGroups(List.of(group)).all())
                    .values()
                    .forEach(described -> described
                            .members()
                            .forEach(member ->
                                    partitions.addAll(member.assignment().topicPartitions())));
            return partitions;
        }
    }
}
