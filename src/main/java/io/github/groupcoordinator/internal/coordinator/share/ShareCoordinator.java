package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.coordinator.Coordinator;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The share coordinator of one node: keeps the state of the share-partitions that are in the partitions of
 * {@code __share_group_state} which the node leads. It answers at once; nobody is parked in it.
 */
public final class ShareCoordinator implements Coordinator {
    private final CoordinatorRuntime<ShareStateShard> shards;
    private final Upkeep pruning;
    private final Upkeep coldSnapshots;
    private StartOffsetListener startOffsets = StartOffsetListener.NONE;
    private boolean hasEnded;

    /**
     * Makes a coordinator that leads no partition yet.
     *
     * @param partitionCounts how many partitions a topic has; 0 if there is no such topic
     */
    public ShareCoordinator(
            ShareCoordinatorConfig config, Timers timers, ShareStateLog log, ToIntFunction<Uuid> partitionCounts) {
        this.shards = new CoordinatorRuntime<>(
                config.partitions(),
                partition -> new ShareStateShard(partition, config, log, timers::nowMs, partitionCounts));
        this.pruning = new Upkeep(
                timers,
                "records of __share_group_state to be pruned",
                config.pruneIntervalMs(),
                this::needsUpkeep,
                () -> shards.all().stream().filter(ShareStateShard::isActive).forEach(ShareStateShard::prune));
        this.coldSnapshots = new Upkeep(
                timers,
                "snapshots of share-partitions that nobody writes",
                config.coldSnapshotIntervalMs(),
                this::needsUpkeep,
                () -> shards.all().stream().filter(ShareStateShard::isActive).forEach(ShareStateShard::snapshotCold));
    }

    private boolean needsUpkeep() {
        return shards.all().stream().anyMatch(ShareStateShard::needsUpkeep);
    }

    /** The process has ended. The next one takes up its work when it first leads a partition. */
    public void ended() {
        hasEnded = true;
        restartUpkeep();
    }

    private void restartUpkeep() {
        pruning.restart();
        coldSnapshots.restart();
    }

    private void awaitUpkeep() {
        pruning.await();
        coldSnapshots.await();
    }

    @Override
    public int partitionFor(String coordinatorKey) {
        return shards.partitionFor(coordinatorKey);
    }

    @Override
    public void load(int partition, int leaderEpoch) {
        if (hasEnded) {
            hasEnded = false;
            restartUpkeep();
        }
        shards.load(partition, leaderEpoch);
        awaitUpkeep();
    }

    @Override
    public void startLoading(int partition) {
        shards.startLoading(partition);
    }

    @Override
    public void unload(int partition) {
        shards.unload(partition);
    }

    /** Ends the state of the partitions of topics that are no more. */
    public void topicsDeleted(Set<Uuid> topicIds) {
        shards.all().stream().filter(ShareStateShard::isActive).forEach(shard -> shard.topicsDeleted(topicIds));
        awaitUpkeep();
    }

    /** Returns what holds a share-partition, whether it is loaded or not, or null if it is not led here. */
    @Nullable
    ShareStateShard find(ShareStateKey key) {
        return shards.find(key.coordinatorKey());
    }

    /** Returns what is stored of a group in the partitions that are led and loaded here. */
    public List<StoredSharePartition> stored(String groupId) {
        List<StoredSharePartition> found = new ArrayList<>();
        shards.all().stream().filter(ShareStateShard::isActive).forEach(shard -> shard.collect(groupId, found));
        return found;
    }

    /** Says who hears of start offsets that administrators set. */
    public void listen(StartOffsetListener listener) {
        startOffsets = listener;
    }

    /** Notes that an administrator has set or deleted a start offset. */
    void altered(ShareStateKey key, long startOffset) {
        startOffsets.altered(key, startOffset);
    }

    /** Notes that something may have been written. */
    void written() {
        awaitUpkeep();
    }

    /** Returns what answers requests. */
    public ShareStateRequests requests() {
        return new ShareStateRequests(this);
    }
}
