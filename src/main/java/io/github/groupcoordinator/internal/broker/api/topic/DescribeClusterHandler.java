package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.wire.AuthorizedOperations;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.Errors;

/** DescribeCluster v0-2 (KIP-700); v1 endpoint type (KIP-919); v2 fenced brokers (KIP-1073). */
public final class DescribeClusterHandler extends RequestHandler<DescribeClusterRequestData> {
    private static final short FENCED_BROKERS = 2;
    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final Cluster cluster;

    public DescribeClusterHandler(Cluster cluster) {
        super(TopicApis.DESCRIBE_CLUSTER);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, DescribeClusterRequestData body) {
        DescribeClusterResponseData response = new DescribeClusterResponseData();
        if (body.endpointType() == CONTROLLERS) {
            request.reply(response.setErrorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
                    .setErrorMessage("The request was sent to an endpoint of type BROKER, but we wanted an endpoint"
                            + " of type CONTROLLER"));
            return;
        }
        if (body.endpointType() != BROKERS) {
            request.reply(response.setErrorCode(Errors.UNSUPPORTED_ENDPOINT_TYPE.code())
                    .setErrorMessage("Unsupported endpoint type " + body.endpointType()));
            return;
        }
        Collection<DescribeClusterBroker> brokers = response.brokers();
        for (Node each : cluster.nodes().alive()) {
            brokers.add(describe(request.advertised(each)));
        }
        if (request.version() >= FENCED_BROKERS && Fenced.included(body)) {
            for (Node each : cluster.nodes().all()) {
                if (!cluster.nodes().isAlive(each.id())) {
                    brokers.add(Fenced.mark(describe(request.advertised(each))));
                }
            }
        }
        if (body.includeClusterAuthorizedOperations()) {
            response.setClusterAuthorizedOperations(AuthorizedOperations.CLUSTER);
        }
        request.reply(response.setClusterId(Cluster.ID).setControllerId(cluster.controllerId()));
    }

    private static DescribeClusterBroker describe(Node node) {
        return new DescribeClusterBroker()
                .setBrokerId(node.id())
                .setHost(node.host())
                .setPort(node.port());
    }

    /** Linked only if the clients know the fields. */
    private static final class Fenced {
        static boolean included(DescribeClusterRequestData body) {
            return body.includeFencedBrokers();
        }

        static DescribeClusterBroker mark(DescribeClusterBroker broker) {
            return broker.setIsFenced(true);
        }
    }
}
