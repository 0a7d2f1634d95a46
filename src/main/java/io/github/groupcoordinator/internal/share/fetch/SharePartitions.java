package io.github.groupcoordinator.internal.share.fetch;

import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareEnvironment;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The share partitions in one broker's memory: made at the first fetch, dropped when they are fenced. */
public final class SharePartitions {
    private final Surroundings surroundings;
    private final Consumer<SharePartitionKey> wake;
    private final Map<SharePartitionKey, Cached> cached = new LinkedHashMap<>();

    /** The broker's and the cluster's parts that share partitions need. */
    public interface Surroundings {
        Timers timers();

        ShareReplicas replicas();

        ShareStatePersister persister();

        /** Returns the configuration of a group as it is at the moment, with the broker's values where it has none. */
        ShareGroupSettings settings(String groupId);

        RecordChange.Observer observer(SharePartitionKey key);
    }

    /** A share partition, and the offset from which its log was read last: how far that is from the end is known. */
    static final class Cached {
        private final SharePartition partition;
        private long knownOffset = -1;
        private ShareReplicas.Position known = ShareReplicas.Position.UNKNOWN;

        Cached(SharePartition partition) {
            this.partition = partition;
        }

        SharePartition partition() {
            return partition;
        }

        boolean knows(long offset) {
            return knownOffset == offset;
        }

        void learn(long offset, ShareReplicas.Position position) {
            knownOffset = offset;
            known = position;
        }

        /** Returns where the log was read last. */
        ShareReplicas.Position known() {
            return known;
        }
    }

    SharePartitions(Surroundings surroundings, Consumer<SharePartitionKey> wake) {
        this.surroundings = surroundings;
        this.wake = wake;
    }

    /** Returns the share partition, or null if it is not in memory. */
    public @Nullable SharePartition find(SharePartitionKey key) {
        Cached found = cached.get(key);
        return found == null ? null : found.partition;
    }

    /**
     * Returns the share partition; a new one is still to be loaded.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the broker does not lead the partition
     */
    Cached findOrMake(SharePartitionKey key) {
        Cached found = cached.get(key);
        if (found == null) {
            int leaderEpoch = surroundings.replicas().leaderEpoch(key.partition());
            found = new Cached(new SharePartition(
                    key,
                    leaderEpoch,
                    new ShareEnvironment(
                            surroundings.timers(),
                            surroundings.settings(key.groupId()),
                            surroundings.persister(),
                            surroundings.replicas().offsets(key.partition(), leaderEpoch),
                            surroundings.observer(key),
                            () -> wake.accept(key))));
            cached.put(key, found);
        }
        return found;
    }

    /** Forgets a share partition: the next fetch loads it anew. Fetches that wait for it look again. */
    void drop(SharePartitionKey key) {
        Cached dropped = cached.remove(key);
        if (dropped != null) {
            dropped.partition.markFenced();
            wake.accept(key);
        }
    }

    /** Forgets a share partition after an error that says that somebody else knows better. */
    void dropIfFenced(SharePartitionKey key, Errors error) {
        switch (error) {
            case NOT_LEADER_OR_FOLLOWER, FENCED_STATE_EPOCH, GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION ->
                drop(key);
            default -> {
                // It is still the leader's.
            }
        }
    }

    /**
     * Forgets the share partitions of all groups for a partition that the broker no longer leads, or that is
     * deleted.
     */
    void dropAll(TopicIdPartition partition) {
        keys().stream().filter(key -> key.partition().equals(partition)).forEach(this::drop);
    }

    /** Forgets the share partitions of a group that has no session left. */
    void dropGroup(String groupId) {
        keys().stream().filter(key -> key.groupId().equals(groupId)).forEach(this::drop);
    }

    void dropAll() {
        keys().forEach(this::drop);
    }

    /** Forgets everything with the process: no lock runs out any more. */
    void abandon() {
        cached.values().forEach(each -> each.partition.abandon());
        cached.clear();
    }

    /** Returns what is in memory, in the order in which it was first fetched. */
    public List<SharePartitionKey> keys() {
        return new ArrayList<>(cached.keySet());
    }
}
