package io.github.groupcoordinator.internal.broker.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The replicas of a partition: the nodes that keep it, those in sync, and the leader. Replicas in sync have the same
 * records, so that there is one log; of the others it is known where they stopped.
 */
public final class Replicas {
    public static final int NO_LEADER = -1;

    private List<Integer> assigned;
    private List<Integer> adding = Collections.emptyList();
    private List<Integer> removing = Collections.emptyList();
    private final Map<Integer, Long> laggards = new TreeMap<>();
    private int leader = NO_LEADER;

    /**
     * Makes the replicas of a new partition; those on nodes that are not alive have nothing of it.
     *
     * @param assigned ids of nodes, the preferred leader first
     */
    Replicas(List<Integer> assigned, Nodes nodes) {
        this.assigned = copy(assigned);
        boolean anyAlive = assigned.stream().anyMatch(nodes::isAlive);
        for (int id : assigned) {
            if (!anyAlive) {
                return;
            }
            if (!nodes.isAlive(id)) {
                laggards.put(id, 0L);
            } else if (leader == NO_LEADER) {
                leader = id;
            }
        }
    }

    private static List<Integer> copy(List<Integer> ids) {
        return Collections.unmodifiableList(new ArrayList<>(ids));
    }

    /** Returns the ids of all nodes that keep the partition, the preferred leader first. */
    public List<Integer> assigned() {
        return assigned;
    }

    /** Returns the ids of the nodes that are to keep the partition and have not caught up yet. */
    public List<Integer> adding() {
        return adding;
    }

    /** Returns the ids of the nodes that keep the partition until all that are being added have caught up. */
    public List<Integer> removing() {
        return removing;
    }

    /** Returns the ids of the nodes that keep the partition when it has moved. */
    public List<Integer> target() {
        List<Integer> target = new ArrayList<>(assigned);
        target.removeAll(removing);
        return target;
    }

    /** Returns whether one of those that kept the partition before it began to move has every record. */
    boolean isOriginalInSync() {
        return !adding.containsAll(inSync());
    }

    /** Returns whether replicas are being added or removed. */
    public boolean isBeingReassigned() {
        return !adding.isEmpty() || !removing.isEmpty();
    }

    /** Begins to move to other nodes, the preferred leader first; those that are new have nothing yet. */
    void reassign(List<Integer> target) {
        List<Integer> leaving = new ArrayList<>(assigned);
        leaving.removeAll(target);
        List<Integer> coming = new ArrayList<>(target);
        coming.removeAll(assigned);
        coming.forEach(id -> laggards.put(id, 0L));
        List<Integer> merged = new ArrayList<>(target);
        merged.addAll(leaving);
        assigned = copy(merged);
        adding = copy(coming);
        removing = copy(leaving);
    }

    /**
     * Ends a move, if all that are new have caught up and somebody in sync stays.
     *
     * @return whether replicas were removed by it
     */
    boolean completeReassignment() {
        List<Integer> staying = inSync();
        staying.removeAll(removing);
        if (!isBeingReassigned() || staying.isEmpty() || !staying.containsAll(adding)) {
            return false;
        }
        return leave(removing);
    }

    /**
     * Gives a move up: those that are new go, and the others stay.
     *
     * @return whether replicas were removed by it
     */
    boolean cancelReassignment() {
        return leave(adding);
    }

    private boolean leave(List<Integer> leaving) {
        List<Integer> staying = new ArrayList<>(assigned);
        boolean isAnyRemoved = staying.removeAll(leaving);
        laggards.keySet().removeAll(leaving);
        assigned = copy(staying);
        adding = Collections.emptyList();
        removing = Collections.emptyList();
        return isAnyRemoved;
    }

    /** Returns the ids of the nodes that have every record; never none. */
    public List<Integer> inSync() {
        List<Integer> inSync = new ArrayList<>(assigned);
        inSync.removeAll(laggards.keySet());
        return inSync;
    }

    boolean isInSync(int nodeId) {
        return assigned.contains(nodeId) && !laggards.containsKey(nodeId);
    }

    /** Returns the id of the leader, or {@link #NO_LEADER}. */
    public int leader() {
        return leader;
    }

    public boolean hasLeader() {
        return leader != NO_LEADER;
    }

    public boolean isLedBy(Node node) {
        return leader == node.id();
    }

    void setLeader(int nodeId) {
        leader = nodeId;
    }

    /** A replica stops following; the last one that is in sync stays so, as in Kafka. */
    void fallBehind(int nodeId, long endOffset) {
        if (isInSync(nodeId) && inSync().size() > 1) {
            laggards.put(nodeId, endOffset);
        }
    }

    /** A replica has caught up. */
    void catchUp(int nodeId) {
        laggards.remove(nodeId);
    }

    /** Only one replica has every record that there is now; the others have what they had of it. */
    void leaveOnlyInSync(int nodeId, long endOffset) {
        laggards.remove(nodeId);
        for (int id : assigned) {
            if (id != nodeId) {
                laggards.merge(id, endOffset, Math::min);
            }
        }
    }

    /** Returns where a replica's log ends, which is in sync or stopped following. */
    public long endOffset(int nodeId, long logEndOffset) {
        return laggards.getOrDefault(nodeId, logEndOffset);
    }
}
