package io.github.groupcoordinator.internal.group.streams.topology;

import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.TopicCatalog.TopicInfo;
import io.github.groupcoordinator.internal.order.HashOrder;
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
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a topology by the topics that are there: how many partitions its repartition topics and
 * changelogs have, how many tasks there are, and which topics are to be created. The first problem ends it.
 */
public final class TopologyConfiguration {
    private static final short DEFAULT_REPLICATION_FACTOR = -1;

    private final StreamsTopology topology;
    private final TopicCatalog topics;
    private final Map<String, Integer> decided = new LinkedHashMap<>();

    private TopologyConfiguration(StreamsTopology topology, TopicCatalog topics) {
        this.topology = topology;
        this.topics = topics;
    }

    /**
     * Configures a topology.
     *
     * @throws StreamsRefusal if it can't be configured whatever topics there are
     */
    public static ConfiguredTopology of(StreamsTopology topology, TopicCatalog topics) {
        List<List<String>> copartitioned = Copartitioning.groups(topology);
        try {
            return new TopologyConfiguration(topology, topics).configured(copartitioned);
        } catch (TopicProblem.Found found) {
            return new ConfiguredTopology(topology.epoch(), null, List.of(), found.problem());
        }
    }

    private ConfiguredTopology configured(List<List<String>> copartitioned) throws TopicProblem.Found {
        requireSourceTopics();
        decided.putAll(new RepartitionCounts(topology, this::existing).compute());
        Copartitioning copartitioning = new Copartitioning(topology, this::count);
        for (List<String> group : copartitioned) {
            decided.putAll(copartitioning.enforce(group));
        }
        decideChangelogs();
        SortedMap<String, ConfiguredSubtopology> subtopologies = new TreeMap<>();
        for (Subtopology subtopology : topology.all()) {
            subtopologies.put(subtopology.id(), configured(subtopology));
        }
        List<CreatableTopic> missing = missing(subtopologies);
        List<String> names = new ArrayList<>();
        missing.forEach(topic -> names.add(topic.name()));
        return new ConfiguredTopology(
                topology.epoch(),
                Collections.unmodifiableSortedMap(subtopologies),
                missing,
                missing.isEmpty() ? null : TopicProblem.missingInternalTopics(names));
    }

    private @Nullable Integer existing(String name) {
        TopicInfo topic = topics.find(name);
        return topic == null ? null : (Integer) topic.partitionCount();
    }

    private int count(String name) {
        Integer existing = existing(name);
        Integer count = existing == null ? decided.get(name) : existing;
        if (count == null) {
            throw StreamsRefusal.unexpected();
        }
        return count;
    }

    private void requireSourceTopics() throws TopicProblem.Found {
        SortedSet<String> missing = new TreeSet<>();
        for (Subtopology subtopology : topology.all()) {
            missing.addAll(subtopology.sourceTopics());
        }
        missing.removeIf(name -> topics.find(name) != null);
        if (!missing.isEmpty()) {
            throw new TopicProblem.Found(TopicProblem.missingSources(missing));
        }
    }

    private void decideChangelogs() {
        Map<String, Integer> changelogs = new LinkedHashMap<>();
        for (Subtopology subtopology : topology.all()) {
            if (subtopology.sources().isEmpty()) {
                throw StreamsRefusal.invalidTopology("No source topics found for subtopology " + subtopology.id());
            }
            int tasks = tasks(subtopology);
            subtopology.stateChangelogTopics().forEach(topic -> changelogs.put(topic.name(), tasks));
        }
        decided.putAll(changelogs);
    }

    private int tasks(Subtopology subtopology) {
        return subtopology.sources().stream().mapToInt(this::count).max().orElseThrow(StreamsRefusal::unexpected);
    }

    private ConfiguredSubtopology configured(Subtopology subtopology) {
        return new ConfiguredSubtopology(
                tasks(subtopology),
                new TreeSet<>(subtopology.sourceTopics()),
                counted(subtopology.repartitionSourceTopics()),
                new TreeSet<>(subtopology.repartitionSinkTopics()),
                counted(subtopology.stateChangelogTopics()));
    }

    private SortedMap<String, InternalTopic> counted(List<InternalTopic> internal) {
        SortedMap<String, InternalTopic> byName = new TreeMap<>();
        for (InternalTopic topic : internal) {
            int partitions = topic.partitions() == 0 ? decided(topic.name()) : topic.partitions();
            InternalTopic before = byName.put(
                    topic.name(),
                    new InternalTopic(topic.name(), partitions, topic.replicationFactor(), topic.configs()));
            boolean isConfiguredTwice = topic.configs().stream()
                            .map(InternalTopic.Config::key)
                            .distinct()
                            .count()
                    < topic.configs().size();
            if (before != null || isConfiguredTwice) {
                throw StreamsRefusal.unexpected();
            }
        }
        return byName;
    }

    private int decided(String name) {
        Integer count = decided.get(name);
        if (count == null) {
            throw StreamsRefusal.unexpected();
        }
        return count;
    }

    private List<CreatableTopic> missing(SortedMap<String, ConfiguredSubtopology> subtopologies)
            throws TopicProblem.Found {
        Map<String, InternalTopic> internal = new LinkedHashMap<>();
        HashOrder<String> names = new HashOrder<>();
        for (ConfiguredSubtopology subtopology : subtopologies.values()) {
            for (SortedMap<String, InternalTopic> some :
                    List.of(subtopology.repartitionSourceTopics(), subtopology.stateChangelogTopics())) {
                internal.putAll(some);
                HashOrder.ofSet(some.keySet()).forEach(names::add);
            }
        }
        for (String name : topology.requiredInOrder()) {
            Integer found = existing(name);
            InternalTopic expected = internal.get(name);
            if (found == null || expected == null || !names.remove(name)) {
                continue;
            }
            if (found != expected.partitions()) {
                throw TopicProblem.incorrectlyPartitioned("Existing topic " + name
                        + " has different number of partitions: expected " + expected.partitions() + ", found "
                        + found);
            }
        }
        List<CreatableTopic> missing = new ArrayList<>();
        for (String name : names) {
            InternalTopic topic = internal.get(name);
            if (topic != null) {
                missing.add(creatable(topic));
            }
        }
        return missing;
    }

    private static CreatableTopic creatable(InternalTopic topic) {
        CreatableTopic creatable = new CreatableTopic()
                .setName(topic.name())
                .setNumPartitions(topic.partitions())
                .setReplicationFactor(
                        topic.replicationFactor() == 0 ? DEFAULT_REPLICATION_FACTOR : topic.replicationFactor());
        Collection<CreatableTopicConfig> configs = creatable.configs();
        topic.configs()
                .forEach(config -> configs.add(
                        new CreatableTopicConfig().setName(config.key()).setValue(config.value())));
        return creatable;
    }
}
