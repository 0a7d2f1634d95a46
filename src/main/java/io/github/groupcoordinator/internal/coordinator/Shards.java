package io.github.groupcoordinator.internal.coordinator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** The partitions of {@code __consumer_offsets} that this coordinator leads, and which of them a group is in. */
final class Shards {
    private final int partitionCount;
    private final IntFunction<CoordinatorShard> make;
    // An array, because every request looks its partition up. What is led now is not null.
    private @Nullable CoordinatorShard[] byPartition;

    Shards(int partitionCount, IntFunction<CoordinatorShard> make) {
        this.partitionCount = partitionCount;
        this.make = make;
        this.byPartition = new CoordinatorShard[partitionCount];
    }

    int partitionFor(String groupId) {
        return Utils.abs(groupId.hashCode()) % partitionCount;
    }

    void load(int partition) {
        CoordinatorShard shard = get(partition);
        if (shard != null && shard.isActive()) {
            return;
        }
        shard = make.apply(partition);
        // Until it is loaded, and if that fails, the partition has no coordinator.
        put(partition, null);
        shard.load();
        put(partition, shard);
    }

    void startLoading(int partition) {
        if (get(partition) == null) {
            put(partition, make.apply(partition));
        }
    }

    void unload(int partition) {
        CoordinatorShard shard = get(partition);
        if (shard != null) {
            put(partition, null);
            shard.unload();
        }
    }

    private void put(int partition, @Nullable CoordinatorShard shard) {
        if (partition >= byPartition.length) {
            // Somebody has given the topic more partitions. They are led, but as in Kafka no group is in them.
            byPartition = Arrays.copyOf(byPartition, partition + 1);
        }
        byPartition[partition] = shard;
    }

    /** Returns why a group can't be served now, or NONE. */
    Errors availability(String groupId) {
        return availability(byPartition[partitionFor(groupId)]);
    }

    static Errors availability(@Nullable CoordinatorShard shard) {
        if (shard == null) {
            return Errors.NOT_COORDINATOR;
        }
        return shard.isActive() ? Errors.NONE : Errors.COORDINATOR_LOAD_IN_PROGRESS;
    }

    /** Returns the partition that a group is in, which must be available. */
    CoordinatorShard of(String groupId) {
        CoordinatorShard shard = byPartition[partitionFor(groupId)];
        if (shard == null) {
            throw new IllegalStateException("no coordinator for group " + groupId);
        }
        return shard;
    }

    @Nullable
    CoordinatorShard get(int partition) {
        return partition < byPartition.length ? byPartition[partition] : null;
    }

    /** Returns all that are led, in order, those that are still loading too; a copy. */
    List<CoordinatorShard> all() {
        List<CoordinatorShard> led = new ArrayList<>();
        for (CoordinatorShard shard : byPartition) {
            if (shard != null) {
                led.add(shard);
            }
        }
        return led;
    }
}
