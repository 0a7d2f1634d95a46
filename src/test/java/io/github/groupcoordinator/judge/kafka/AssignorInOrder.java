package io.github.groupcoordinator.judge.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.GroupSpec;
import org.apache.kafka.coordinator.group.api.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.api.assignor.MemberSubscription;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.modern.Assignment;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;

/**
 * Kafka's own assignor, which is shown the members in the order of joining and what they subscribe to and own in
 * ascending order. Kafka shows it hash tables, whose order comes from random ids; its code is untouched.
 */
final class AssignorInOrder implements ConsumerGroupPartitionAssignor {
    private final ConsumerGroupPartitionAssignor assignor;
    private final Comparator<String> byJoining;

    AssignorInOrder(ConsumerGroupPartitionAssignor assignor, Comparator<String> byJoining) {
        this.assignor = assignor;
        this.byJoining = byJoining;
    }

    @Override
    public String name() {
        return assignor.name();
    }

    @Override
    public GroupAssignment assign(GroupSpec group, SubscribedTopicDescriber topics) {
        return assignor.assign(
                new InOrder(group, group.memberIds().stream().sorted(byJoining).toList()), topics);
    }

    private record InOrder(GroupSpec group, List<String> inOrder) implements GroupSpec {

        @Override
        public Collection<String> memberIds() {
            return inOrder;
        }

        @Override
        public SubscriptionType subscriptionType() {
            return group.subscriptionType();
        }

        @Override
        public boolean isPartitionAssigned(Uuid topicId, int partition) {
            return group.isPartitionAssigned(topicId, partition);
        }

        @Override
        public boolean isPartitionAssignable(Uuid topicId, int partition) {
            return group.isPartitionAssignable(topicId, partition);
        }

        @Override
        public MemberSubscription memberSubscription(String memberId) {
            MemberSubscription member = group.memberSubscription(memberId);
            Set<Uuid> topicIds = new TreeSet<>();
            member.subscribedTopicIds().forEach(topicIds::add);
            return new MemberSubscriptionAndAssignmentImpl(
                    member.rackId(), member.instanceId(), topicIds, Assignment.EMPTY);
        }

        @Override
        public MemberAssignment memberAssignment(String memberId) {
            Map<Uuid, Set<Integer>> owned = new TreeMap<>();
            group.memberAssignment(memberId)
                    .partitions()
                    .forEach((topicId, partitions) -> owned.put(topicId, new TreeSet<>(partitions)));
            return new Assignment(owned);
        }
    }
}
