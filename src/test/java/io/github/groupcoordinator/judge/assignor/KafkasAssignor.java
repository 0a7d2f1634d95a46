package io.github.groupcoordinator.judge.assignor;

import io.github.groupcoordinator.internal.group.assignor.AssignorGroup;
import io.github.groupcoordinator.internal.group.assignor.AssignorMember;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.GroupSpec;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.modern.Assignment;
import org.apache.kafka.coordinator.group.modern.GroupSpecImpl;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;

/** Asks an assignor of Kafka's what ours is asked, in the same order. */
record KafkasAssignor(ConsumerGroupPartitionAssignor assignor) {

    Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(AssignorGroup group) {
        Map<String, MemberSubscriptionAndAssignmentImpl> members = new LinkedHashMap<>();
        Map<Uuid, Map<Integer, String>> inverted = new HashMap<>();
        for (AssignorMember member : group.members()) {
            Map<Uuid, Set<Integer>> owned = Collections.unmodifiableMap(member.targetAssignment());
            members.put(
                    member.memberId(),
                    new MemberSubscriptionAndAssignmentImpl(
                            Optional.empty(),
                            Optional.ofNullable(member.instanceId()),
                            member.subscribedTopicIds(),
                            new Assignment(owned)));
            owned.forEach((topicId, partitions) -> partitions.forEach(partition ->
                    inverted.computeIfAbsent(topicId, unused -> new HashMap<>()).put(partition, member.memberId())));
        }
        GroupSpec spec = new GroupSpecImpl(
                members, SubscriptionType.valueOf(group.subscriptionType().name()), inverted);
        return copy(assignor.assign(spec, new Describer(group.partitionCounts())));
    }

    private static Map<String, SortedMap<Uuid, SortedSet<Integer>>> copy(GroupAssignment assignment) {
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> copy = new LinkedHashMap<>();
        assignment.members().forEach((memberId, owned) -> {
            SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
            owned.partitions().forEach((topicId, ids) -> partitions.put(topicId, new TreeSet<>(ids)));
            copy.put(memberId, partitions);
        });
        return copy;
    }

    private record Describer(Map<Uuid, Integer> partitionCounts) implements SubscribedTopicDescriber {

        @Override
        public int numPartitions(Uuid topicId) {
            return partitionCounts.getOrDefault(topicId, -1);
        }

        @Override
        public Set<String> racksForPartition(Uuid topicId, int partition) {
            return Set.of();
        }
    }
}
