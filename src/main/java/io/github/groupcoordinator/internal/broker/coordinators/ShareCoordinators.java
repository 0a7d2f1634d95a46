package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.coordinator.share.ShareCoordinator;
import io.github.groupcoordinator.internal.coordinator.share.ShareCoordinatorConfig;
import io.github.groupcoordinator.internal.coordinator.share.StoredSharePartition;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The share coordinators, one on each node, and the topic that they share (KIP-932). */
public final class ShareCoordinators extends NodeCoordinators<ShareCoordinator> {
    private final Cluster cluster;

    private ShareCoordinators(Cluster cluster, ShareGroupStates states, List<ShareCoordinator> byNodeId) {
        super(cluster, states, byNodeId);
        this.cluster = cluster;
    }

    public static ShareCoordinators of(Cluster cluster) {
        ShareGroupStates states = new ShareGroupStates(cluster);
        ShareCoordinatorConfig config = cluster.config().shareCoordinator().coordinator();
        ToIntFunction<Uuid> partitionCounts = topicId -> {
            Topic topic = cluster.topics().find(topicId);
            return topic == null ? 0 : topic.partitionCount();
        };
        List<ShareCoordinator> byNodeId = new ArrayList<>();
        for (int id = 0; id < cluster.nodes().count(); id++) {
            Timers ofNode = cluster.nodes().state(id).timers(cluster.timers());
            byNodeId.add(new ShareCoordinator(config, ofNode, states, partitionCounts));
        }
        return new ShareCoordinators(cluster, states, byNodeId);
    }

    /**
     * Ends the state of topics that are no more. As with committed offsets, a node that is paused does so when it goes
     * on, and one that has crashed never does.
     */
    public void topicsDeleted(Set<Uuid> topicIds) {
        for (int nodeId = 0; nodeId < all().size(); nodeId++) {
            ShareCoordinator coordinator = on(nodeId);
            cluster.nodes().state(nodeId).run(() -> coordinator.topicsDeleted(topicIds));
        }
    }

    /** Returns what is stored of a group, wherever its partitions are led. */
    public List<StoredSharePartition> stored(String groupId) {
        List<StoredSharePartition> found = new ArrayList<>();
        all().forEach(coordinator -> found.addAll(coordinator.stored(groupId)));
        return found;
    }

    /** Says who hears of start offsets that administrators set. */
    public void listen(ShareOffsetListener listener) {
        all().forEach(coordinator -> coordinator.listen((key, startOffset) -> {
            Topic topic = cluster.topics().find(key.topicId());
            if (topic != null) {
                listener.altered(key.groupId(), new TopicPartition(topic.name(), key.partition()), startOffset);
            }
        }));
    }

    /** The process of a node has ended: what it does from time to time begins anew with the next one. */
    public void ended(int nodeId) {
        on(nodeId).ended();
    }
}
