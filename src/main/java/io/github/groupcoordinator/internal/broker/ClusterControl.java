package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.event.broker.BrokerDisturbed;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Controller;
import io.github.groupcoordinator.internal.broker.cluster.NodeState;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.ConsumerOffsets;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.journal.EventSink;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The control that a test has over the brokers of a cluster and the leaders of its partitions. */
public final class ClusterControl {
    private final Cluster cluster;
    private final Controller controller;
    private final GroupCoordinators coordinators;
    private final TransactionCoordinators transactions;
    private final IntConsumer forgetMemory;
    private final EventSink events;

    /**
     * @param forgetMemory takes the id of a node whose process has ended: what it kept in memory only is gone
     */
    ClusterControl(
            Cluster cluster,
            Controller controller,
            GroupCoordinators coordinators,
            TransactionCoordinators transactions,
            IntConsumer forgetMemory,
            EventSink events) {
        this.cluster = cluster;
        this.controller = controller;
        this.coordinators = coordinators;
        this.transactions = transactions;
        this.forgetMemory = forgetMemory;
        this.events = events;
    }

    /** Stops a broker in order: its partitions are led by others before its connections close. */
    public void stop(int brokerId) {
        requireRunning(brokerId);
        tell(brokerId, "stop", false);
        controller.fence(brokerId);
        end(brokerId);
    }

    /** Kills a broker: its connections close at once, but the controller learns of it only when its session is over. */
    public void crash(int brokerId) {
        requireRunning(brokerId);
        tell(brokerId, "crash", false);
        end(brokerId);
        controller.await(brokerId);
    }

    private void end(int brokerId) {
        cluster.nodes().state(brokerId).stop();
        forgetMemory.accept(brokerId);
    }

    /** Starts a broker that was stopped or has crashed. */
    public void start(int brokerId) {
        NodeState node = cluster.nodes().state(brokerId);
        if (node.isRunning()) {
            throw new IllegalStateException("Broker " + brokerId + " is running already");
        }
        tell(brokerId, "start", true);
        // A new process leads nothing of what the old one led, even if nobody had missed that yet.
        controller.fence(brokerId);
        node.start();
        controller.unfence(brokerId);
    }

    /** Makes a broker hang, as a long garbage collection does: it answers nothing, and nothing of it falls due. */
    public void pause(int brokerId) {
        NodeState node = requireRunning(brokerId);
        if (node.isPaused()) {
            throw new IllegalStateException("Broker " + brokerId + " is paused already");
        }
        tell(brokerId, "pause", false);
        node.pause();
        if (cluster.nodes().count() > 1) {
            controller.await(brokerId);
        }
    }

    /** Lets a broker go on. */
    public void resume(int brokerId) {
        NodeState node = requireRunning(brokerId);
        if (!node.isPaused()) {
            throw new IllegalStateException("Broker " + brokerId + " is not paused");
        }
        tell(brokerId, "resume", true);
        controller.unfence(brokerId);
        node.resume();
    }

    /** Before anything follows from it: the log tells causes before what they lead to. */
    private void tell(int brokerId, String what, boolean recovers) {
        Instant now = Instant.ofEpochMilli(cluster.timers().nowMs());
        events.append(new BrokerDisturbed(now, brokerId, what, recovers));
    }

    private NodeState requireRunning(int brokerId) {
        NodeState node = cluster.nodes().state(brokerId);
        if (!node.isRunning()) {
            throw new IllegalStateException("Broker " + brokerId + " is stopped");
        }
        return node;
    }

    /** Returns whether a client with this {@code client.id}, which came over a listener, is connected to any broker. */
    public boolean hasOutsideClient(String clientId) {
        for (int brokerId = 0; brokerId < cluster.nodes().count(); brokerId++) {
            if (cluster.nodes().state(brokerId).hasOutsideClient(clientId)) {
                return true;
            }
        }
        return false;
    }

    public boolean isRunning(int brokerId) {
        return cluster.nodes().state(brokerId).isRunning();
    }

    public boolean isPaused(int brokerId) {
        return cluster.nodes().state(brokerId).isPaused();
    }

    /** Returns the broker that leads a partition, or -1. */
    public int leader(String topic, int partition) {
        return require(topic, partition).replicas(partition).leader();
    }

    public int leaderEpoch(String topic, int partition) {
        return require(topic, partition).requireLog(partition).leaderEpoch();
    }

    /** Returns the brokers that keep a partition, the preferred leader first. */
    public List<Integer> replicas(String topic, int partition) {
        return require(topic, partition).replicas(partition).assigned();
    }

    /** Returns the brokers that have every record of a partition. */
    public List<Integer> inSyncReplicas(String topic, int partition) {
        return require(topic, partition).replicas(partition).inSync();
    }

    /** Moves the leader of a partition to another replica, which must be alive and in sync. */
    public void moveLeader(String topic, int partition, int brokerId) {
        controller.move(require(topic, partition), partition, brokerId);
    }

    /** Makes the leader of a partition fail over to the next replica in sync, or to itself after a break. */
    public void failover(String topic, int partition) {
        controller.failover(require(topic, partition), partition);
    }

    /** Returns how long a coordinator takes to load a partition that it takes over. */
    public long coordinatorLoadTimeMs() {
        return cluster.config().shape().coordinatorLoadTimeMs();
    }

    /** Returns whether there is such a partition, with a leader that could fail over. */
    public boolean canFailOver(String topic, int partition) {
        Topic found = cluster.topics().find(topic);
        return found != null && found.log(partition) != null && controller.canFailOver(found, partition);
    }

    /** Makes the leader of a partition fail over to a replica that lacks at least so many of the newest records. */
    public void failoverUncleanly(String topic, int partition, long lostRecords) {
        controller.failoverUncleanly(require(topic, partition), partition, lostRecords);
    }

    /** Returns the partition of {@code __consumer_offsets} that holds a group. */
    public int partitionFor(String groupId) {
        return coordinators.partitionFor(groupId);
    }

    /** Returns the partition of {@code __transaction_state} that holds a transactional id. */
    public int partitionForTransaction(String transactionalId) {
        return transactions.partitionFor(transactionalId);
    }

    int coordinatorOrAny(String groupId) {
        Topic topic = cluster.topics().find(ConsumerOffsets.NAME);
        int partition = partitionFor(groupId);
        int leader = topic == null || topic.log(partition) == null
                ? Replicas.NO_LEADER
                : topic.replicas(partition).leader();
        return Math.max(0, leader);
    }

    private Topic require(String name, int partition) {
        @Nullable Topic topic = cluster.topics().find(name);
        if (topic == null || topic.log(partition) == null) {
            throw new UnknownTopicOrPartitionException("There is no partition " + name + "-" + partition
                    + "; the topics are " + cluster.topics().names());
        }
        return topic;
    }
}
