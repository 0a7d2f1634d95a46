package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.NodeCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * FindCoordinator v0-6; v1 key types; v4 several keys (KIP-699); v6 share coordinators (KIP-932). The first one of its
 * type ever creates {@code __consumer_offsets}, {@code __transaction_state} or {@code __share_group_state} and is
 * answered COORDINATOR_NOT_AVAILABLE, as in Kafka; the client asks again.
 */
public final class FindCoordinatorHandler extends RequestHandler<FindCoordinatorRequestData> {
    private static final byte SHARE = 2;
    private static final short FIRST_WITH_SHARE = 6;

    private final Cluster cluster;
    private final SortedMap<Byte, NodeCoordinators<?>> byKeyType;
    private final Consumer<NodeCoordinators<?>> create;

    /** @param create makes the topic of coordinators, unless it is there */
    public FindCoordinatorHandler(
            Cluster cluster, SortedMap<Byte, NodeCoordinators<?>> byKeyType, Consumer<NodeCoordinators<?>> create) {
        super(GroupApis.FIND_COORDINATOR);
        this.cluster = cluster;
        this.byKeyType = byKeyType;
        this.create = create;
    }

    @Override
    public void answer(Request request, FindCoordinatorRequestData body) {
        boolean isTooEarly = body.keyType() == SHARE && request.version() < FIRST_WITH_SHARE;
        NodeCoordinators<?> kind = isTooEarly ? null : byKeyType.get(body.keyType());
        // Creating the topic takes longer than answering: every key of the request is told to ask again.
        Topic topic = kind == null ? null : kind.topic().topic();
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

    private Coordinator find(Request request, byte keyType, String key, @Nullable Topic topic) {
        Coordinator answer =
                new Coordinator().setKey(key).setNodeId(-1).setHost("").setPort(-1);
        NodeCoordinators<?> kind = byKeyType.get(keyType);
        boolean isMeant = keyType != SHARE || request.version() >= FIRST_WITH_SHARE && isSharePartition(key);
        if (kind == null || !isMeant) {
            return answer.setErrorCode(Errors.INVALID_REQUEST.code());
        }
        if (topic == null) {
            create.accept(kind);
            return answer.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        int partition = kind.partitionFor(key);
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

    /** Returns whether a key is a group id, a topic id and a partition with colons between; the group may have some. */
    private static boolean isSharePartition(String key) {
        String[] parts = key.split(":");
        if (parts.length < 3) {
            return false;
        }
        String topicId = parts[parts.length - 2];
        String groupId = key.substring(0, key.lastIndexOf(':' + topicId + ':'));
        try {
            Uuid.fromString(topicId);
            Integer.parseInt(parts[parts.length - 1]);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return !groupId.trim().isEmpty();
    }
}
