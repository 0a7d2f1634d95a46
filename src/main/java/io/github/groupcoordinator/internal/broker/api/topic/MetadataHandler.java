package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.AuthorizedOperations;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/**
 * Metadata v0-13; v0 an empty list asks for all topics, from v1 on null does; v4 allowAutoTopicCreation; v10 topic
 * ids in answers, v12 in requests. As with KRaft, a topic that is created automatically is answered as unknown at
 * first; the client asks again.
 */
public final class MetadataHandler extends RequestHandler<MetadataRequestData> {
    private static final short FIRST_VERSION_WITH_IDS = 12;

    private final Cluster cluster;
    private final Predicate<String> createInternal;
    private final AutomaticTopics automaticTopics;

    /** @param createInternal makes the topic of a coordinator that has this name; returns whether there is one */
    public MetadataHandler(Cluster cluster, Predicate<String> createInternal, AutomaticTopics automaticTopics) {
        super(TopicApis.METADATA);
        this.cluster = cluster;
        this.createInternal = createInternal;
        this.automaticTopics = automaticTopics;
    }

    @Override
    public void answer(Request request, MetadataRequestData body) {
        MetadataResponseData response =
                new MetadataResponseData().setClusterId(Cluster.ID).setControllerId(cluster.controllerId());
        Collection<MetadataResponseBroker> brokers = response.brokers();
        for (Node each : cluster.nodes().alive()) {
            Node node = request.advertised(each);
            brokers.add(new MetadataResponseBroker()
                    .setNodeId(node.id())
                    .setHost(node.host())
                    .setPort(node.port()));
        }
        if (request.version() >= 8 && request.version() <= 10 && body.includeClusterAuthorizedOperations()) {
            response.setClusterAuthorizedOperations(AuthorizedOperations.CLUSTER);
        }
        List<MetadataRequestTopic> asked = body.topics();
        boolean all = asked == null || (asked.isEmpty() && request.version() == 0);
        Collection<MetadataResponseTopic> topics = response.topics();
        if (all || asked == null) {
            for (Topic topic : cluster.topics().all()) {
                topics.add(describe(topic, request, body));
            }
        } else {
            topics.addAll(describeAsked(request, body, asked));
        }
        request.reply(response);
    }

    private List<MetadataResponseTopic> describeAsked(
            Request request, MetadataRequestData body, List<MetadataRequestTopic> asked) {
        List<MetadataResponseTopic> answers = new ArrayList<>();
        Set<Uuid> ids = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (MetadataRequestTopic each : asked) {
            requireMeaning(request, each);
            if (!each.topicId().equals(Uuid.ZERO_UUID)) {
                ids.add(each.topicId());
            }
            if (each.name() != null) {
                names.add(each.name());
            }
        }
        if (!ids.isEmpty()) {
            // Kafka looks at the names only where no ids are given.
            for (Uuid id : ids) {
                Topic topic = cluster.topics().find(id);
                answers.add(topic == null ? unknownId(id) : describe(topic, request, body));
            }
            return answers;
        }
        for (String name : names) {
            Topic topic = cluster.topics().find(name);
            answers.add(topic == null ? unknownName(name, request, body) : describe(topic, request, body));
        }
        return answers;
    }

    /** Versions 10 and 11 have fields for what only version 12 means. */
    private static void requireMeaning(Request request, MetadataRequestTopic asked) {
        if (request.version() >= FIRST_VERSION_WITH_IDS) {
            return;
        }
        if (asked.name() == null) {
            throw new InvalidRequestException("Topic name can not be null for version " + request.version());
        }
        if (!asked.topicId().equals(Uuid.ZERO_UUID)) {
            throw new InvalidRequestException(
                    "Topic IDs are not supported in requests for version " + request.version());
        }
    }

    private static MetadataResponseTopic unknownId(Uuid id) {
        return new MetadataResponseTopic()
                .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code())
                .setName(null)
                .setTopicId(id);
    }

    private MetadataResponseTopic unknownName(String name, Request request, MetadataRequestData body) {
        MetadataResponseTopic answer = new MetadataResponseTopic()
                .setName(name)
                .setIsInternal(org.apache.kafka.common.internals.Topic.isInternal(name));
        try {
            org.apache.kafka.common.internals.Topic.validate(name);
        } catch (InvalidTopicException e) {
            return answer.setErrorCode(Errors.INVALID_TOPIC_EXCEPTION.code());
        }
        if (body.allowAutoTopicCreation() && cluster.config().autoCreateTopics()) {
            createAutomatically(name, request.context().clientId());
        }
        return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    private void createAutomatically(String name, String clientId) {
        // What only Kafka's clients take for internal is no coordinator's topic: theirs know of no share groups then.
        if (!createInternal.test(name) && !org.apache.kafka.common.internals.Topic.isInternal(name)) {
            automaticTopics.create(name, clientId);
        }
    }

    private MetadataResponseTopic describe(Topic topic, Request request, MetadataRequestData body) {
        MetadataResponseTopic answer = new MetadataResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(topic.isInternal());
        if (request.version() >= 8 && body.includeTopicAuthorizedOperations()) {
            answer.setTopicAuthorizedOperations(AuthorizedOperations.TOPIC);
        }
        for (int partition = 0; partition < topic.partitionCount(); partition++) {
            answer.partitions().add(describe(topic, partition, request.version() == 0));
        }
        return answer;
    }

    /** Describes a partition; before v1 there is no list of offline replicas, and they are left out. */
    private MetadataResponsePartition describe(Topic topic, int partition, boolean onlyAlive) {
        Replicas replicas = topic.replicas(partition);
        List<Integer> alive = cluster.nodes().onlyAlive(replicas.assigned());
        boolean someLeftOut = onlyAlive && alive.size() < replicas.assigned().size();
        Errors error = !replicas.hasLeader()
                ? Errors.LEADER_NOT_AVAILABLE
                : someLeftOut ? Errors.REPLICA_NOT_AVAILABLE : Errors.NONE;
        List<Integer> offline = new ArrayList<>(replicas.assigned());
        offline.removeAll(alive);
        return new MetadataResponsePartition()
                .setErrorCode(error.code())
                .setPartitionIndex(partition)
                .setLeaderId(replicas.leader())
                .setLeaderEpoch(topic.requireLog(partition).leaderEpoch())
                .setReplicaNodes(onlyAlive ? alive : replicas.assigned())
                .setIsrNodes(onlyAlive ? cluster.nodes().onlyAlive(replicas.inSync()) : replicas.inSync())
                .setOfflineReplicas(offline);
    }
}
