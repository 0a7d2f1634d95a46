package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.GroupConfigTable;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.broker.wire.Duplicates;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Changes of configuration while the cluster runs, of topics, brokers and groups. All changes of one resource are made,
 * or none.
 */
public final class ConfigChanges {
    static final byte TOPIC = 2;
    static final byte BROKER = 4;
    static final byte BROKER_LOGGER = 8;
    static final byte CLIENT_METRICS = 16;
    static final byte GROUP = 32;

    /** Nothing limits replication here, so they can't be set; tools take them away after each reassignment. */
    private static final List<String> REPLICATION_QUOTAS = List.of(
            "follower.replication.throttled.rate",
            "leader.replication.throttled.rate",
            "replica.alter.log.dirs.io.max.bytes.per.second");

    private final Cluster cluster;
    private final GroupConfigs groups;

    /** The resource that a configuration belongs to. */
    record Resource(byte type, String name) {}

    /** A change of one resource. */
    record Change(Resource resource, ConfigEdits edits) {}

    /** The outcome of a change. */
    record Outcome(Errors error, @Nullable String message) {
        static final Outcome DONE = new Outcome(Errors.NONE, null);
        static final Outcome NAMED_TWICE =
                new Outcome(Errors.INVALID_REQUEST, "Each resource must appear at most once.");

        public static Outcome of(ApiException e) {
            return new Outcome(Errors.forException(e), e.getMessage());
        }
    }

    public ConfigChanges(Cluster cluster, GroupConfigs groups) {
        this.cluster = cluster;
        this.groups = groups;
    }

    /**
     * Changes resources, each for itself, or only says whether they could be.
     *
     * @param outcomes told what came of each
     */
    void apply(Node node, List<Change> changes, boolean validateOnly, BiConsumer<Resource, Outcome> outcomes) {
        Set<Resource> namedTwice =
                Duplicates.of(changes.stream().map(Change::resource).toList());
        for (Change change : changes) {
            Resource resource = change.resource();
            outcomes.accept(
                    resource,
                    namedTwice.contains(resource)
                            ? Outcome.NAMED_TWICE
                            : apply(node, resource, change.edits(), validateOnly));
        }
    }

    private Outcome apply(Node node, Resource resource, ConfigEdits edits, boolean validateOnly) {
        try {
            edits.requireSensible();
            switch (resource.type()) {
                case TOPIC -> changeTopic(resource.name(), edits, validateOnly);
                case BROKER -> changeBroker(node, resource.name(), edits, validateOnly);
                case BROKER_LOGGER -> throw Request.notSupported("Changing a broker's loggers");
                case CLIENT_METRICS -> throw Request.notSupported("Changing the configuration of client metrics");
                case GROUP -> changeGroup(resource.name(), edits, validateOnly);
                default -> throw new InvalidRequestException("Unknown resource type " + resource.type());
            }
            return Outcome.DONE;
        } catch (ApiException e) {
            return Outcome.of(e);
        } catch (ConfigException e) {
            return Outcome.of(new InvalidConfigurationException(e.getMessage(), e));
        }
    }

    private void changeTopic(String name, ConfigEdits edits, boolean validateOnly) {
        if (name.isEmpty()) {
            throw new InvalidRequestException("Default topic resources are not allowed.");
        }
        org.apache.kafka.common.internals.Topic.validate(name);
        Topic topic = cluster.topics().find(name);
        Map<String, String> current =
                topic == null ? new TreeMap<>() : topic.config().overrides();
        TopicConfig changed = new TopicConfig(cluster.config(), edits.applyTo(current, TopicConfig.table()));
        if (topic == null) {
            throw new UnknownTopicOrPartitionException("The topic '" + name + "' does not exist.");
        }
        if (!validateOnly) {
            topic.reconfigure(changed);
        }
    }

    private void changeBroker(Node node, String name, ConfigEdits edits, boolean validateOnly) {
        boolean isOfAll = name.isEmpty();
        if (!isOfAll) {
            requireThis(node, name);
        }
        requireDynamic(edits);
        BrokerConfig config = cluster.config();
        Map<String, String> changed =
                edits.applyTo(isOfAll ? config.ofCluster() : config.ofBroker(), BrokerConfig.table());
        BrokerConfig newConfig =
                isOfAll ? config.with(config.ofBroker(), changed) : config.with(changed, config.ofCluster());
        if (!validateOnly) {
            cluster.reconfigure(newConfig);
            groups.reconfigure(newConfig.groupCoordinator());
        }
    }

    private void changeGroup(String name, ConfigEdits edits, boolean validateOnly) {
        if (name.isEmpty()) {
            throw new InvalidRequestException("Default group resources are not allowed.");
        }
        SortedMap<String, String> changed = GroupConfigTable.validated(
                edits.applyTo(groups.of(name), GroupConfigTable.table()),
                groups.broker().consumer(),
                cluster.config().shareGroups(),
                cluster.config().streamsGroups());
        if (!validateOnly) {
            groups.set(name, changed);
        }
    }

    private void requireThis(Node node, String name) {
        int id;
        try {
            id = Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("Node id must be an integer, but it is: " + name, e);
        }
        if (id != node.id()) {
            throw new InvalidRequestException("Unexpected broker id, expected " + node.id() + ", but received " + name);
        }
        if (cluster.nodes().count() > 1) {
            throw Request.notSupported("Changing the configuration of one broker out of several (a resource with an"
                    + " empty name stands for all of them)");
        }
    }

    private static void requireDynamic(ConfigEdits edits) {
        Set<String> fixed = new TreeSet<>();
        for (ConfigEdits.Edit edit : edits.edits()) {
            String name = edit.name();
            if (edit.op() == ConfigEdits.Op.DELETE.ordinal() && REPLICATION_QUOTAS.contains(name)) {
                continue;
            }
            BrokerConfig.table().requireKnown(name);
            if (!BrokerConfig.isDynamic(name)) {
                fixed.add(name);
            }
        }
        if (!fixed.isEmpty()) {
            throw new InvalidRequestException("Cannot update these configs dynamically: " + fixed);
        }
    }
}
