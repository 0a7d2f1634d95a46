package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.ClusterApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Controller;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.List;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignableTopicResponse;
import org.apache.kafka.common.requests.ApiError;

/**
 * AlterPartitionReassignments v0-1 (KIP-455); v1 may forbid another number of replicas (KIP-860). Partitions move to
 * other brokers, or a move that is under way is given up.
 */
public final class AlterPartitionReassignmentsHandler extends RequestHandler<AlterPartitionReassignmentsRequestData> {
    private static final short REPLICATION_FACTOR = 1;

    private final Cluster cluster;
    private final Controller controller;

    public AlterPartitionReassignmentsHandler(Cluster cluster, Controller controller) {
        super(ClusterApis.ALTER_PARTITION_REASSIGNMENTS);
        this.cluster = cluster;
        this.controller = controller;
    }

    @Override
    public void answer(Request request, AlterPartitionReassignmentsRequestData body) {
        AlterPartitionReassignmentsResponseData response =
                new AlterPartitionReassignmentsResponseData().setErrorMessage(null);
        boolean mayResize = request.version() < REPLICATION_FACTOR || Resizing.echo(body, response);
        for (ReassignableTopic asked : body.topics()) {
            ReassignableTopicResponse topic = new ReassignableTopicResponse().setName(asked.name());
            for (ReassignablePartition partition : asked.partitions()) {
                ApiError error = alter(asked.name(), partition, mayResize);
                topic.partitions()
                        .add(new ReassignablePartitionResponse()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(error.error().code())
                                .setErrorMessage(error.message()));
            }
            response.responses().add(topic);
        }
        request.reply(response);
    }

    private ApiError alter(String name, ReassignablePartition asked, boolean mayResize) {
        try {
            Topic topic = find(name, asked.partitionIndex());
            List<Integer> target = asked.replicas();
            if (target == null) {
                if (!controller.cancelReassignment(topic, asked.partitionIndex())) {
                    throw new NoReassignmentInProgressException("No partition reassignment is in progress.");
                }
                return ApiError.NONE;
            }
            new ManualAssignment(cluster).requireReplicas(target, -1);
            int present = topic.replicas(asked.partitionIndex()).target().size();
            if (!mayResize && target.size() != present) {
                throw new InvalidReplicationFactorException(
                        "The replication factor is changed from " + present + " to " + target.size());
            }
            controller.reassign(topic, asked.partitionIndex(), target);
            return ApiError.NONE;
        } catch (ApiException e) {
            return ApiError.fromThrowable(e);
        }
    }

    private Topic find(String name, int partition) {
        Topic topic = cluster.topics().find(name);
        if (topic == null) {
            throw new UnknownTopicOrPartitionException("Unable to find a topic named " + name + ".");
        }
        if (topic.log(partition) == null) {
            throw new UnknownTopicOrPartitionException("Unable to find partition " + name + ":" + partition + ".");
        }
        return topic;
    }

    /** Linked only if the clients know the fields. */
    private static final class Resizing {
        static boolean echo(
                AlterPartitionReassignmentsRequestData body, AlterPartitionReassignmentsResponseData response) {
            response.setAllowReplicationFactorChange(body.allowReplicationFactorChange());
            return body.allowReplicationFactorChange();
        }
    }
}
