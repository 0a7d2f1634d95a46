package io.github.groupcoordinator.internal.group.assignor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * The uniform assignment of a group whose members subscribe to different topics: everybody keeps what it still
 * subscribes to, what is left goes to the members with the fewest partitions, and then topic by topic partitions move
 * from the members with the most to those with the fewest, until nothing moves. Members and owners are indexes into the
 * list of members.
 */
final class HeterogeneousAssignment {
    /** Overlapping subscriptions converge slowly; Kafka settles for what this many rounds over all topics bring. */
    private static final int MAX_ROUNDS = 16;

    private static final int NOBODY = -1;

    private final AssignorGroup group;
    private final Map<Uuid, List<Integer>> subscribers = new TreeMap<>();
    private final Map<Uuid, int[]> owners = new TreeMap<>();
    private final List<SortedMap<Uuid, SortedSet<Integer>>> target = new ArrayList<>();
    private final boolean[] changed;
    private final int[] load;

    HeterogeneousAssignment(AssignorGroup group) {
        this.group = group;
        this.changed = new boolean[group.members().size()];
        this.load = new int[group.members().size()];
        for (int member = 0; member < load.length; member++) {
            for (Uuid topicId : group.members().get(member).subscribedTopicIds()) {
                group.partitionCount(topicId);
                subscribers
                        .computeIfAbsent(topicId, unused -> new ArrayList<>())
                        .add(member);
            }
        }
        for (Uuid topicId : subscribers.keySet()) {
            int[] nobody = new int[group.partitionCount(topicId)];
            Arrays.fill(nobody, NOBODY);
            owners.put(topicId, nobody);
        }
    }

    Map<String, SortedMap<Uuid, SortedSet<Integer>>> compute() {
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment = new LinkedHashMap<>();
        if (subscribers.isEmpty()) {
            return assignment;
        }
        for (int member = 0; member < load.length; member++) {
            keepSubscribed(member);
        }
        List<Uuid> topics = inOrderOfHandingOut();
        topics.forEach(this::handOutRest);
        balance(topics.stream()
                .filter(topicId -> subscribersOf(topicId).size() > 1)
                .toList());
        for (int member = 0; member < load.length; member++) {
            assignment.put(group.members().get(member).memberId(), target.get(member));
        }
        return assignment;
    }

    /** The more partitions for each subscriber, the earlier; then the fewer subscribers, the earlier. */
    private List<Uuid> inOrderOfHandingOut() {
        List<Uuid> topics = new ArrayList<>(subscribers.keySet());
        topics.sort(Comparator.comparingDouble(this::partitionsPerSubscriber)
                .reversed()
                .thenComparingInt(topicId -> subscribersOf(topicId).size())
                .thenComparing(Comparator.naturalOrder()));
        return topics;
    }

    private double partitionsPerSubscriber(Uuid topicId) {
        return (double) group.partitionCount(topicId) / subscribersOf(topicId).size();
    }

    private List<Integer> subscribersOf(Uuid topicId) {
        return Objects.requireNonNull(subscribers.get(topicId));
    }

    private int[] ownersOf(Uuid topicId) {
        return Objects.requireNonNull(owners.get(topicId));
    }

    private void keepSubscribed(int index) {
        AssignorMember member = group.members().get(index);
        target.add(member.targetAssignment());
        member.targetAssignment().forEach((topicId, partitions) -> {
            if (member.subscribedTopicIds().contains(topicId)) {
                load[index] += partitions.size();
                partitions.forEach(partition -> own(topicId, partition, index));
            } else {
                change(index).remove(topicId);
            }
        });
    }

    private void own(Uuid topicId, int partition, int index) {
        int[] owner = ownersOf(topicId);
        if (partition >= owner.length) {
            throw new PartitionAssignorException(
                    "member " + group.members().get(index).memberId() + " owns partition " + partition + " of topic "
                            + topicId + ", which has only " + owner.length);
        }
        owner[partition] = index;
    }

    private void handOutRest(Uuid topicId) {
        LoadRanges ranges = new LoadRanges(subscribersOf(topicId), load);
        int[] owner = ownersOf(topicId);
        for (int partition = 0; partition < owner.length; partition++) {
            if (owner[partition] == NOBODY) {
                move(topicId, partition, ranges.nextLeastLoaded());
            }
        }
    }

    private void balance(List<Uuid> topics) {
        int lastChanged = -1;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            for (int topic = 0; topic < topics.size(); topic++) {
                if (topic == lastChanged) {
                    return;
                }
                boolean moved = balanceTopic(topics.get(topic));
                if (moved || lastChanged == -1) {
                    lastChanged = topic;
                }
            }
        }
    }

    /** Returns whether any partition of the topic moved. */
    private boolean balanceTopic(Uuid topicId) {
        LoadRanges ranges = new LoadRanges(subscribersOf(topicId), load);
        if (ranges.spread() <= 1) {
            return false;
        }
        Map<Integer, List<Integer>> owned = partitionsByOwner(topicId);
        boolean moved = false;
        while (!ranges.isBalanced()) {
            int giver = nextGiver(ranges, owned);
            if (giver == NOBODY) {
                return moved;
            }
            List<Integer> partitions = Objects.requireNonNull(owned.get(giver));
            int partition = partitions.remove(partitions.size() - 1);
            int taker = ranges.nextLeastLoaded();
            if (ranges.isBalanced()) {
                return moved;
            }
            move(topicId, partition, taker);
            moved = true;
        }
        return moved;
    }

    /** Returns what each member owns of the topic now, without what it gets while the topic is being balanced. */
    private Map<Integer, List<Integer>> partitionsByOwner(Uuid topicId) {
        Map<Integer, List<Integer>> owned = new TreeMap<>();
        int[] owner = ownersOf(topicId);
        for (int partition = 0; partition < owner.length; partition++) {
            owned.computeIfAbsent(owner[partition], unused -> new ArrayList<>()).add(partition);
        }
        return owned;
    }

    private static int nextGiver(LoadRanges ranges, Map<Integer, List<Integer>> owned) {
        while (true) {
            int giver = ranges.nextMostLoaded();
            if (giver == LoadRanges.NOBODY
                    || !owned.getOrDefault(giver, List.of()).isEmpty()) {
                return giver;
            }
            ranges.excludeLastMostLoaded();
        }
    }

    private void move(Uuid topicId, int partition, int taker) {
        int[] owner = ownersOf(topicId);
        int giver = owner[partition];
        if (giver != NOBODY) {
            SortedMap<Uuid, SortedSet<Integer>> given = change(giver);
            SortedSet<Integer> left = given.getOrDefault(topicId, new TreeSet<>());
            left.remove(partition);
            if (left.isEmpty()) {
                given.remove(topicId);
            }
            load[giver]--;
        }
        change(taker).computeIfAbsent(topicId, unused -> new TreeSet<>()).add(partition);
        owner[partition] = taker;
        load[taker]++;
    }

    /** Returns what a member is to own, to be changed; what it was meant to own before stays as it is. */
    private SortedMap<Uuid, SortedSet<Integer>> change(int member) {
        if (!changed[member]) {
            changed[member] = true;
            target.set(member, Partitions.copy(target.get(member)));
        }
        return target.get(member);
    }
}
