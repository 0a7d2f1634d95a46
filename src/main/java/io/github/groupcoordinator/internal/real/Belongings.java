package io.github.groupcoordinator.internal.real;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.internals.Topic;

/**
 * The topics and groups that a test has made on a real cluster, and takes away in the end. What was there before is
 * somebody else's: it is not created, written to or deleted.
 */
final class Belongings {
    private final ClusterAdmin admin;
    private final Ledger ledger;
    private final SortedSet<String> topicsBefore;
    private final SortedSet<String> groupsBefore;
    private final SortedSet<String> topics = new TreeSet<>();
    private final SortedSet<String> groups = new TreeSet<>();
    private final SortedSet<String> configuredGroups = new TreeSet<>();
    private final SortedSet<String> foreign = new TreeSet<>();

    /** Kept for as long as they may have something to tell the ledger; the test has been told what came of them. */
    private final List<KafkaFuture<Uuid>> creations = new ArrayList<>();

    Belongings(ClusterAdmin admin, Ledger ledger) {
        this.admin = admin;
        this.ledger = ledger;
        this.topicsBefore = admin.topicNames();
        this.groupsBefore = admin.groupIds();
    }

    /**
     * Creates topics.
     *
     * @throws org.apache.kafka.common.errors.TopicExistsException if one exists
     */
    synchronized void create(Map<String, Integer> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        SortedSet<String> ours = new TreeSet<>(partitions.keySet());
        ours.removeAll(topicsBefore);
        ledger.topicsToCome(ours);
        topics.addAll(ours);
        ledger.topicsCreated(admin.createTopics(new TreeMap<>(partitions)));
    }

    /** The test is about to create topics itself. */
    synchronized void creates(Collection<String> names) {
        SortedSet<String> ours = new TreeSet<>(names);
        ours.removeAll(topicsBefore);
        ours.removeAll(topics);
        ledger.topicsToCome(ours);
        topics.addAll(ours);
    }

    /** The test creates a topic itself, which will have this id if it comes to be. */
    synchronized void created(String topic, KafkaFuture<Uuid> id) {
        creations.add(id.whenComplete((known, failure) -> {
            if (failure == null) {
                ledger.topicCreated(topic, known);
            }
        }));
    }

    /** The test reads a topic, which the broker may create for it. */
    void reads(String topic) {
        mayCreate(topic);
    }

    /** The test writes to a topic, which the broker may create for it. */
    synchronized void writes(String topic) {
        if (topicsBefore.contains(topic)) {
            foreign.add(topic);
        } else {
            mayCreate(topic);
        }
    }

    private synchronized void mayCreate(String topic) {
        if (!topicsBefore.contains(topic) && !topics.contains(topic) && !Topic.isInternal(topic)) {
            creates(List.of(topic));
        }
    }

    /** Refuses to change a topic that was there before. */
    synchronized void requireOwnTopic(String call, String topic) {
        if (topicsBefore.contains(topic)) {
            throw new KafkaException(call + ": topic '" + topic + "' was at the cluster at " + admin
                    + " before the test began, and is left alone");
        }
    }

    /** The test is about to use a group, which must not have been there before. */
    synchronized void usesGroup(String group) {
        if (groupsBefore.contains(group)) {
            throw new KafkaException("Group '" + group + "' was at the cluster at " + admin
                    + " before the test began, and a test's groups have to be new. Delete it if nobody needs it, or, if"
                    + " a run left it that was killed, have what such runs left deleted"
                    + " (embedded-group-coordinator.cluster.delete-leftovers=true)");
        }
        if (groups.add(group)) {
            ledger.groupToCome(group);
        }
    }

    /** The test is about to configure a group. */
    synchronized void configuresGroup(String group) {
        usesGroup(group);
        configuredGroups.add(group);
    }

    /** Returns the groups that the test may have made, sorted. */
    synchronized SortedSet<String> groups() {
        return new TreeSet<>(groups);
    }

    /** Returns the topics that were there before, sorted. */
    SortedSet<String> topicsBefore() {
        return Collections.unmodifiableSortedSet(topicsBefore);
    }

    /** Takes everything away; what fails is told, and stays in the ledger. */
    synchronized void takeAway(List<Throwable> failures) {
        SortedSet<String> goneGroups = new TreeSet<>();
        for (String group : groups) {
            attempt(failures, () -> {
                new GroupRemoval(admin, group).remove();
                goneGroups.add(group);
            });
        }
        attempt(failures, this::forgetConfigurations);
        attempt(failures, () -> {
            admin.deleteTopics(topics);
            ledger.gone(topics, goneGroups);
        });
        for (String topic : foreign) {
            failures.add(new IllegalStateException("The test wrote to topic '" + topic
                    + "', which was at the cluster at " + admin + " before it began"));
        }
    }

    private void forgetConfigurations() {
        for (String group : configuredGroups) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.valueOf("GROUP"), group);
            List<AlterConfigOp> deletions = new ArrayList<>();
            admin.properties("group '" + group + "'", resource).stream()
                    .filter(entry -> !entry.isDefault() && entry.source().name().equals("DYNAMIC_GROUP_CONFIG"))
                    .forEach(entry -> deletions.add(
                            new AlterConfigOp(new ConfigEntry(entry.name(), ""), AlterConfigOp.OpType.DELETE)));
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
            changes.put(resource, deletions);
            admin.get(
                    "take back the properties of group '" + group + "'",
                    admin.admin().incrementalAlterConfigs(changes).all());
        }
    }

    private static void attempt(List<Throwable> failures, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Returns the ids of the topics, as far as they are known to exist. */
    SortedMap<String, Uuid> topicIds() {
        return new TreeMap<>(admin.topicIds(topics));
    }
}
