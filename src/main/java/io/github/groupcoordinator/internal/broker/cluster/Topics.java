package io.github.groupcoordinator.internal.broker.cluster;

import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.log.PartitionLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics of a cluster, in alphabetical order. Ids are given in the order of creation and never twice. */
public final class Topics {
    /** Any value that keeps our ids apart from Kafka's reserved ones. */
    private static final long ID_PREFIX = 0x6b61666b612d0000L;

    private final Consumer<PartitionLog> upkeep;
    private final TreeMap<String, Topic> byName = new TreeMap<>();
    private final TreeMap<Uuid, Topic> byId = new TreeMap<>();
    private final Nodes nodes;
    private long lastId;
    private long version;
    private TopicListener listener = (name, isNew) -> {};

    /** Hears of every topic that was created, deleted or grown. */
    @FunctionalInterface
    public interface TopicListener {
        void changed(String name, boolean isNew);
    }

    public void listen(TopicListener next) {
        listener = next;
    }

    /** Returns how many changes there have been. */
    long version() {
        return version;
    }

    private void changed(String name, boolean isNew) {
        version++;
        listener.changed(name, isNew);
    }

    /**
     * @param upkeep brings a log up to date before anyone looks at it
     */
    Topics(Nodes nodes, Consumer<PartitionLog> upkeep) {
        this.nodes = nodes;
        this.upkeep = upkeep;
    }

    /**
     * Creates a topic whose replicas are spread over the nodes.
     *
     * @throws InvalidTopicException if the name is not valid or collides with another one in metric names
     * @throws TopicExistsException if there is such a topic
     */
    public Topic create(String name, TopicConfig config, int partitions, int replicationFactor) {
        return create(name, config, nodes.place(0, partitions, replicationFactor));
    }

    /** Creates a topic whose replicas are given for each partition, the preferred leader first. */
    public Topic create(String name, TopicConfig config, List<List<Integer>> assignments) {
        requireNew(name);
        lastId++;
        Topic topic = new Topic(name, new Uuid(ID_PREFIX, lastId), config, upkeep);
        grow(topic, assignments);
        byName.put(name, topic);
        byId.put(topic.id(), topic);
        changed(name, true);
        return topic;
    }

    /** Adds partitions to a topic, kept by these nodes. */
    public void grow(Topic topic, List<List<Integer>> assignments) {
        assignments.forEach(assigned -> topic.add(new Replicas(assigned, nodes)));
        changed(topic.name(), false);
    }

    /** Refuses a name under which no topic can be created, in Kafka's words. */
    public void requireNew(String name) {
        org.apache.kafka.common.internals.Topic.validate(name);
        if (byName.containsKey(name)) {
            throw new TopicExistsException("Topic '" + name + "' already exists.");
        }
        if (org.apache.kafka.common.internals.Topic.hasCollisionChars(name)) {
            for (String other : byName.keySet()) {
                if (org.apache.kafka.common.internals.Topic.hasCollision(name, other)) {
                    throw new InvalidTopicException("Topic '" + name + "' collides with existing topic: " + other);
                }
            }
        }
    }

    /** Removes a topic and wakes whoever waits for its records. */
    public Topic delete(String name) {
        Topic topic = byName.remove(name);
        if (topic == null) {
            throw new UnknownTopicOrPartitionException("There is no topic '" + name + "'");
        }
        byId.remove(topic.id());
        for (PartitionLog log : topic.logs()) {
            log.wakeListeners();
        }
        changed(name, false);
        return topic;
    }

    /**
     * Returns a topic.
     *
     * @throws UnknownTopicOrPartitionException if there is no such topic
     */
    public Topic require(String name) {
        Topic topic = byName.get(name);
        if (topic == null) {
            throw new UnknownTopicOrPartitionException("There is no topic '" + name + "'");
        }
        return topic;
    }

    @Nullable
    public Topic find(String name) {
        return byName.get(name);
    }

    @Nullable
    public Topic find(Uuid id) {
        return byId.get(id);
    }

    /** Returns the log of a partition, or null. */
    @Nullable
    public PartitionLog log(String name, int partition) {
        Topic topic = byName.get(name);
        return topic == null ? null : topic.log(partition);
    }

    /** Brings every log up to date. */
    void tend() {
        byName.values().forEach(topic -> topic.logs().forEach(upkeep));
    }

    public Collection<Topic> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }
}
