package io.github.groupcoordinator.internal.broker;

import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * FindCoordinator v0-6; v1 key types; v4 several keys (KIP-699). The first one ever creates {@code
 * __consumer_offsets} and is answered COORDINATOR_NOT_AVAILABLE, as in Kafka; the client asks again. The key types for
 * transactions and share groups are refused.
 */
final class FindCoordinatorHandler extends RequestHandler<FindCoordinatorRequestData> {
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte SHARE = 2;

    private final Cluster cluster;
    private final GroupCoordinators coordinators;
    private final ConsumerOffsets consumerOffsets;
    private final Runnable createConsumerOffsets;

    FindCoordinatorHandler(
            Cluster cluster,
            GroupCoordinators coordinators,
            ConsumerOffsets consumerOffsets,
            Runnable createConsumerOffsets) {
        super(ApiKeys.FIND_COORDINATOR, FindCoordinatorRequestData.class);
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.consumerOffsets = consumerOffsets;
        this.createConsumerOffsets = createConsumerOffsets;
    }

    @Override
    void answer(Request request, FindCoordinatorRequestData body) {
        refuseUnsupported(request, body.keyType());
        // Creating the topic takes longer than answering: every key of the request is told to ask again.
        Topic topic = consumerOffsets.topic();
        FindCoordinatorResponseData response = new FindCoordinatorResponseData();
        if (request.version() >= 4) {
            for (String key : body.coordinatorKeys()) {
                response.coordinators().add(find(request, body.keyType(), key, topic));
            }
        } else {
            Coordinator found = find(request, body.keyType(), body.key(), topic);
            response.setErrorCode(found.errorCode())
                    .setErrorMessage(Errors.forCode(found.errorCode()).message())
                    .setNodeId(found.nodeId())
                    .setHost(found.host())
                    .setPort(found.port());
        }
        request.reply(response);
    }

    private static void refuseUnsupported(Request request, byte keyType) {
        if (keyType == TRANSACTION) {
            throw Request.notSupported("The transaction coordinator (FindCoordinator with key type TRANSACTION)");
        }
        if (keyType == SHARE && request.version() >= 6) {
            throw Request.notSupported("The share coordinator (FindCoordinator with key type SHARE)");
        }
    }

    private Coordinator find(Request request, byte keyType, String key, @Nullable Topic topic) {
        Coordinator answer =
                new Coordinator().setKey(key).setNodeId(-1).setHost("").setPort(-1);
        if (keyType != GROUP) {
            return answer.setErrorCode(Errors.INVALID_REQUEST.code());
        }
        if (topic == null) {
            createConsumerOffsets.run();
            return answer.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        int partition = coordinators.partitionFor(key);
        if (topic.log(partition) == null) {
            return answer.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        Broker.Node leader = cluster.leader(topic, partition);
        if (leader == null) {
            return answer.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        Broker.Node node = request.advertised(leader);
        return answer.setNodeId(node.id()).setHost(node.host()).setPort(node.port());
    }
}
