package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.GroupConfigTable;
import io.github.groupcoordinator.internal.broker.config.PropertyTable;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * DescribeConfigs v1-4; v3 types and documentation. Topics, brokers and groups; a broker tells the properties that
 * have an effect here, a group those of the consumer protocol. A subscription to client metrics, of which there can be
 * none, has Kafka's defaults, as any name has that nobody has subscribed.
 */
public final class DescribeConfigsHandler extends RequestHandler<DescribeConfigsRequestData> {
    private static final Set<Byte> TYPES = new TreeSet<>(List.of(
            ConfigChanges.TOPIC,
            ConfigChanges.BROKER,
            ConfigChanges.GROUP,
            ConfigChanges.BROKER_LOGGER,
            ConfigChanges.CLIENT_METRICS));
    private static final PropertyTable CLIENT_METRICS = new PropertyTable(
            "client metrics config",
            new ConfigDef()
                    .define("interval.ms", Type.INT, 300_000, Importance.MEDIUM, see("interval.ms"))
                    .define("match", Type.LIST, List.of(), Importance.MEDIUM, see("match"))
                    .define("metrics", Type.LIST, List.of(), Importance.MEDIUM, see("metrics")));

    private final Cluster cluster;
    private final GroupConfigs groups;

    private static String see(String name) {
        return "See Kafka's documentation of the client metrics config " + name;
    }

    public DescribeConfigsHandler(Cluster cluster, GroupConfigs groups) {
        super(TopicApis.DESCRIBE_CONFIGS);
        this.cluster = cluster;
        this.groups = groups;
    }

    @Override
    public void answer(Request request, DescribeConfigsRequestData body) {
        for (DescribeConfigsResource resource : body.resources()) {
            if (!TYPES.contains(resource.resourceType())) {
                // As in Kafka, one resource of a kind that it does not know fails the others, too.
                throw new InvalidRequestException("Unexpected resource type " + resource.resourceType()
                        + " for resource " + resource.resourceName());
            }
        }
        DescribeConfigsResponseData response = new DescribeConfigsResponseData();
        for (DescribeConfigsResource resource : body.resources()) {
            DescribeConfigsResult result = new DescribeConfigsResult()
                    .setResourceName(resource.resourceName())
                    .setResourceType(resource.resourceType());
            try {
                result.setConfigs(describe(request.node(), resource, body));
            } catch (ApiException e) {
                result.setErrorCode(Errors.forException(e).code()).setErrorMessage(e.getMessage());
            }
            response.results().add(result);
        }
        request.reply(response);
    }

    private List<DescribeConfigsResourceResult> describe(
            Node node, DescribeConfigsResource resource, DescribeConfigsRequestData body) {
        switch (resource.resourceType()) {
            case ConfigChanges.TOPIC:
                return describeTopic(resource, body);
            case ConfigChanges.BROKER:
                return describeBroker(node, resource, body);
            case ConfigChanges.GROUP:
                if (resource.resourceName().isEmpty()) {
                    throw new InvalidRequestException("Group name must not be empty");
                }
                return describeGroup(resource, body);
            case ConfigChanges.BROKER_LOGGER:
                return describeLoggers(node, resource);
            case ConfigChanges.CLIENT_METRICS:
                return describeClientMetrics(resource, body);
            default:
                throw new InvalidRequestException("Unsupported resource type: " + resource.resourceType());
        }
    }

