package io.github.groupcoordinator.internal.group.assignor;

import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
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
 * The assignor of share groups (KIP-932), {@code simple}: every partition has at least one member, every member at
 * least one partition, and as much as possible stays where it was. Members that subscribe alike share all partitions;
 * otherwise each topic is shared by itself among its subscribers, without a balance over topics.
 */
public final class SimpleAssignor {
    public static final String NAME = "simple";

    /** A partition of a topic, with the hash code that Kafka's has. */
    private record TopicIdPartition(Uuid topicId, int partition) {
        @Override
        public int hashCode() {
            return 31 * topicId.hashCode() + partition;
        }
    }

    private final AssignorGroup group;
    private final Map<Uuid, SortedSet<Integer>> assignable;
    private final List<Uuid> topicOrder;
    private final List<AssignorMember> members;

    private SimpleAssignor(AssignorGroup group, Map<Uuid, SortedSet<Integer>> assignable, List<Uuid> topicOrder) {
        this.group = group;
        this.assignable = assignable;
        this.topicOrder = topicOrder;
        this.members = inHashOrder(group.members());
    }

    /**
     * Returns the partitions of each member, by member id in the order of the members. Who is not in it has none.
     *
     * @param assignable the partitions of each topic that may be assigned: those whose share state is initialized
     * @param topicOrder the order in which topics are taken where members subscribe alike; others are left out of it
     * @throws PartitionAssignorException if a topic does not exist
     */
    public static Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(
            AssignorGroup group, Map<Uuid, SortedSet<Integer>> assignable, List<Uuid> topicOrder) {
        if (group.members().isEmpty()) {
            return new LinkedHashMap<>();
        }
        SimpleAssignor assignor = new SimpleAssignor(group, assignable, topicOrder);
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment =
                switch (group.subscriptionType()) {
                    case HOMOGENEOUS -> assignor.alike();
                    case HETEROGENEOUS -> assignor.topicByTopic();
                };
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> ordered = new LinkedHashMap<>();
        for (AssignorMember member : group.members()) {
            SortedMap<Uuid, SortedSet<Integer>> partitions = assignment.get(member.memberId());
            if (partitions != null) {
                ordered.put(member.memberId(), partitions);
            }
        }
        return ordered;
    }

    private static List<AssignorMember> inHashOrder(List<AssignorMember> members) {
        Map<String, AssignorMember> byId = new LinkedHashMap<>();
        HashOrder<String> ids = new HashOrder<>();
        for (AssignorMember member : members) {
            byId.put(member.memberId(), member);
            ids.add(member.memberId());
        }
        List<AssignorMember> ordered = new ArrayList<>();
        ids.forEach(id -> ordered.add(Objects.requireNonNull(byId.get(id))));
        return ordered;
    }

    private Map<String, SortedMap<Uuid, SortedSet<Integer>>> alike() {
        // As in Kafka the first member's subscription is taken for everybody's.
        SortedSet<Uuid> subscribed = members.get(0).subscribedTopicIds();
        if (subscribed.isEmpty()) {
            return new LinkedHashMap<>();
        }
        List<TopicIdPartition> targets = new ArrayList<>();
        for (Uuid topicId : topicOrder) {
            for (int partition : subscribed.contains(topicId) ? assignablePartitions(topicId) : List.<Integer>of()) {
                targets.add(new TopicIdPartition(topicId, partition));
            }
        }
        List<Integer> everybody = new ArrayList<>();
        List<List<TopicIdPartition>> before = new ArrayList<>();
        for (AssignorMember member : members) {
            everybody.add(everybody.size());
            before.add(owned(member, subscribed));
        }
        Sharing<TopicIdPartition> sharing = new Sharing<>(targets, everybody, before);
        sharing.share();
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            SortedMap<Uuid, SortedSet<Integer>> partitions = emptied(members.get(i), subscribed);
            for (TopicIdPartition each : sharing.of(i)) {
                partitions
                        .computeIfAbsent(each.topicId(), unused -> new TreeSet<>())
                        .add(each.partition());
            }
            assignment.put(members.get(i).memberId(), partitions);
        }
        return assignment;
    }

    /** Returns what a member has of topics, in the order of Kafka's hash tables. */
    private static List<TopicIdPartition> owned(AssignorMember member, SortedSet<Uuid> topicIds) {
        HashOrder<Uuid> topics = new HashOrder<>();
        member.targetAssignment().keySet().forEach(topics::add);
        List<TopicIdPartition> owned = new ArrayList<>();
        for (Uuid topicId : topics) {
            SortedSet<Integer> partitions = member.targetAssignment().get(topicId);
            if (partitions != null && topicIds.contains(topicId)) {
                HashOrder.ofSet(partitions).forEach(partition -> owned.add(new TopicIdPartition(topicId, partition)));
            }
        }
        return owned;
    }

    /** A topic of which a member keeps nothing stays in its assignment, with no partitions, as in Kafka. */
    private static SortedMap<Uuid, SortedSet<Integer>> emptied(AssignorMember member, SortedSet<Uuid> subscribed) {
        SortedMap<Uuid, SortedSet<Integer>> emptied = new TreeMap<>();
        for (Uuid topicId : member.targetAssignment().keySet()) {
            if (subscribed.contains(topicId)) {
                emptied.put(topicId, new TreeSet<>());
            }
        }
        return emptied;
    }

    private Map<String, SortedMap<Uuid, SortedSet<Integer>>> topicByTopic() {
        SortedSet<Uuid> subscribed = new TreeSet<>();
        members.forEach(member -> subscribed.addAll(member.subscribedTopicIds()));
        if (subscribed.isEmpty()) {
            return new LinkedHashMap<>();
        }
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment = new LinkedHashMap<>();
        for (AssignorMember member : members) {
            // What is assigned of a topic that nobody subscribes to any more stays, as in Kafka.
            assignment.put(member.memberId(), new TreeMap<>(member.targetAssignment()));
        }
        for (Uuid topicId : subscribed) {
            share(topicId, assignment);
        }
        return assignment;
    }

    private void share(Uuid topicId, Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment) {
        List<Integer> subscribers = new ArrayList<>();
        List<List<Integer>> before = new ArrayList<>();
        for (AssignorMember member : members) {
            if (member.subscribedTopicIds().contains(topicId)) {
                subscribers.add(before.size());
            }
            SortedSet<Integer> old = member.targetAssignment().get(topicId);
            before.add(old == null ? List.of() : HashOrder.ofSet(old));
        }
        Sharing<Integer> sharing = new Sharing<>(assignablePartitions(topicId), subscribers, before);
        sharing.share();
        for (int i = 0; i < members.size(); i++) {
            SortedMap<Uuid, SortedSet<Integer>> partitions =
                    Objects.requireNonNull(assignment.get(members.get(i).memberId()));
            SortedSet<Integer> shared = new TreeSet<>(sharing.of(i));
            if (!shared.isEmpty() || partitions.containsKey(topicId)) {
                partitions.put(topicId, shared);
            }
        }
    }

    private List<Integer> assignablePartitions(Uuid topicId) {
        int count = group.partitionCount(topicId);
        List<Integer> partitions = new ArrayList<>();
        for (int partition : assignable.getOrDefault(topicId, new TreeSet<>())) {
            if (partition < count) {
                partitions.add(partition);
            }
        }
        return partitions;
    }
}
