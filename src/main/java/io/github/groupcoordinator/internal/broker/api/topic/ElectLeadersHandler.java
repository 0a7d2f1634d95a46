package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Controller;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.PartitionResult;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * Elections that an administrator asks for (ElectLeaders v0-2; v1 unclean ones, KIP-460): the preferred leader takes a
 * partition back, or somebody takes one that nobody leads, though records are lost. The controller is on every node and
 * answers at once, so that no timeout runs out.
 */
public final class ElectLeadersHandler extends RequestHandler<ElectLeadersRequestData> {
    private final Cluster cluster;
    private final Controller controller;

    public ElectLeadersHandler(Cluster cluster, Controller controller) {
        super(TopicApis.ELECT_LEADERS);
        this.cluster = cluster;
        this.controller = controller;
    }

    @Override
    public void answer(Request request, ElectLeadersRequestData body) {
        ElectLeadersResponseData response = new ElectLeadersResponseData();
        Collection<TopicPartitions> asked = body.topicPartitions();
        if (asked == null) {
            ElectionType type = type(body);
            cluster.topics().all().forEach(topic -> response.replicaElectionResults()
                    .add(elections(type, topic)));
        } else if (!asked.isEmpty()) {
            ElectionType type = type(body);
            asked.forEach(each -> response.replicaElectionResults().add(elections(type, each)));
        }
        request.reply(response);
    }

    private static ElectionType type(ElectLeadersRequestData body) {
        try {
            return ElectionType.valueOf(body.electionType());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("Unknown election type " + body.electionType(), e);
        }
    }

    /** All partitions of a topic but those that need no election. */
    private ReplicaElectionResult elections(ElectionType type, Topic topic) {
        List<PartitionResult> results = IntStream.range(0, topic.partitionCount())
                .mapToObj(partition -> result(partition, elect(type, topic, partition)))
                .filter(result -> result.errorCode() != Errors.ELECTION_NOT_NEEDED.code())
                .toList();
        return new ReplicaElectionResult().setTopic(topic.name()).setPartitionResult(results);
    }

    private ReplicaElectionResult elections(ElectionType type, TopicPartitions asked) {
        Topic topic = cluster.topics().find(asked.topic());
        ReplicaElectionResult results = new ReplicaElectionResult().setTopic(asked.topic());
        for (int partition : asked.partitions()) {
            results.partitionResult().add(result(partition, election(type, asked.topic(), topic, partition)));
        }
        return results;
    }

    private ApiError election(ElectionType type, String name, @Nullable Topic topic, int partition) {
        if (topic == null) {
            return new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION, "No such topic as " + name);
        }
        if (topic.log(partition) == null) {
            return new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION, "No such partition as " + name + "-" + partition);
        }
        return elect(type, topic, partition);
    }

    private ApiError elect(ElectionType type, Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        if (type == ElectionType.UNCLEAN) {
            if (replicas.hasLeader()) {
                return new ApiError(Errors.ELECTION_NOT_NEEDED);
            }
            return controller.electUncleanly(topic, partition)
                    ? ApiError.NONE
                    : new ApiError(Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE);
        }
        int preferred = replicas.assigned().get(0);
        if (replicas.leader() == preferred) {
            return new ApiError(Errors.ELECTION_NOT_NEEDED);
        }
        if (!cluster.nodes().onlyAlive(replicas.inSync()).contains(preferred)) {
            return new ApiError(Errors.PREFERRED_LEADER_NOT_AVAILABLE);
        }
        controller.move(topic, partition, preferred);
        return ApiError.NONE;
    }

    private static PartitionResult result(int partition, ApiError error) {
        return new PartitionResult()
                .setPartitionId(partition)
                .setErrorCode(error.error().code())
                .setErrorMessage(error.message());
    }
}