    private List<DescribeConfigsResourceResult> describeTopic(
            DescribeConfigsResource resource, DescribeConfigsRequestData body) {
        org.apache.kafka.common.internals.Topic.validate(resource.resourceName());
        Topic topic = cluster.topics().find(resource.resourceName());
        if (topic == null) {
            throw new UnknownTopicOrPartitionException(Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
        }
        TopicConfig config = topic.config();
        List<DescribeConfigsResourceResult> entries = new ArrayList<>();
        for (String name : wanted(TopicConfig.table().names(), resource)) {
            DescribeConfigsResourceResult entry = entry(TopicConfig.table(), name, config.text(name), body);
            entries.add(withSource(entry, ConfigSources.synonyms(config, name), body));
        }
        return entries;
    }

    private List<DescribeConfigsResourceResult> describeBroker(
            Node node, DescribeConfigsResource resource, DescribeConfigsRequestData body) {
        if (resource.resourceName().isEmpty()) {
            return describeClusterDefaults(resource, body);
        }
        if (!resource.resourceName().equals(Integer.toString(node.id()))) {
            throw new InvalidRequestException("Unexpected broker id, expected " + node.id()
                    + " or empty string, but received " + resource.resourceName());
        }
        List<DescribeConfigsResourceResult> entries = new ArrayList<>();
        for (String name : wanted(BrokerConfig.names(), resource)) {
            DescribeConfigsResourceResult entry = entry(
                            BrokerConfig.table(), name, cluster.config().text(name), body)
                    .setReadOnly(!BrokerConfig.isDynamic(name));
            entries.add(withSource(entry, ConfigSources.synonyms(cluster.config(), name), body));
        }
        return entries;
    }

    /** Describes what was set for all brokers while they ran. */
    private List<DescribeConfigsResourceResult> describeClusterDefaults(
            DescribeConfigsResource resource, DescribeConfigsRequestData body) {
        List<DescribeConfigsResourceResult> entries = new ArrayList<>();
        Map<String, String> ofCluster = cluster.config().ofCluster();
        for (String name : wanted(new ArrayList<>(new TreeMap<>(ofCluster).keySet()), resource)) {
            List<DescribeConfigsSynonym> synonyms = ConfigSources.synonyms(cluster.config(), name);
            synonyms.removeIf(synonym -> synonym.source() != ConfigSources.DYNAMIC_CLUSTER);
            entries.add(withSource(entry(BrokerConfig.table(), name, ofCluster.get(name), body), synonyms, body));
        }
        return entries;
    }

    /** Describes what a group goes by, its own or the broker's, whether there is such a group or not. */
    private List<DescribeConfigsResourceResult> describeGroup(
            DescribeConfigsResource resource, DescribeConfigsRequestData body) {
        List<DescribeConfigsResourceResult> entries = new ArrayList<>();
        Map<String, String> own = groups.of(resource.resourceName());
        for (String name : wanted(GroupConfigTable.table().names(), resource)) {
            List<DescribeConfigsSynonym> synonyms = ConfigSources.synonyms(cluster.config(), own, name);
            String ofBroker = cluster.config().text(ConfigSources.brokerSynonym(name));
            String usual = ofBroker == null ? GroupConfigTable.table().defaultText(name) : ofBroker;
            String value = own.getOrDefault(name, usual);
            entries.add(withSource(entry(GroupConfigTable.table(), name, value, body), synonyms, body));
        }
        return entries;
    }

    private static List<DescribeConfigsResourceResult> describeLoggers(Node node, DescribeConfigsResource resource) {
        if (resource.resourceName().isEmpty()) {
            throw new InvalidRequestException("Broker id must not be empty");
        }
        if (!resource.resourceName().equals(Integer.toString(node.id()))) {
            throw new InvalidRequestException(
                    "Unexpected broker id, expected " + node.id() + " but received " + resource.resourceName());
        }
        throw Request.notSupported("DescribeConfigs of a broker's loggers");
    }

    private static List<DescribeConfigsResourceResult> describeClientMetrics(
            DescribeConfigsResource resource, DescribeConfigsRequestData body) {
        if (resource.resourceName().isEmpty()) {
            throw new InvalidRequestException("Client metrics subscription name must not be empty");
        }
        List<DescribeConfigsResourceResult> entries = new ArrayList<>();
        for (String name : wanted(CLIENT_METRICS.names(), resource)) {
            entries.add(entry(CLIENT_METRICS, name, CLIENT_METRICS.defaultText(name), body)
                    .setConfigSource(ConfigSources.DEFAULT));
        }
        return entries;
    }

    private static DescribeConfigsResourceResult withSource(
            DescribeConfigsResourceResult entry,
            List<DescribeConfigsSynonym> synonyms,
            DescribeConfigsRequestData body) {
        entry.setConfigSource(ConfigSources.first(synonyms));
        return body.includeSynonyms() ? entry.setSynonyms(synonyms) : entry;
    }

    private static List<String> wanted(List<String> names, DescribeConfigsResource resource) {
        List<String> keys = resource.configurationKeys();
        if (keys == null || keys.isEmpty()) {
            return names;
        }
        List<String> wanted = new ArrayList<>(names);
        wanted.retainAll(keys);
        return wanted;
    }

    private static DescribeConfigsResourceResult entry(
            PropertyTable table, String name, @Nullable String value, DescribeConfigsRequestData body) {
        return new DescribeConfigsResourceResult()
                .setName(name)
                .setValue(value)
                .setConfigType(typeId(table.type(name)))
                .setDocumentation(body.includeDocumentation() ? table.documentation(name) : null);
    }

    private static byte typeId(ConfigDef.Type type) {
        return switch (type) {
            case BOOLEAN -> 1;
            case STRING -> 2;
            case INT -> 3;
            case SHORT -> 4;
            case LONG -> 5;
            case DOUBLE -> 6;
            case LIST -> 7;
            case CLASS -> 8;
            case PASSWORD -> 9;
        };
    }
}
