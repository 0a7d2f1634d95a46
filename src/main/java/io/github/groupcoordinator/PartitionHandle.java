package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.broker.ClusterControl;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A handle on one partition: the brokers that keep and lead it, and how a test changes that. None of this moves time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class PartitionHandle {
    private final EventLoop loop;
    private final ClusterControl control;
    private final TopicPartition partition;

    PartitionHandle(EventLoop loop, ClusterControl control, TopicPartition partition) {
        this.loop = loop;
        this.control = control;
        this.partition = partition;
        leader(); // says at once if there is no such partition
    }

    /** Returns the id of the broker that leads the partition, if one does. */
    public OptionalInt leader() {
        int leader = look("leader", () -> control.leader(partition.topic(), partition.partition()));
        return leader < 0 ? OptionalInt.empty() : OptionalInt.of(leader);
    }

    /** Returns the leader epoch: it grows with every change of the leader. */
    public int leaderEpoch() {
        return look("leaderEpoch", () -> control.leaderEpoch(partition.topic(), partition.partition()));
    }

    /** Returns the ids of the brokers that keep the partition, the preferred leader first. */
    public List<Integer> replicas() {
        return look("replicas", () -> control.replicas(partition.topic(), partition.partition()));
    }

    /** Returns the ids of the brokers that have every record of the partition; never none. */
    public List<Integer> inSyncReplicas() {
        return look("inSyncReplicas", () -> control.inSyncReplicas(partition.topic(), partition.partition()));
    }

    /**
     * Makes another replica the leader; nothing happens if it leads already.
     *
     * @param brokerId a replica that is in sync and whose broker is alive
     * @throws IllegalStateException if it cannot lead; the message says who can
     */
    public void moveLeader(int brokerId) {
        guarded("moveLeader", () -> control.moveLeader(partition.topic(), partition.partition(), brokerId));
    }

    /**
     * Makes the leader fail over to the next replica that is alive and in sync, or to itself after a break if there is
     * no other. No record is lost.
     *
     * @throws IllegalStateException if there is no leader that could fail
     */
    public void failover() {
        guarded("failover", () -> control.failover(partition.topic(), partition.partition()));
    }

    /**
     * Makes the leader fail over to the next replica that is alive, as if that lacked the newest records: an unclean
     * leader election. The records are gone, and consumers that have read past them find out (KIP-320).
     *
     * @param lostRecords how many records are lost, 0 or more; batches are lost as a whole, so it may be more
     * @throws IllegalStateException if no replica is alive
     */
    public void failoverUncleanly(long lostRecords) {
        if (lostRecords < 0) {
            throw new IllegalArgumentException("No fewer than 0 records can be lost, but it was " + lostRecords);
        }
        guarded(
                "failoverUncleanly",
                () -> control.failoverUncleanly(partition.topic(), partition.partition(), lostRecords));
    }

    private <T> T look(String what, Supplier<T> value) {
        return Calls.ask(loop, this + "." + what + "()", value);
    }

    private void guarded(String what, Runnable action) {
        Calls.run(loop, this + "." + what + "()", action);
    }

    @Override
    public String toString() {
        return "partition " + partition;
    }
}
