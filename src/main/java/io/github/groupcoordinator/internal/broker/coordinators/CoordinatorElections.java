package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.Map;
import java.util.TreeMap;

/**
 * The elections of coordinators, which follow the leaders of their internal topic: the old leader of a partition gives
 * it up, the new one loads it, which takes its time.
 */
public final class CoordinatorElections {

    /** The coordinators of one kind, one on each node. */
    interface Coordinators {

        /** The node begins to load a partition: until it is loaded, clients are told to wait. */
        public void startLoading(int nodeId, int partition);

        /** The node has loaded a partition: it replays the log now. */
        public void load(int nodeId, int partition);

        /** The node gives a partition up. What is parked is answered that it is not the coordinator any more. */
        public void unload(int nodeId, int partition);

        /** The leader changes, and nothing of the above has happened yet; -1 stands for no node. */
        void failsOver(int partition, int from, int to);
    }

    private final Cluster cluster;
    private final String topicName;
    private final Coordinators coordinators;
    private final Map<Integer, Timers.Timer> loading = new TreeMap<>();

    public CoordinatorElections(Cluster cluster, String topicName, Coordinators coordinators) {
        this.cluster = cluster;
        this.topicName = topicName;
        this.coordinators = coordinators;
    }

    /** The topic has been made, or has grown: there is nothing to replay, and so nothing to wait for. */
    public void topicMade(Topic topic) {
        if (topic.name().equals(topicName)) {
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                Replicas replicas = topic.replicas(partition);
                if (replicas.hasLeader() && !loading.containsKey(partition)) {
                    coordinators.load(replicas.leader(), partition);
                }
            }
        }
    }

    public void topicDeleted(Topic topic) {
        if (topic.name().equals(topicName)) {
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                stop(partition, topic.replicas(partition).leader());
            }
        }
    }

    public void leaderChanged(Topic topic, int partition, int from, int to) {
        if (!topic.name().equals(topicName)) {
            return;
        }
        coordinators.failsOver(partition, from, to);
        stop(partition, from);
        if (to == Replicas.NO_LEADER) {
            return;
        }
        coordinators.startLoading(to, partition);
        long loadedMs = cluster.timers().nowMs() + cluster.config().shape().coordinatorLoadTimeMs();
        loading.put(
                partition,
                cluster.nodes()
                        .state(to)
                        .timers(cluster.timers())
                        .schedule(loadedMs, "load of " + topicName + "-" + partition + " by broker " + to, () -> {
                            loading.remove(partition);
                            coordinators.load(to, partition);
                        }));
    }

    boolean isAnyLoading() {
        return !loading.isEmpty();
    }

    /** Returns whether a node leads a partition and has not loaded it yet. */
    boolean isLoading(Node node, int partition) {
        Topic topic = cluster.topics().find(topicName);
        return topic != null
                && loading.containsKey(partition)
                && topic.replicas(partition).isLedBy(node);
    }

    private void stop(int partition, int nodeId) {
        Timers.Timer timer = loading.remove(partition);
        if (timer != null) {
            timer.cancel();
        }
        if (nodeId != Replicas.NO_LEADER) {
            coordinators.unload(nodeId, partition);
        }
    }
}
