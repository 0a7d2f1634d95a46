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
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
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

    /** Clients' own threads and that of the admin client add and remove some without waiting for the test. */
    private final SortedSet<String> topics = new ConcurrentSkipListSet<>();

    private final SortedSet<String> groups = new TreeSet<>();
    private final SortedSet<String> configuredGroups = new TreeSet<>();
    private final SortedSet<String> foreign = new TreeSet<>();

    private final Unidentified unidentified;

    /** Kept for as long as they may have something to tell the ledger; the test has been told what came of them. */
    private final List<KafkaFuture<Uuid>> creations = new ArrayList<>();

    Belongings(ClusterAdmin admin, Ledger ledger) {
        this.admin = admin;
        this.ledger = ledger;
        this.unidentified = new Unidentified(admin, ledger);
        this.topicsBefore = admin.topicNames();
        // A broker may list it a moment after it has been created.
        topicsBefore.add(Ledger.TOPIC);
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
        SortedSet<String> ours = toCome(partitions.keySet());
        ledger.topicsCreated(admin.createTopics(new TreeMap<>(partitions), existing -> {
            if (ours.contains(existing)) {
                madeByOthers(existing);
            }
        }));
    }

    /** The test is about to create topics itself; returns those that it had nothing to do with until now. */
    synchronized SortedSet<String> creates(Collection<String> names) {
        SortedSet<String> ours = toCome(names);
        unidentified.addAll(ours);
        return ours;
    }

    private SortedSet<String> toCome(Collection<String> names) {
        SortedSet<String> ours = new TreeSet<>(names);
        ours.removeAll(topicsBefore);
        ours.removeAll(topics);
        ledger.topicsToCome(ours);
        topics.addAll(ours);
        return ours;
    }

    /** Somebody else has created a topic since the test began, when it was not there: it stays. */
    private void madeByOthers(String topic) {
        topics.remove(topic);
        unidentified.remove(topic);
        ledger.forget(topic);
    }

    /**
     * The test creates a topic itself.
     *
     * @param id the one that it will have if it comes to be
     * @param isNew whether the test had nothing to do with the topic until now
     */
    synchronized void created(String topic, KafkaFuture<Uuid> id, boolean isNew) {
        creations.add(id.whenComplete((known, failure) -> {
            if (failure == null) {
                unidentified.identified(topic, known);
            } else if (isNew && isThat(failure, TopicExistsException.class)) {
                madeByOthers(topic);
            }
        }));
    }

    /** A future that hangs on another one wraps what that failed with. */
    private static boolean isThat(Throwable failure, Class<?> type) {
        return type.isInstance(failure) || type.isInstance(failure.getCause());
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
        if (isNew(topic)) {
            creates(List.of(topic));
        }
    }

    private boolean isNew(String topic) {
        return !topicsBefore.contains(topic) && !topics.contains(topic) && !Topic.isInternal(topic);
    }

    /** A client asks a broker for topics, which the broker may create for it; does not wait. */
    void asksFor(Collection<String> names) {
        for (String topic : names) {
            if (isNew(topic) && topics.add(topic)) {
                unidentified.addAll(List.of(topic));
                ledger.topicToCome(topic);
            }
        }
    }

    /** Looks, without waiting, whether brokers have created what clients asked them for, and notes the ids. */
    void lookForIds() {
        unidentified.look();
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
                new GroupRemoval(admin, group, true).remove();
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
