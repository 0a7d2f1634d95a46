package io.github.groupcoordinator.internal.broker.cluster;

import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;

/**
 * The controller, which decides as KRaft's does which nodes are alive and which one leads a partition. Everybody knows
 * at once.
 */
public final class Controller {

    /** Told when a partition has another leader, or the same one after a break; -1 stands for none. */
    public interface LeaderListener {
        void leaderChanged(Topic topic, int partition, int from, int to);
    }

    private final Cluster cluster;
    private final LeaderListener listener;
    private final Map<Integer, Timers.Timer> sessions = new TreeMap<>();

    public Controller(Cluster cluster, LeaderListener listener) {
        this.cluster = cluster;
        this.listener = listener;
    }

    /** Waits for a sign of life from a node, and fences it after {@code broker.session.timeout.ms} without one. */
    public void await(int nodeId) {
        endSession(nodeId);
        long deadlineMs = cluster.timers().nowMs() + cluster.config().brokerSessionTimeoutMs();
        sessions.put(nodeId, cluster.timers().schedule(deadlineMs, "session of broker " + nodeId, () -> fence(nodeId)));
    }

    private void endSession(int nodeId) {
        Timers.Timer timer = sessions.remove(nodeId);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Takes a node for dead: its replicas fall behind, and others lead. */
    public void fence(int nodeId) {
        endSession(nodeId);
        NodeState node = cluster.nodes().state(nodeId);
        if (node.isFenced()) {
            return;
        }
        node.setFenced(true);
        for (Topic topic : cluster.topics().all()) {
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                Replicas replicas = topic.replicas(partition);
                replicas.fallBehind(nodeId, topic.requireLog(partition).logEndOffset());
                if (replicas.leader() == nodeId) {
                    elect(topic, partition);
                }
            }
        }
    }

