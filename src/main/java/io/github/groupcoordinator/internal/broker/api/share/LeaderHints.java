package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The leaders that a member is told of which has asked the wrong node (KIP-951), and where they listen. */
final class LeaderHints {
    private static final Leader NOBODY = new Leader(-1, -1);

    private final Cluster cluster;
    private final Request request;
    private final Map<Integer, Node> endpoints = new LinkedHashMap<>();

    LeaderHints(Cluster cluster, Request request) {
        this.cluster = cluster;
        this.request = request;
    }

    /** A leader and its epoch; -1 where there is none. */
    record Leader(int id, int epoch) {}

    /** Returns the leader of a partition if the error calls for it, or null; its endpoint goes with the answer. */
    @Nullable
    Leader of(TopicIdPartition partition, Errors error) {
        if (error != Errors.NOT_LEADER_OR_FOLLOWER && error != Errors.FENCED_LEADER_EPOCH) {
            return null;
        }
        String name = partition.topic();
        Topic topic = name == null ? null : cluster.topics().find(name);
        if (topic == null || topic.log(partition.partition()) == null) {
            return NOBODY;
        }
        Node leader = cluster.leader(topic, partition.partition());
        if (leader != null) {
            endpoints.put(leader.id(), request.advertised(leader));
        }
        return new Leader(
                topic.replicas(partition.partition()).leader(),
                topic.requireLog(partition.partition()).leaderEpoch());
    }

    /** Returns the nodes of all leaders that were told of. */
    Collection<Node> endpoints() {
        return endpoints.values();
    }
}
