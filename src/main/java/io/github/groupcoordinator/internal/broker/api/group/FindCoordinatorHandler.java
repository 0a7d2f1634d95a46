package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.ConsumerOffsets;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * FindCoordinator v0-6; v1 key types; v4 several keys (KIP-699). The first one of its type ever creates {@code
 * __consumer_offsets} or {@code __transaction_state} and is answered COORDINATOR_NOT_AVAILABLE, as in Kafka; the client
 * asks again. The key type for share groups is refused.
 */
public final class FindCoordinatorHandler extends RequestHandler<FindCoordinatorRequestData> {
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte SHARE = 2;

    private final Cluster cluster;
    private final GroupCoordinators coordinators;
    private final ConsumerOffsets consumerOffsets;
    private final TransactionCoordinators transactions;
    private final Runnable createConsumerOffsets;
    private final Runnable createTransactionStates;

    /** The topics as they are when a request comes; null is what is not there yet. */
    private record InternalTopics(
            @Nullable Topic offsets, @Nullable Topic transactions) {}

    public FindCoordinatorHandler(
            Cluster cluster,
            GroupCoordinators coordinators,
            ConsumerOffsets consumerOffsets,
            TransactionCoordinators transactions,
            Runnable createConsumerOffsets,
            Runnable createTransactionStates) {
        super(GroupApis.FIND_COORDINATOR);
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.consumerOffsets = consumerOffsets;
        this.transactions = transactions;
        this.createConsumerOffsets = createConsumerOffsets;
        this.createTransactionStates = createTransactionStates;
    }

    @Override
    public void answer(Request request, FindCoordinatorRequestData body) {
        refuseUnsupported(request, body.keyType());
        // Creating the topic takes longer than answering: every key of the request is told to ask again.
        InternalTopics topics = new InternalTopics(
                consumerOffsets.topic(), transactions.states().topic());
        FindCoordinatorResponseData response = new FindCoordinatorResponseData();
        if (request.version() >= 4) {
            for (String key : body.coordinatorKeys()) {
                response.coordinators().add(find(request, body.keyType(), key, topics));
            }
        } else {
            Coordinator found = find(request, body.keyType(), body.key(), topics);
            response.setErrorCode(found.errorCode())
                    .setErrorMessage(Errors.forCode(found.errorCode()).message())
                    .setNodeId(found.nodeId())
                    .setHost(found.host())
                    .setPort(found.port());
        }
        request.reply(response);
    }

    private static void refuseUnsupported(Request request, byte keyType) {
        if (keyType == SHARE && request.version() >= 6) {
            throw Request.notSupported("The share coordinator (FindCoordinator with key type SHARE)");
        }
    }

    private Coordinator find(Request request, byte keyType, String key, InternalTopics topics) {
        Coordinator answer =
                new Coordinator().setKey(key).setNodeId(-1).setHost("").setPort(-1);
        if (keyType != GROUP && keyType != TRANSACTION) {
            return answer.setErrorCode(Errors.INVALID_REQUEST.code());
        }
        boolean isGroup = keyType == GROUP;
        Topic topic = isGroup ? topics.offsets() : topics.transactions();
        if (topic == null) {
            (isGroup ? createConsumerOffsets : createTransactionStates).run();
            return answer.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        int partition = isGroup ? coordinators.partitionFor(key) : transactions.partitionFor(key);
        if (topic.log(partition) == null) {
            return answer.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        Node leader = cluster.leader(topic, partition);
        if (leader == null) {
            return answer.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        Node node = request.advertised(leader);
        return answer.setNodeId(node.id()).setHost(node.host()).setPort(node.port());
    }
}
