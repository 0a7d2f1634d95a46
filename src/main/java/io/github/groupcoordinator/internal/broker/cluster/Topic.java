package io.github.groupcoordinator.internal.broker.cluster;

import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.log.PartitionLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A topic with the logs of its partitions. */
public final class Topic {
    private final String name;
    private final Uuid id;
    private TopicConfig config;
    private final Consumer<PartitionLog> upkeep;
    private final List<PartitionLog> logs = new ArrayList<>();
    private final List<Replicas> replicas = new ArrayList<>();

    /**
     * Makes a topic; its partitions are {@linkplain #add added} one by one.
     *
     * @param upkeep brings a log up to date before anyone looks at it
     */
    Topic(String name, Uuid id, TopicConfig config, Consumer<PartitionLog> upkeep) {
        this.name = name;
        this.id = id;
        this.config = config;
        this.upkeep = upkeep;
    }

    public void reconfigure(TopicConfig newConfig) {
        // Up to now the old properties count.
        logs.forEach(upkeep);
        config = newConfig;
        for (PartitionLog log : logs) {
            log.configure(newConfig.log());
        }
    }

    /** Adds the next partition. */
    void add(Replicas kept) {
        logs.add(new PartitionLog(name + "-" + logs.size(), config.log()));
        replicas.add(kept);
    }

    public String name() {
        return name;
    }

    public Uuid id() {
        return id;
    }

    public TopicConfig config() {
        return config;
    }

    public int replicationFactor() {
        return replicas.get(0).assigned().size();
    }

    /** Returns who keeps a partition, which must exist. */
    public Replicas replicas(int partition) {
        return replicas.get(partition);
    }

    public int partitionCount() {
        return logs.size();
    }

    /** Returns the log of a partition, or null if the topic has no such partition. */
    @Nullable
    public PartitionLog log(int partition) {
        if (partition < 0 || partition >= logs.size()) {
            return null;
        }
        PartitionLog log = logs.get(partition);
        upkeep.accept(log);
        return log;
    }

    /**
     * Returns the log of a partition that the topic has.
     *
     * @throws IllegalArgumentException if it has no such partition
     */
    public PartitionLog requireLog(int partition) {
        PartitionLog log = log(partition);
        if (log == null) {
            throw new IllegalArgumentException("Topic " + name + " has no partition " + partition);
        }
        return log;
    }

    /** Returns the logs of all partitions: whoever needs one asks for that, since each is looked after first. */
    public List<PartitionLog> logs() {
        logs.forEach(upkeep);
        return Collections.unmodifiableList(logs);
    }

    public boolean isInternal() {
        return org.apache.kafka.common.internals.Topic.isInternal(name);
    }
}
