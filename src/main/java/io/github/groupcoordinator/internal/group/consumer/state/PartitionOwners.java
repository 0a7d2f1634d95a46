package io.github.groupcoordinator.internal.group.consumer.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The epochs in which partitions are held, by whomever: whoever is asked to give one up holds it until it has. */
public final class PartitionOwners {
    public static final int NOBODY = -1;

    private final Map<Uuid, Map<Integer, Integer>> epochs = new TreeMap<>();

    /** Returns the epoch of the partition's holder, or NOBODY. */
    public int epochOf(Uuid topicId, int partition) {
        Map<Integer, Integer> partitions = epochs.get(topicId);
        return partitions == null ? NOBODY : partitions.getOrDefault(partition, NOBODY);
    }

    public void replace(@Nullable ConsumerMember oldMember, @Nullable ConsumerMember newMember) {
        if (oldMember != null
                && newMember != null
                && oldMember.assigned().equals(newMember.assigned())
                && oldMember.pendingRevocation().equals(newMember.pendingRevocation())) {
            move(oldMember.assigned(), oldMember.memberEpoch(), newMember.memberEpoch());
            move(oldMember.pendingRevocation(), oldMember.memberEpoch(), newMember.memberEpoch());
            return;
        }
        if (oldMember != null) {
            remove(oldMember.assigned(), oldMember.memberEpoch());
            remove(oldMember.pendingRevocation(), oldMember.memberEpoch());
        }
        if (newMember != null) {
            add(newMember.assigned(), newMember.memberEpoch());
            add(newMember.pendingRevocation(), newMember.memberEpoch());
        }
    }

    /** Brings partitions to another epoch of their holder's. */
    private void move(PartitionEpochs held, int from, int to) {
        Integer epoch = to;
        for (Map.Entry<Uuid, SortedMap<Integer, Integer>> each : held.byTopic().entrySet()) {
            Map<Integer, Integer> known = epochs.computeIfAbsent(each.getKey(), unused -> new LinkedHashMap<>());
            for (Integer partition : each.getValue().keySet()) {
                Integer before = known.put(partition, epoch);
                if (before != null && before != from && before >= to) {
                    known.put(partition, before);
                    throw twice(each.getKey(), partition, to, before);
                }
            }
        }
    }

    private static IllegalStateException twice(Uuid topicId, int partition, int epoch, int before) {
        return new IllegalStateException("partition " + topicId + "-" + partition + " can't be held in epoch " + epoch
                + ": it is held in epoch " + before);
    }

    private void remove(PartitionEpochs held, int epoch) {
        held.byTopic().forEach((topicId, partitions) -> {
            Map<Integer, Integer> known = epochs.get(topicId);
            if (known != null) {
                // Someone else may hold it in another epoch by now.
                partitions.keySet().forEach(partition -> known.remove(partition, epoch));
                if (known.isEmpty()) {
                    epochs.remove(topicId);
                }
            }
        });
    }

    private void add(PartitionEpochs held, int epoch) {
        held.byTopic().forEach((topicId, partitions) -> {
            Map<Integer, Integer> known = epochs.computeIfAbsent(topicId, unused -> new LinkedHashMap<>());
            for (int partition : partitions.keySet()) {
                Integer before = known.get(partition);
                if (before != null && before >= epoch) {
                    throw twice(topicId, partition, epoch, before);
                }
                known.put(partition, epoch);
            }
        });
    }
}
