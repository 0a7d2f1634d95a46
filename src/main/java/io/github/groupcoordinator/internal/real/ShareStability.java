package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The part of stability that share groups have of their own: such a group calls itself stable as soon as it has
 * members, long before these have partitions. Linked only where kafka-clients have share consumers.
 */
final class ShareStability {
    private final ClusterAdmin admin;

    ShareStability(ClusterAdmin admin) {
        this.admin = admin;
    }

    /** Says what a share consumer misses; empty for nothing. */
    static String missing(GuardedClient client, GroupView group, @Nullable MemberView member) {
        RealShareConsumer consumer = (RealShareConsumer) client;
        if (member == null) {
            return " is not a member yet";
        }
        if (member.memberEpoch() != group.generation()) {
            return " is at epoch " + member.memberEpoch() + ", the group at " + group.generation();
        }
        SortedSet<TopicPartition> assigned = member.assignment();
        return assigned.equals(consumer.assignment())
                ? ""
                : " believes to own " + consumer.assignment() + ", the coordinator says " + assigned;
    }

    /** Returns the partitions of the topics of those consumers which no member has, sorted. */
    SortedSet<TopicPartition> unassigned(List<GuardedClient> shareConsumers, GroupView group) {
        SortedSet<String> topics = new TreeSet<>();
        shareConsumers.forEach(client -> topics.addAll(((RealShareConsumer) client).subscription()));
        SortedSet<TopicPartition> unassigned = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        admin.partitions(topics).forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                unassigned.add(new TopicPartition(topic, partition));
            }
        });
        group.members().forEach(member -> unassigned.removeAll(member.assignment()));
        return unassigned;
    }
}
