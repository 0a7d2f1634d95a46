package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** KIP-951: who asks the wrong node is told the leader and where it listens, and need not ask for metadata first. */
final class CurrentLeader {
    private static final short PRODUCE_CURRENT_LEADER = 10;
    private static final short FETCH_NODE_ENDPOINTS = 16;

    private CurrentLeader() {}

    static void tell(
            Cluster cluster,
            Request request,
            @Nullable Topic topic,
            ProduceResponseData.PartitionProduceResponse answer,
            ProduceResponseData response) {
        if (topic == null
                || request.version() < PRODUCE_CURRENT_LEADER
                || answer.errorCode() != Errors.NOT_LEADER_OR_FOLLOWER.code()) {
            return;
        }
        answer.currentLeader()
                .setLeaderId(topic.replicas(answer.index()).leader())
                .setLeaderEpoch(topic.requireLog(answer.index()).leaderEpoch());
        Node leader = leader(cluster, request, topic, answer.index());
        Collection<ProduceResponseData.NodeEndpoint> endpoints = response.nodeEndpoints();
        if (leader != null && endpoints.stream().noneMatch(known -> known.nodeId() == leader.id())) {
            endpoints.add(new ProduceResponseData.NodeEndpoint()
                    .setNodeId(leader.id())
                    .setHost(leader.host())
                    .setPort(leader.port()));
        }
    }

    static void tell(
            Cluster cluster,
            Request request,
            @Nullable Topic topic,
            FetchResponseData.PartitionData answer,
            List<FetchResponseData.NodeEndpoint> endpoints) {
        if (topic == null
                || request.version() < FETCH_NODE_ENDPOINTS
                || (answer.errorCode() != Errors.NOT_LEADER_OR_FOLLOWER.code()
                        && answer.errorCode() != Errors.FENCED_LEADER_EPOCH.code())) {
            return;
        }
        int partition = answer.partitionIndex();
        answer.currentLeader()
                .setLeaderId(topic.replicas(partition).leader())
                .setLeaderEpoch(topic.requireLog(partition).leaderEpoch());
        Node leader = leader(cluster, request, topic, partition);
        if (leader != null && endpoints.stream().noneMatch(known -> known.nodeId() == leader.id())) {
            endpoints.add(new FetchResponseData.NodeEndpoint()
                    .setNodeId(leader.id())
                    .setHost(leader.host())
                    .setPort(leader.port()));
        }
    }

    private static @Nullable Node leader(Cluster cluster, Request request, Topic topic, int partition) {
        Node leader = cluster.leader(topic, partition);
        return leader == null ? null : request.advertised(leader);
    }
}
