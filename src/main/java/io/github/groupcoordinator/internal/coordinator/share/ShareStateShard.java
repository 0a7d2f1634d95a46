package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.CoordinatorShard;
import io.github.groupcoordinator.internal.coordinator.ShardLog;
import io.github.groupcoordinator.internal.order.HashOrder;
import io.github.groupcoordinator.internal.order.TimelineTable;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.Update;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The share-partitions of one partition of {@code __share_group_state}: decide, append, apply. */
final class ShareStateShard implements CoordinatorShard {
    private static final int NO_EPOCH = -1;

    private final int partition;
    private final ShareCoordinatorConfig config;
    private final ShareStateLog log;
    private final ShardLog shardLog;
    private final LongSupplier nowMs;
    private final ToIntFunction<Uuid> partitionCounts;

    private final Map<ShareStateKey, ShareState> states = new LinkedHashMap<>();
    private final TimelineTable<ShareStateKey> order = new TimelineTable<>(ShareStateKey::hashCode);
    private final Map<ShareStateKey, Integer> leaderEpochs = new LinkedHashMap<>();
    private final Map<ShareStateKey, Integer> stateEpochs = new LinkedHashMap<>();
    private final Map<ShareStateKey, Integer> updates = new LinkedHashMap<>();
    private final NeededRecords needed = new NeededRecords();

    private boolean isActive;

    /** @param partitionCounts how many partitions a topic has; 0 if there is no such topic */
    ShareStateShard(
            int partition,
            ShareCoordinatorConfig config,
            ShareStateLog log,
            LongSupplier nowMs,
            ToIntFunction<Uuid> partitionCounts) {
        this.partition = partition;
        this.config = config;
        this.log = log;
        this.shardLog = new ShardLog(partition, log);
        this.nowMs = nowMs;
        this.partitionCounts = partitionCounts;
    }

    @Override
    public boolean isActive() {
        return isActive;
    }

    @Override
    public void load(int leaderEpoch) {
        shardLog.replay(new Replay());
        isActive = true;
    }

    /** The records of the partition, applied as they were when they were written. */
    private final class Replay implements CoordinatorReplay {
        @Override
        public void record(long offset, CoordinatorRecord each, long producerId) {
            ShareStateRecord decoded = ShareStateSerde.decode(each);
            if (decoded != null) {
                apply(offset, decoded);
            }
        }

        @Override
        public void marker(long producerId, boolean committed) {
            // Nobody writes to this topic in a transaction.
        }
    }

    @Override
    public void unload() {
        isActive = false;
    }

    /** Returns whether there is anything that upkeep could do something about, now or later. */
    boolean needsUpkeep() {
        return isActive && (!states.isEmpty() || needed.prunableTo() != null);
    }

    /** Returns the start offset that is stored of a share-partition; -1 if there is none. */
    long startOffset(ShareStateKey key) {
        ShareState known = states.get(key);
        return known == null ? ShareState.UNKNOWN : known.startOffset();
    }

    /** Adds what is stored of a group. */
    void collect(String groupId, List<StoredSharePartition> found) {
        states.forEach((key, state) -> {
            if (key.groupId().equals(groupId)) {
                found.add(new StoredSharePartition(
                        key, state.startOffset(), state.deliveryCompleteCount(), state.batches()));
            }
        });
    }

    /** Begins the state of a share-partition, or begins it anew. */
    Errors initialize(ShareStateKey key, int stateEpoch, long startOffset) {
        Errors error = key.partition() < 0 ? Errors.INVALID_REQUEST : fence(stateEpochs, key, stateEpoch);
        if (error != Errors.NONE) {
            return error == Errors.INVALID_REQUEST ? error : Errors.FENCED_STATE_EPOCH;
        }
        if (!exists(key)) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        ShareState known = states.get(key);
        int snapshotEpoch = known == null ? 0 : known.snapshotEpoch() + 1;
        return append(List.of(new ShareStateRecord.Snapshot(
                key, ShareState.initialized(snapshotEpoch, stateEpoch, startOffset, nowMs.getAsLong()))));
    }