    /** Takes a node for alive: it leads what nobody else can, and catches up with the rest at once. */
    public void unfence(int nodeId) {
        endSession(nodeId);
        NodeState node = cluster.nodes().state(nodeId);
        if (!node.isFenced()) {
            return;
        }
        node.setFenced(false);
        for (Topic topic : cluster.topics().all()) {
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                Replicas replicas = topic.replicas(partition);
                if (!replicas.hasLeader()) {
                    elect(topic, partition);
                }
                catchUp(replicas);
                completeReassignment(topic, partition);
            }
        }
    }

    /** Lets the replicas that are alive follow the leader again, if there is one. */
    private void catchUp(Replicas replicas) {
        if (replicas.hasLeader()) {
            cluster.nodes().onlyAlive(replicas.assigned()).forEach(replicas::catchUp);
        }
    }

    /** Lets the first replica lead that may: if the topic allows it and there is no other, one that lacks records. */
    private void elect(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        List<Integer> inSync = cluster.nodes().onlyAlive(replicas.inSync());
        if (!inSync.isEmpty()) {
            lead(topic, partition, inSync.get(0));
            return;
        }
        boolean elected = topic.config().isUncleanLeaderElectionEnabled() && electUncleanly(topic, partition);
        if (!elected && replicas.hasLeader()) {
            lead(topic, partition, Replicas.NO_LEADER);
        }
    }

    /** Lets the first replica lead that is alive, whatever it lacks; returns whether there is one. */
    public boolean electUncleanly(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        List<Integer> alive = cluster.nodes().onlyAlive(replicas.assigned());
        if (alive.isEmpty()) {
            return false;
        }
        int leader = alive.get(0);
        PartitionLog log = topic.requireLog(partition);
        leadUncleanly(topic, partition, leader, replicas.endOffset(leader, log.logEndOffset()));
        return true;
    }

    /** Moves the leader to another replica, which must be alive and in sync; nothing happens if it leads already. */
    public void move(Topic topic, int partition, int nodeId) {
        Replicas replicas = topic.replicas(partition);
        if (!replicas.isInSync(nodeId) || !cluster.nodes().isAlive(nodeId)) {
            throw new IllegalStateException(
                    "Broker " + nodeId + " cannot lead " + topic.name() + "-" + partition + ": " + describe(replicas));
        }
        if (replicas.leader() != nodeId) {
            lead(topic, partition, nodeId);
        }
    }

    /** Makes the leader fail over: to the next replica that is alive and in sync, or to itself after a break. */
    public void failover(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        if (!canFailOver(topic, partition)) {
            throw new IllegalStateException(
                    "Nobody can take " + topic.name() + "-" + partition + " over: " + describe(replicas));
        }
        lead(topic, partition, after(replicas.leader(), cluster.nodes().onlyAlive(replicas.inSync())));
    }

    /** Returns whether there is a leader that could fail, and somebody to take over. */
    public boolean canFailOver(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        return replicas.hasLeader()
                && !cluster.nodes().onlyAlive(replicas.inSync()).isEmpty();
    }

    /**
     * Makes the leader fail over to the next replica that is alive, as if that lacked the newest records. For the
     * others they are gone too.
     *
     * @param lostRecords how many at least; batches go as a whole
     */
    public void failoverUncleanly(Topic topic, int partition, long lostRecords) {
        Replicas replicas = topic.replicas(partition);
        List<Integer> candidates = cluster.nodes().onlyAlive(replicas.assigned());
        if (candidates.isEmpty()) {
            throw new IllegalStateException(
                    "Nobody can take " + topic.name() + "-" + partition + " over: " + describe(replicas));
        }
        PartitionLog log = topic.requireLog(partition);
        long endOffset = Math.max(log.logStartOffset(), log.logEndOffset() - lostRecords);
        leadUncleanly(topic, partition, after(replicas.leader(), candidates), endOffset);
    }

    private static int after(int current, List<Integer> candidates) {
        return candidates.get((candidates.indexOf(current) + 1) % candidates.size());
    }

    private String describe(Replicas replicas) {
        return "its replicas are " + replicas.assigned() + ", in sync are " + replicas.inSync() + ", alive are "
                + cluster.nodes().onlyAlive(replicas.assigned()) + ", the leader is "
                + (replicas.hasLeader() ? replicas.leader() : "none");
    }

    /**
     * Moves a partition to other nodes. Where all that are new are alive and there is a leader, they have caught up at
     * once and the others are gone; otherwise the move is under way until they have.
     */
    public void reassign(Topic topic, int partition, List<Integer> target) {
        Replicas replicas = topic.replicas(partition);
        replicas.reassign(target);
        catchUp(replicas);
        completeReassignment(topic, partition);
    }

    private void completeReassignment(Topic topic, int partition) {
        if (topic.replicas(partition).completeReassignment()) {
            afterRemoval(topic, partition);
        }
    }

    /**
     * Gives the move of a partition up; returns whether one was under way.
     *
     * @throws InvalidReplicaAssignmentException if nobody that stays has every record (Kafka would do it for a topic
     *     with {@code unclean.leader.election.enable})
     */
    public boolean cancelReassignment(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        if (!replicas.isBeingReassigned()) {
            return false;
        }
        if (!replicas.isOriginalInSync()) {
            throw new InvalidReplicaAssignmentException("Unable to revert partition assignment for " + topic.name()
                    + ":" + partition + " because it would require an unclean leader election.");
        }
        if (replicas.cancelReassignment()) {
            afterRemoval(topic, partition);
        }
        return true;
    }

    /** A leader that was removed is followed by the first that is in sync; one that stays begins another epoch. */
    private void afterRemoval(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        int leader = replicas.leader();
        if (leader == Replicas.NO_LEADER) {
            return;
        }
        if (replicas.isInSync(leader)) {
            beginEpoch(topic, partition, leader, 1);
        } else {
            elect(topic, partition);
        }
    }

    private void leadUncleanly(Topic topic, int partition, int to, long endOffset) {
        Replicas replicas = topic.replicas(partition);
        topic.requireLog(partition).truncateTo(endOffset);
        replicas.leaveOnlyInSync(to, topic.requireLog(partition).logEndOffset());
        lead(topic, partition, to);
        catchUp(replicas);
    }

    private void lead(Topic topic, int partition, int to) {
        // A leader that comes back after a break has been away for one epoch.
        beginEpoch(topic, partition, to, topic.replicas(partition).leader() == to ? 2 : 1);
    }

    private void beginEpoch(Topic topic, int partition, int to, int epochs) {
        Replicas replicas = topic.replicas(partition);
        PartitionLog log = topic.requireLog(partition);
        int from = replicas.leader();
        replicas.setLeader(to);
        log.beginLeaderEpoch(log.leaderEpoch() + epochs);
        listener.leaderChanged(topic, partition, from, to);
        // Parked fetches learn that they wait at the wrong place.
        log.wakeListeners();
    }
}
