package io.github.groupcoordinator.internal.coordinator;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** The partitions of {@code __consumer_offsets} that this coordinator leads, and which of them a group is in. */
final class Shards {
    private final int partitionCount;
    private final IntFunction<CoordinatorShard> make;
    private final SortedMap<Integer, CoordinatorShard> byPartition = new TreeMap<>();

    Shards(int partitionCount, IntFunction<CoordinatorShard> make) {
        this.partitionCount = partitionCount;
        this.make = make;
    }

    int partitionFor(String groupId) {
        return Utils.abs(groupId.hashCode()) % partitionCount;
    }

    void load(int partition) {
        CoordinatorShard shard = byPartition.get(partition);
        if (shard != null && shard.isActive()) {
            return;
        }
        shard = make.apply(partition);
        // Until it is loaded, and if that fails, the partition has no coordinator.
        byPartition.remove(partition);
        shard.load();
        byPartition.put(partition, shard);
    }

    void startLoading(int partition) {
        byPartition.computeIfAbsent(partition, make::apply);
    }

    void unload(int partition) {
        CoordinatorShard shard = byPartition.remove(partition);
        if (shard != null) {
            shard.unload();
        }
    }

    /** Returns why a group can't be served now, or NONE. */
    Errors availability(String groupId) {
        return availability(byPartition.get(partitionFor(groupId)));
    }

    static Errors availability(@Nullable CoordinatorShard shard) {
        if (shard == null) {
            return Errors.NOT_COORDINATOR;
        }
        return shard.isActive() ? Errors.NONE : Errors.COORDINATOR_LOAD_IN_PROGRESS;
    }

    /** Returns the partition that a group is in, which must be available. */
    CoordinatorShard of(String groupId) {
        CoordinatorShard shard = byPartition.get(partitionFor(groupId));
        if (shard == null) {
            throw new IllegalStateException("no coordinator for group " + groupId);
        }
        return shard;
    }

    @Nullable
    CoordinatorShard get(int partition) {
        return byPartition.get(partition);
    }

    /** Returns all that are led, in order, those that are still loading too. */
    Collection<CoordinatorShard> all() {
        return Collections.unmodifiableCollection(byPartition.values());
    }
}
