package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.Departure;
import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Checks that the sender is the member that it names, in the epoch that it names. */
final class Identity {

    private Identity() {}

    static @Nullable Refusal checkFull(ConsumerRoster group, ConsumerContext context, String memberId) {
        int maxSize = context.config().maxSize();
        return group.memberCount() >= maxSize && !group.hasMember(memberId)
                ? new Refusal(
                        Errors.GROUP_MAX_SIZE_REACHED,
                        "group '" + group.groupId() + "' has " + group.memberCount()
                                + " members, and group.consumer.max.size is " + maxSize)
                : null;
    }

    static Refusal unknown(ConsumerRoster group, String who) {
        return new Refusal(
                Errors.UNKNOWN_MEMBER_ID, "group '" + group.groupId() + "' has no " + who + "; it must join");
    }

    /** Returns the refusal for a member under this instance id that is not the one, or null. */
    static @Nullable Refusal checkHolder(ConsumerRoster group, String instanceId, String memberId) {
        ConsumerMember holder = group.staticMember(instanceId);
        if (holder == null) {
            return unknown(group, "member with the instance id '" + instanceId + "'");
        }
        return holder.memberId().equals(memberId)
                ? null
                : new Refusal(
                        Errors.FENCED_INSTANCE_ID,
                        "instance id '" + instanceId + "' of group '" + group.groupId() + "' belongs to member "
                                + holder.memberId() + " now, not to " + memberId + " any more");
    }

    /** Returns the refusal for a static member that joins while another one holds its instance id, or null. */
    static @Nullable Refusal checkReleased(ConsumerRoster group, ConsumerMember holder, String memberId) {
        return holder.memberEpoch() == ConsumerMember.STATIC_LEAVE_EPOCH
                ? null
                : new Refusal(
                        Errors.UNRELEASED_INSTANCE_ID,
                        "member " + memberId + " can't have the instance id '" + holder.instanceId() + "' of group '"
                                + group.groupId() + "' until member " + holder.memberId() + " has left");
    }

    /**
     * Returns the refusal for another epoch than the member's, or null. The one before is accepted from a member that
     * says what it owns, if it may own that: the answer with the member's epoch may have been lost.
     */
    static @Nullable Refusal checkEpoch(ConsumerMember member, int epoch, @Nullable List<TopicPartitions> owned) {
        if (epoch == 0 || epoch == member.memberEpoch()) {
            return null;
        }
        boolean isAnswerLost = epoch < member.memberEpoch()
                && epoch == member.previousMemberEpoch()
                && owned != null
                && areAssigned(owned, member);
        return isAnswerLost
                ? null
                : new Refusal(
                        Errors.FENCED_MEMBER_EPOCH,
                        "member " + member.memberId() + " is in epoch " + member.memberEpoch() + ", not in " + epoch
                                + "; it must give up its partitions and join again");
    }

    private static boolean areAssigned(List<TopicPartitions> owned, ConsumerMember member) {
        for (TopicPartitions topic : owned) {
            if (!member.assigned().of(topic.topicId()).keySet().containsAll(topic.partitions())) {
                return false;
            }
        }
        return true;
    }

    /** Adds the records by which a static member comes back under another id, with what it had. */
    static void replace(ConsumerRoster group, ConsumerMember old, ConsumerMember renamed, Step.Builder step) {
        // The old id's timers stay, as in Kafka: when they fall due, nobody has that id.
        remove(group.groupId(), old.memberId(), Departure.replacedBy(renamed.memberId()), step);
        step.append(new ConsumerGroupRecord.MemberMetadata(group.groupId(), renamed.memberId(), renamed.metadata()))
                .append(new ConsumerGroupRecord.TargetAssignment(
                        group.groupId(), renamed.memberId(), group.targetAssignment(old.memberId())))
                .append(ConsumerGroupRecord.CurrentAssignment.of(group.groupId(), renamed));
    }

    static void remove(String groupId, String memberId, Departure departure, Step.Builder step) {
        step.append(new ConsumerGroupRecord.CurrentAssignmentTombstone(groupId, memberId))
                .append(new ConsumerGroupRecord.TargetAssignmentTombstone(groupId, memberId))
                .append(new ConsumerGroupRecord.MemberMetadataTombstone(groupId, memberId, departure));
    }
}
