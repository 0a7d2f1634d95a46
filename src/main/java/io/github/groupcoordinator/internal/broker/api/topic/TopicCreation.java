package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.broker.wire.Duplicates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * The creation of topics as the controller does it: each for itself, but within the limits of one operation for all
 * that are asked for at once.
 */
public final class TopicCreation {
    private static final String METADATA_TOPIC = "__cluster_metadata";

    private final Cluster cluster;
    private final Consumer<Topic> created;

    /** @param created is told of each topic that was created */
    public TopicCreation(Cluster cluster, Consumer<Topic> created) {
        this.cluster = cluster;
        this.created = created;
    }

    /** Creates topics and returns what became of each; names that are there twice come last. */
    public Collection<CreatableTopicResult> create(Collection<CreatableTopic> asked, boolean validateOnly) {
        Collection<CreatableTopicResult> results = new ArrayList<>();
        Set<String> duplicates =
                Duplicates.of(asked.stream().map(CreatableTopic::name).toList());
        try {
            requireLimits(asked);
        } catch (PolicyViolationException tooLarge) {
            asked.stream().map(CreatableTopic::name).distinct().forEach(name -> results.add(refuse(name, tooLarge)));
            return results;
        }
        for (CreatableTopic topic : asked) {
            if (!duplicates.contains(topic.name())) {
                results.add(create(topic, validateOnly));
            }
        }
        for (String name : duplicates) {
            results.add(refuse(name, new InvalidRequestException("Duplicate topic name.")));
        }
        return results;
    }

    /** The whole request is one operation of the controller's, whatever becomes of each topic. */
    private void requireLimits(Collection<CreatableTopic> asked) {
        long partitions = 0;
        long others = 0;
        for (CreatableTopic topic : asked) {
            partitions += Math.max(0, Assignments.partitions(cluster, topic));
            others += 1 + topic.configs().size();
        }
        ControllerLimits.requirePartitions(partitions);
        ControllerLimits.requireRecords(partitions + others);
    }

    private static CreatableTopicResult refuse(String name, ApiException error) {
        return new CreatableTopicResult()
                .setName(name)
                .setErrorCode(Errors.forException(error).code())
                .setErrorMessage(error.getMessage());
    }

    private CreatableTopicResult create(CreatableTopic topic, boolean validateOnly) {
        try {
            if (topic.name().equals(METADATA_TOPIC)) {
                throw new InvalidRequestException("Creation of internal topic " + METADATA_TOPIC + " is prohibited.");
            }
            cluster.topics().requireNew(topic.name());
            TopicConfig config = config(topic);
            int replicationFactor = Assignments.replicationFactor(cluster, topic);
            int partitions = Assignments.partitions(cluster, topic);
            CreatableTopicResult result = new CreatableTopicResult()
                    .setName(topic.name())
                    .setNumPartitions(partitions)
                    .setReplicationFactor((short) replicationFactor)
                    .setConfigs(describe(config));
            if (!validateOnly) {
                List<List<Integer>> assignments = topic.assignments().isEmpty()
                        ? cluster.nodes().place(0, partitions, replicationFactor)
                        : Assignments.given(topic);
                Topic made = cluster.topics().create(topic.name(), config, assignments);
                created.accept(made);
                result.setTopicId(made.id());
            }
            return result;
        } catch (ApiException e) {
            return refuse(topic.name(), e);
        }
    }

    private TopicConfig config(CreatableTopic topic) {
        Map<String, String> given = new LinkedHashMap<>();
        Collection<CreatableTopicConfig> configs = topic.configs();
        for (CreatableTopicConfig each : configs) {
            String value = each.value();
            if (value == null) {
                throw new InvalidConfigurationException("Null value not supported for topic configs: " + each.name());
            }
            given.put(each.name(), value);
        }
        try {
            return new TopicConfig(cluster.config(), given);
        } catch (ConfigException e) {
            throw new InvalidConfigurationException(e.getMessage(), e);
        }
    }

    private static List<CreatableTopicConfigs> describe(TopicConfig config) {
        return TopicConfig.table().names().stream()
                .map(name -> new CreatableTopicConfigs()
                        .setName(name)
                        .setValue(config.text(name))
                        .setConfigSource(ConfigSources.of(config, name)))
                .toList();
    }

    /** The numbers of a new topic, checked in Kafka's order. */
    private static final class Assignments {
        static int replicationFactor(Cluster cluster, CreatableTopic topic) {
            Collection<CreatableReplicaAssignment> assignments = topic.assignments();
            if (!assignments.isEmpty()) {
                return assigned(cluster, topic, assignments);
            }
            if (topic.replicationFactor() < -1 || topic.replicationFactor() == 0) {
                throw new InvalidReplicationFactorException(
                        "Replication factor must be larger than 0, or -1 to use the default value.");
            }
            if (topic.numPartitions() < -1 || topic.numPartitions() == 0) {
                throw new InvalidPartitionsException("Number of partitions was set to an invalid non-positive value.");
            }
            int factor = topic.replicationFactor() == -1
                    ? cluster.config().defaultReplicationFactor()
                    : topic.replicationFactor();
            cluster.requireReachable(factor);
            return factor;
        }

        private static int assigned(
                Cluster cluster, CreatableTopic topic, Collection<CreatableReplicaAssignment> assignments) {
            if (topic.replicationFactor() != -1) {
                throw new InvalidRequestException(
                        "A manual partition assignment was specified, but replication factor was not set to -1.");
            }
            if (topic.numPartitions() != -1) {
                throw new InvalidRequestException(
                        "A manual partition assignment was specified, but numPartitions was not set to -1.");
            }
            ManualAssignment manual = new ManualAssignment(cluster);
            for (CreatableReplicaAssignment assignment : assignments) {
                manual.add(assignment.partitionIndex(), assignment.brokerIds());
            }
            return manual.replicationFactor();
        }

        /** Returns the assignments in the order of their partitions, which count up from 0. */
        static List<List<Integer>> given(CreatableTopic topic) {
            Collection<CreatableReplicaAssignment> assignments = topic.assignments();
            return assignments.stream()
                    .sorted(Comparator.comparingInt(CreatableReplicaAssignment::partitionIndex))
                    .map(CreatableReplicaAssignment::brokerIds)
                    .toList();
        }

        static int partitions(Cluster cluster, CreatableTopic topic) {
            Collection<CreatableReplicaAssignment> assignments = topic.assignments();
            if (!assignments.isEmpty()) {
                return assignments.size();
            }
            return topic.numPartitions() == -1 ? cluster.config().numPartitions() : topic.numPartitions();
        }
    }
}
