package io.github.groupcoordinator.internal.broker.share;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.NodeState;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.SharePartitionState;
import io.github.groupcoordinator.internal.share.fetch.ShareBroker;
import io.github.groupcoordinator.internal.share.fetch.SharePartitions;
import io.github.groupcoordinator.internal.share.fetch.ShareReplicas;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster as those who read its partitions to share groups: what each has in its memory comes with its
 * first share fetch and goes with its process.
 */
public final class ShareLeaders {
    private final Cluster cluster;
    private final ShareReading reading;
    private final Map<Integer, ShareBroker> byNode = new TreeMap<>();
    /** Partitions whose logs wake share fetches, by topic id and number. */
    private final TreeSet<String> watched = new TreeSet<>();

    public ShareLeaders(Cluster cluster, ShareReading reading) {
        this.cluster = cluster;
        this.reading = reading;
    }

    /** Returns whether share groups are allowed at the moment. */
    public boolean isEnabled() {
        return reading.isEnabled();
    }

    public ShareGroupSettings settings(String groupId) {
        return reading.settings(groupId);
    }

    /** Returns whether a group reads committed records only. */
    public boolean readsCommitted(String groupId) {
        return reading.readsCommitted(groupId);
    }

    /** Returns the part of a node that serves share groups. */
    public ShareBroker at(Node node) {
        return byNode.computeIfAbsent(
                node.id(), id -> new ShareBroker(reading.maxSessions(), new OfNode(cluster, reading, node)));
    }

    /** Returns a share partition that a node has in its memory and serves; null if it does not. */
    public @Nullable SharePartition find(int nodeId, SharePartitionKey key) {
        ShareBroker broker = byNode.get(nodeId);
        SharePartition found = broker == null ? null : broker.partitions().find(key);
        return found != null && found.state() == SharePartitionState.ACTIVE ? found : null;
    }

    /** Says that a connection to a node has closed; to a process that has ended it makes no difference. */
    public void disconnected(Node node, String connectionId) {
        ShareBroker broker = byNode.get(node.id());
        if (broker != null && cluster.nodes().state(node.id()).isRunning()) {
            broker.disconnected(connectionId);
        }
    }

    /** Lets whoever leads the partition look again for waiting share fetches when its log has grown. */
    public void wakeOnAppend(TopicIdPartition partition) {
        PartitionLog log = cluster.topics().log(partition.topic(), partition.partition());
        if (log != null && watched.add(partition.topicId() + "-" + partition.partition())) {
            log.addListener(() -> grown(partition));
        }
    }

    private void grown(TopicIdPartition partition) {
        Topic topic = cluster.topics().find(partition.topic());
        if (topic != null && topic.id().equals(partition.topicId())) {
            int leader = topic.replicas(partition.partition()).leader();
            ofProcess(leader, broker -> broker.logMoved(partition));
        }
    }

    /** Lets a node do something when it is at work, unless it has nothing in its memory by then. */
    private void ofProcess(int nodeId, Consumer<ShareBroker> action) {
        if (nodeId == Replicas.NO_LEADER) {
            return;
        }
        NodeState state = cluster.nodes().state(nodeId);
        state.inMemory(() -> {
                    ShareBroker broker = byNode.get(nodeId);
                    if (broker != null) {
                        action.accept(broker);
                    }
                })
                .run();
    }

    /** Says that a node no longer leads a partition, or leads it anew after a break. */
    public void leaderChanged(Topic topic, int partition, int from) {
        ofProcess(from, broker -> broker.lost(named(topic, partition)));
    }

    /** Says that a topic is no more. */
    public void topicDeleted(Topic topic) {
        for (int partition = 0; partition < topic.partitionCount(); partition++) {
            TopicIdPartition deleted = named(topic, partition);
            watched.remove(deleted.topicId() + "-" + partition);
            ofProcess(topic.replicas(partition).leader(), broker -> broker.lost(deleted));
        }
    }

    private static TopicIdPartition named(Topic topic, int partition) {
        return new TopicIdPartition(topic.id(), new TopicPartition(topic.name(), partition));
    }

    /** Says that share groups are no longer allowed: all sessions and share partitions are dropped. */
    public void turnedOff() {
        byNode.keySet().forEach(nodeId -> ofProcess(nodeId, ShareBroker::turnedOff));
    }

    /** Forgets what a node whose process has ended had in its memory. */
    public void forgetMemory(int nodeId) {
        ShareBroker broker = byNode.remove(nodeId);
        if (broker != null) {
            broker.abandon();
        }
    }

    /** The things around the share partitions of one node. */
    private record OfNode(Cluster cluster, ShareReading reading, Node node, Timers timers, ShareReplicas replicas)
            implements SharePartitions.Surroundings {

        OfNode(Cluster cluster, ShareReading reading, Node node) {
            this(
                    cluster,
                    reading,
                    node,
                    cluster.nodes().state(node.id()).timers(cluster.timers()),
                    new NodeReplicas(cluster, node));
        }

        @Override
        public ShareStatePersister persister() {
            return reading.persister(node.id());
        }

        @Override
        public ShareGroupSettings settings(String groupId) {
            return reading.settings(groupId);
        }

        @Override
        public RecordChange.Observer observer(SharePartitionKey key) {
            return reading.observer(node.id(), key);
        }
    }
}
