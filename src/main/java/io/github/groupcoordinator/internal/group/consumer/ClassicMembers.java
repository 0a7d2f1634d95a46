package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionOwners;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.jspecify.annotations.Nullable;

/** The members of a consumer-protocol group that use the classic protocol. */
final class ClassicMembers {
    private static final String CONSUMER = "consumer";

    private ClassicMembers() {}

    private static int count(Collection<ConsumerMember> members) {
        int count = 0;
        for (ConsumerMember member : members) {
            count += member.isClassic() ? 1 : 0;
        }
        return count;
    }

    /** Returns whether a group is to become a classic one when members leave. */
    static boolean isClassicWithout(ConsumerRoster group, Collection<ConsumerMember> leaving, ConsumerContext context) {
        int left = group.memberCount() - leaving.size();
        return count(group.members()) - count(leaving) == left
                && left > 0
                && left <= context.config().downgradeMaxSize();
    }

    /** Returns whether a group is to become a classic one when a classic member takes the place of another one. */
    static boolean isClassicWith(ConsumerRoster group, @Nullable ConsumerMember replaced, ConsumerContext context) {
        return replaced != null
                && !replaced.isClassic()
                && count(group.members()) == group.memberCount() - 1
                && group.memberCount() <= context.config().downgradeMaxSize();
    }

    /** Returns whether a member can join with its protocols: all classic members must have one of them. */
    static boolean isAnySupported(
            ConsumerRoster group, String protocolType, Collection<JoinGroupRequestProtocol> protocols) {
        if (!protocolType.equals(CONSUMER)) {
            return false;
        }
        for (JoinGroupRequestProtocol protocol : protocols) {
            if (isSupportedByAll(group, protocol.name())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSupportedByAll(ConsumerRoster group, String name) {
        for (ConsumerMember member : group.members()) {
            ClassicProtocols classic = member.metadata().classic();
            boolean has = classic == null;
            for (MemberProtocol protocol :
                    classic == null ? Collections.<MemberProtocol>emptyList() : classic.protocols()) {
                has |= protocol.name().equals(name);
            }
            if (!has) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a member has to wait, because others still have what it is to get. */
    static boolean isWaiting(ConsumerRoster group, ConsumerMember member) {
        if (member.state() != ReconciliationState.UNRELEASED_PARTITIONS) {
            return false;
        }
        for (Uuid topicId : group.targetAssignment(member.memberId()).keySet()) {
            SortedSet<Integer> missing =
                    new TreeSet<>(group.targetAssignment(member.memberId()).get(topicId));
            missing.removeAll(member.assigned().of(topicId).keySet());
            for (int partition : missing) {
                if (group.owners().epochOf(topicId, partition) != PartitionOwners.NOBODY) {
                    return true;
                }
            }
        }
        return false;
    }
}
