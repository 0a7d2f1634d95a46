package io.github.groupcoordinator.internal.group.assignor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/** The uniform assignment of a group whose members all subscribe to the same topics. */
final class HomogeneousAssignment {
    private final AssignorGroup group;
    private final Set<Uuid> topicIds;
    /**
     * The partitions that nobody owns; first those that nobody owned before, then those that members had to give up.
     */
    private final Deque<TopicPartitionId> unassigned = new ArrayDeque<>();

    private final Map<String, SortedMap<Uuid, SortedSet<Integer>>> target = new LinkedHashMap<>();
    private final Map<String, Integer> room = new LinkedHashMap<>();
    private int minimumQuota;
    /** The number of members still to come that may own one more than the minimum. */
    private int extras;

    private record TopicPartitionId(Uuid topicId, int partition) {}

    HomogeneousAssignment(AssignorGroup group) {
        this.group = group;
        this.topicIds =
                new LinkedHashSet<>(inHashTableOrder(group.members().get(0).subscribedTopicIds()));
    }

    Map<String, SortedMap<Uuid, SortedSet<Integer>>> compute() {
        if (topicIds.isEmpty()) {
            return target;
        }
        int partitions = collectUnassigned();
        minimumQuota = partitions / group.members().size();
        extras = partitions % group.members().size();
        int membersToCome = group.members().size();
        for (AssignorMember member : group.members()) {
            keepWithinQuota(member, membersToCome--);
        }
        room.forEach(this::fill);
        if (!unassigned.isEmpty()) {
            throw new PartitionAssignorException("members own partitions twice, or some that do not exist: "
                    + unassigned.size() + " partitions find no place, the first is " + unassigned.getFirst());
        }
        return target;
    }

    private int collectUnassigned() {
        Map<Uuid, BitSet> assigned = group.assigned();
        int total = 0;
        for (Uuid topicId : topicIds) {
            BitSet owned = assigned.getOrDefault(topicId, new BitSet());
            int count = group.partitionCount(topicId);
            for (int partition = 0; partition < count; partition++) {
                if (!owned.get(partition)) {
                    unassigned.add(new TopicPartitionId(topicId, partition));
                }
            }
            total += count;
        }
        return total;
    }

    private void keepWithinQuota(AssignorMember member, int membersToCome) {
        boolean mayTakeExtra = extras > 0;
        int left = minimumQuota + (mayTakeExtra ? 1 : 0);
        SortedMap<Uuid, SortedSet<Integer>> kept = new TreeMap<>();
        boolean changed = false;
        for (Map.Entry<Uuid, SortedSet<Integer>> owned :
                member.targetAssignment().entrySet()) {
            if (!topicIds.contains(owned.getKey())) {
                changed = true;
                continue;
            }
            SortedSet<Integer> partitions = owned.getValue();
            if (partitions.size() > left) {
                partitions = firstOf(owned.getKey(), partitions, left);
                changed = true;
            }
            left -= partitions.size();
            if (!partitions.isEmpty()) {
                kept.put(owned.getKey(), partitions);
            }
        }
        // A later member can make up for the extra partition, as long as there are enough of them.
        if (left > 0 && mayTakeExtra && membersToCome > extras) {
            left--;
            mayTakeExtra = false;
        }
        if (left > 0) {
            room.put(member.memberId(), left);
        }
        if (mayTakeExtra) {
            extras--;
        }
        target.put(member.memberId(), changed ? kept : member.targetAssignment());
    }

    /** Returns the first so many partitions of a member, which gives up the others. */
    private SortedSet<Integer> firstOf(Uuid topicId, SortedSet<Integer> partitions, int count) {
        SortedSet<Integer> kept = new TreeSet<>();
        for (int partition : partitions) {
            if (kept.size() < count) {
                kept.add(partition);
            } else {
                unassigned.add(new TopicPartitionId(topicId, partition));
            }
        }
        return kept;
    }

    private void fill(String memberId, int places) {
        if (unassigned.isEmpty()) {
            return;
        }
        SortedMap<Uuid, SortedSet<Integer>> partitions = Partitions.copy(target.get(memberId));
        for (int place = 0; place < places && !unassigned.isEmpty(); place++) {
            TopicPartitionId next = unassigned.remove();
            partitions
                    .computeIfAbsent(next.topicId(), unused -> new TreeSet<>())
                    .add(next.partition());
        }
        target.put(memberId, partitions);
    }

    /**
     * Returns the ids in the order in which Kafka's hash table would list them, because it hands out topics in that
     * order: by bucket. (Within one it goes by what it was told first; here, by the id.)
     */
    private static List<Uuid> inHashTableOrder(SortedSet<Uuid> ids) {
        int tableSize = 16;
        while (tableSize < (int) (ids.size() / 0.75f) + 1) {
            tableSize *= 2;
        }
        Map<Integer, List<Uuid>> buckets = new TreeMap<>();
        for (Uuid id : ids) {
            int hash = id.hashCode();
            buckets.computeIfAbsent((hash ^ (hash >>> 16)) & (tableSize - 1), unused -> new ArrayList<>())
                    .add(id);
        }
        return buckets.values().stream().flatMap(List::stream).toList();
    }
}
