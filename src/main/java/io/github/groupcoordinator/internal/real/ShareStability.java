package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberView;
import java.util.Set;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The part of stability that share groups have of their own: such a group calls itself stable as soon as it has
 * members, long before these have partitions. Linked only where kafka-clients have share consumers.
 */
final class ShareStability {
    private ShareStability() {}

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

    /** Returns the topics that a share consumer reads. */
    static Set<String> topics(GuardedClient client) {
        return ((RealShareConsumer) client).subscription();
    }
}