    /** Writes what has changed. */
    Errors write(ShareStateKey key, Update update) {
        ShareState known = states.get(key);
        if (key.partition() < 0 || known == null) {
            return Errors.INVALID_REQUEST;
        }
        if (fence(leaderEpochs, key, update.leaderEpoch()) != Errors.NONE) {
            return Errors.FENCED_LEADER_EPOCH;
        }
        if (fence(stateEpochs, key, update.stateEpoch()) != Errors.NONE) {
            return Errors.FENCED_STATE_EPOCH;
        }
        // The leader epoch of a write is not kept: only a read tells of a new leader.
        return exists(key)
                ? append(List.of(changed(key, known, update, known.leaderEpoch())))
                : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    /** The answer to a read: the state, unless there is an error. */
    record Read(Errors error, @Nullable ShareState state) {}

    /** Reads the state of a share-partition; a leader epoch that is not known yet is written down. */
    Read read(ShareStateKey key, int leaderEpoch) {
        ShareState known = states.get(key);
        if (key.partition() < 0 || known == null) {
            return new Read(Errors.INVALID_REQUEST, null);
        }
        if (fence(leaderEpochs, key, leaderEpoch) != Errors.NONE) {
            return new Read(Errors.FENCED_LEADER_EPOCH, null);
        }
        if (!exists(key)) {
            return new Read(Errors.UNKNOWN_TOPIC_OR_PARTITION, null);
        }
        Integer highest = leaderEpochs.get(key);
        if (leaderEpoch == NO_EPOCH || highest != null && highest == leaderEpoch) {
            return new Read(Errors.NONE, known);
        }
        Update nothing = new Update(
                known.stateEpoch(), leaderEpoch, known.startOffset(), known.deliveryCompleteCount(), List.of());
        Errors error = append(List.of(changed(key, known, nothing, leaderEpoch)));
        return new Read(error, error == Errors.NONE ? known : null);
    }

    /** Reads the state of a share-partition for a summary; null if it has none. */
    Read summary(ShareStateKey key) {
        if (key.partition() < 0) {
            return new Read(Errors.INVALID_REQUEST, null);
        }
        return exists(key) ? new Read(Errors.NONE, states.get(key)) : new Read(Errors.UNKNOWN_TOPIC_OR_PARTITION, null);
    }

    /** Ends the state of a share-partition; does nothing if it has none. */
    Errors delete(ShareStateKey key) {
        if (key.partition() < 0) {
            return Errors.INVALID_REQUEST;
        }
        if (!exists(key)) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        return states.containsKey(key) ? append(List.of(new ShareStateRecord.Tombstone(key))) : Errors.NONE;
    }

    /** Ends the state of the partitions of topics that are no more; if that can't be appended, it stays. */
    void topicsDeleted(Set<Uuid> topicIds) {
        HashOrder<ShareStateKey> gone = new HashOrder<>();
        for (ShareStateKey key : order.inOrder()) {
            if (topicIds.contains(key.topicId())) {
                gone.add(key);
            }
        }
        List<ShareStateRecord> tombstones = new ArrayList<>();
        gone.forEach(key -> tombstones.add(new ShareStateRecord.Tombstone(key)));
        append(tombstones);
    }

    /**
     * Makes a snapshot of what has had none for long; not if all of them have been made for that reason, as in Kafka.
     */
    void snapshotCold() {
        if (states.values().stream().allMatch(ShareState::isCold)) {
            return;
        }
        List<ShareStateRecord> snapshots = new ArrayList<>();
        for (ShareStateKey key : order.inOrder()) {
            ShareState state = states.get(key);
            if (state != null && nowMs.getAsLong() - state.writtenMs() >= config.coldSnapshotIntervalMs()) {
                snapshots.add(new ShareStateRecord.Snapshot(key, state.cold(nowMs.getAsLong())));
            }
        }
        append(snapshots);
    }

    /** Deletes the records that nobody needs any more. */
    void prune() {
        Long below = needed.prunableTo();
        if (below != null) {
            log.deleteBefore(partition, below);
            needed.pruned(below);
        }
    }

    private static Errors fence(Map<ShareStateKey, Integer> epochs, ShareStateKey key, int epoch) {
        Integer highest = epochs.get(key);
        return epoch != NO_EPOCH && highest != null && highest > epoch ? Errors.FENCED_LEADER_EPOCH : Errors.NONE;
    }

    private boolean exists(ShareStateKey key) {
        return key.partition() < partitionCounts.applyAsInt(key.topicId());
    }

    /** Returns the record of a change: an update, or after so many of them a snapshot. */
    private ShareStateRecord changed(ShareStateKey key, ShareState known, Update update, int leaderEpoch) {
        long startOffset = update.startOffset();
        if (updates.getOrDefault(key, 0) < config.updatesPerSnapshot()) {
            return new ShareStateRecord.Update(
                    key,
                    known.snapshotEpoch(),
                    leaderEpoch,
                    startOffset,
                    update.deliveryCompleteCount(),
                    StateBatches.combined(List.of(), update.batches(), startOffset));
        }
        long start = startOffset == ShareState.UNKNOWN ? known.startOffset() : startOffset;
        List<StateBatch> batches = StateBatches.combined(known.batches(), update.batches(), start);
        return new ShareStateRecord.Snapshot(
                key,
                new ShareState(
                        known.snapshotEpoch() + 1,
                        known.stateEpoch(),
                        leaderEpoch,
                        start,
                        update.deliveryCompleteCount(),
                        batches,
                        nowMs.getAsLong(),
                        nowMs.getAsLong()));
    }

    private Errors append(List<ShareStateRecord> records) {
        if (records.isEmpty()) {
            return Errors.NONE;
        }
        List<CoordinatorRecord> encoded = new ArrayList<>();
        records.forEach(record -> encoded.add(ShareStateSerde.encode(record)));
        Errors error = shardLog.append(encoded);
        if (error != Errors.NONE) {
            revert(records);
            return AppendErrors.toClient(error);
        }
        long offset = log.endOffset(partition) - records.size();
        for (ShareStateRecord record : records) {
            apply(offset++, record);
        }
        return Errors.NONE;
    }

    private void revert(List<ShareStateRecord> records) {
        List<ShareStateKey> written = new ArrayList<>();
        List<ShareStateKey> removed = new ArrayList<>();
        for (ShareStateRecord record : records) {
            (record instanceof ShareStateRecord.Tombstone ? removed : written).add(record.key());
        }
        order.revert(written, removed);
    }

    /** The only writer of what is persistent. */
    private void apply(long offset, ShareStateRecord record) {
        ShareStateKey key = record.key();
        if (record instanceof ShareStateRecord.Update update) {
            leaderEpochs.merge(key, update.leaderEpoch(), Math::max);
            ShareState known = states.get(key);
            put(key, known == null ? ShareState.of(update) : known.with(update));
            updates.merge(key, 1, Integer::sum);
            return;
        }
        if (record instanceof ShareStateRecord.Snapshot snapshot) {
            leaderEpochs.merge(key, snapshot.state().leaderEpoch(), Math::max);
            stateEpochs.merge(key, snapshot.state().stateEpoch(), Math::max);
            put(key, snapshot.state());
            updates.computeIfPresent(key, (unused, count) -> count >= config.updatesPerSnapshot() ? 0 : count);
            needed.written(key, offset);
        } else {
            states.remove(key);
            order.remove(key);
            leaderEpochs.remove(key);
            stateEpochs.remove(key);
            updates.remove(key);
            needed.deleted(key, offset);
        }
    }

    private void put(ShareStateKey key, ShareState state) {
        states.put(key, state);
        order.add(key);
    }
}
