package io.github.groupcoordinator.internal.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of an internal topic that one node's coordinator leads: which of them holds a key, and how they are
 * loaded, served and given up.
 *
 * @param <S> what serves a partition
 */
public final class CoordinatorRuntime<S extends CoordinatorShard> {
    private final int partitionCount;
    private final IntFunction<S> make;
    // By index, because every request looks its partition up. What is led now is not null.
    private final ArrayList<@Nullable S> byPartition = new ArrayList<>();

    /**
     * Leads nothing yet.
     *
     * @param partitionCount how many partitions keys are spread over
     * @param make makes what serves a partition
     */
    public CoordinatorRuntime(int partitionCount, IntFunction<S> make) {
        this.partitionCount = partitionCount;
        this.make = make;
    }

    /** Returns the partition that holds a key: a group id, or a transactional id. */
    public int partitionFor(String key) {
        return Utils.abs(key.hashCode()) % partitionCount;
    }

    /** Takes a partition over; does nothing if it has been loaded. */
    public void load(int partition, int leaderEpoch) {
        S shard = get(partition);
        if (shard != null && shard.isActive()) {
            return;
        }
        shard = make.apply(partition);
        // Until it is loaded, and if that fails, the partition has no coordinator.
        put(partition, null);
        shard.load(leaderEpoch);
        put(partition, shard);
    }

    /** Enters the state of loading until {@link #load}: its keys answer COORDINATOR_LOAD_IN_PROGRESS. */
    public void startLoading(int partition) {
        if (get(partition) == null) {
            put(partition, make.apply(partition));
        }
    }

    /** Gives a partition up. */
    public void unload(int partition) {
        S shard = get(partition);
        if (shard != null) {
            put(partition, null);
            shard.unload();
        }
    }

    private void put(int partition, @Nullable S shard) {
        // Somebody may have given the topic more partitions. They are led, but as in Kafka no key is in them.
        while (byPartition.size() <= partition) {
            byPartition.add(null);
        }
        byPartition.set(partition, shard);
    }

    /** Returns why a key can't be served now, or NONE. */
    public Errors availability(String key) {
        return availability(get(partitionFor(key)));
    }

    /** Returns why a partition can't be served now, or NONE. */
    public static Errors availability(@Nullable CoordinatorShard shard) {
        if (shard == null) {
            return Errors.NOT_COORDINATOR;
        }
        return shard.isActive() ? Errors.NONE : Errors.COORDINATOR_LOAD_IN_PROGRESS;
    }

    /** Returns the partition that holds a key, whether it is loaded or not, or null if it is not led. */
    public @Nullable S find(String key) {
        return get(partitionFor(key));
    }

    /** Returns the partition that holds a key, which must be available. */
    public S of(String key) {
        S shard = find(key);
        if (shard == null) {
            throw new IllegalStateException("no coordinator for '" + key + "'");
        }
        return shard;
    }

    /** Returns a partition, or null if it is not led. */
    public @Nullable S get(int partition) {
        return partition < byPartition.size() ? byPartition.get(partition) : null;
    }

    /** Returns all that are led, in order, those that are still loading too; a copy. */
    public List<S> all() {
        List<S> led = new ArrayList<>();
        for (S shard : byPartition) {
            if (shard != null) {
                led.add(shard);
            }
        }
        return led;
    }
}
