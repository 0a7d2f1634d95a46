package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.assignor.PartitionAssignorException;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The decision on a ConsumerGroupHeartbeat. Epoch 0 joins, with a full request; the member's own epoch stays; a field
 * that is null, or -1, says that nothing changed. v1: regular expressions, and members name themselves.
 */
final class HeartbeatDecision {
    private final ConsumerRoster group;
    private final ConsumerContext context;
    private final ConsumerCommand.Heartbeat heartbeat;
    private final ConsumerGroupHeartbeatRequestData request;
    private final String memberId;
    private final Step.Builder step = new Step.Builder();

    HeartbeatDecision(ConsumerRoster group, ConsumerContext context, ConsumerCommand.Heartbeat heartbeat) {
        this.group = group;
        this.context = context;
        this.heartbeat = heartbeat;
        this.request = heartbeat.request();
        this.memberId = request.memberId().isEmpty() ? heartbeat.newMemberId() : request.memberId();
    }

    Step decide() {
        Refusal refusal = Identity.checkFull(group, context, request.memberId());
        if (refusal == null) {
            refusal = request.instanceId() == null ? checkDynamic() : checkStatic(request.instanceId());
        }
        if (refusal != null) {
            return refuse(refusal);
        }
        ConsumerMember replaced = replaced();
        ConsumerMember before = before(replaced);
        ConsumerMemberMetadata metadata = metadata(before.metadata());
        ConsumerMember said = metadata.equals(before.metadata()) ? before : before.with(metadata);
        refusal = RegexDecision.check(group, before, said);
        if (refusal != null) {
            return refuse(refusal);
        }
        if (replaced != null) {
            Identity.replace(group, replaced, before, step);
        }
        MemberUpdate update = new MemberUpdate(group, context, step, before, said);
        update.store(false);
        try {
            if (!update.reconcile(update.target(), OwnedPartitions.of(request.topicPartitions()))) {
                return refuse(new Refusal(
                        Errors.FENCED_MEMBER_EPOCH,
                        "member " + memberId + " is in a state that is not known; it must give up its partitions and"
                                + " join again"));
            }
        } catch (PartitionAssignorException e) {
            return refuse(new Refusal(
                    Errors.UNKNOWN_SERVER_ERROR,
                    "no target assignment for epoch " + update.groupEpoch() + ": " + e.getMessage()));
        }
        SessionTimers.armSession(
                step, group.groupId(), memberId, context.config().sessionTimeoutMs());
        return step.replyWhenStored(heartbeat.token(), response(before, update.member()))
                .build();
    }

    private @Nullable Refusal checkDynamic() {
        ConsumerMember member = group.member(memberId);
        if (member == null) {
            return isJoining() ? null : Identity.unknown(group, "member " + memberId);
        }
        return Identity.checkEpoch(member, request.memberEpoch(), request.topicPartitions());
    }

    private @Nullable Refusal checkStatic(String instanceId) {
        ConsumerMember holder = group.staticMember(instanceId);
        if (group.isLost(instanceId)) {
            return Identity.unknown(group, "member with the instance id '" + instanceId + "'");
        }
        if (isJoining()) {
            // A member of the classic protocol does not say that it will be back; it is replaced as it is.
            return holder == null || holder.isClassic() ? null : Identity.checkReleased(group, holder, memberId);
        }
        Refusal refusal = Identity.checkHolder(group, instanceId, memberId);
        return refusal != null || holder == null
                ? refusal
                : Identity.checkEpoch(holder, request.memberEpoch(), request.topicPartitions());
    }

    private boolean isJoining() {
        return request.memberEpoch() == 0;
    }

    /** Returns the member whose place the joining static member takes, which may be itself under its old id. */
    private @Nullable ConsumerMember replaced() {
        return isJoining() ? group.staticMember(request.instanceId()) : null;
    }

    private ConsumerMember before(@Nullable ConsumerMember replaced) {
        if (replaced != null) {
            return replaced.renamed(memberId);
        }
        ConsumerMember known = group.member(memberId);
        return known == null ? ConsumerMember.joining(memberId) : known;
    }

    private ConsumerMemberMetadata metadata(ConsumerMemberMetadata before) {
        List<String> names = request.subscribedTopicNames();
        SortedSet<String> topics = names == null ? before.subscribedTopicNames() : new TreeSet<>(names);
        String regex = SubscribedRegex.of(request);
        if (saysNothing(regex) && isFrom(before)) {
            return before;
        }
        return new ConsumerMemberMetadata(
                orElse(request.instanceId(), before.instanceId()),
                orElse(request.rackId(), before.rackId()),
                heartbeat.from().clientId(),
                heartbeat.from().clientHost(),
                topics,
                orElse(regex, before.subscribedTopicRegex()),
                request.rebalanceTimeoutMs() == -1 ? before.rebalanceTimeoutMs() : request.rebalanceTimeoutMs(),
                orElse(request.serverAssignor(), before.serverAssignor()),
                null);
    }

    /** Returns whether the request leaves all fields out, as those do that only keep a session alive. */
    private boolean saysNothing(@Nullable String regex) {
        return request.instanceId() == null
                && request.rackId() == null
                && request.subscribedTopicNames() == null
                && regex == null
                && request.rebalanceTimeoutMs() == -1
                && request.serverAssignor() == null;
    }

    /** Returns whether the member is as it was in what it does not say itself. */
    private boolean isFrom(ConsumerMemberMetadata before) {
        return before.classic() == null
                && heartbeat.from().clientId().equals(before.clientId())
                && heartbeat.from().clientHost().equals(before.clientHost());
    }

    private static @Nullable String orElse(@Nullable String said, @Nullable String before) {
        return said == null ? before : said;
    }

    private ConsumerGroupHeartbeatResponseData response(ConsumerMember before, ConsumerMember after) {
        ConsumerGroupHeartbeatResponseData response = new ConsumerGroupHeartbeatResponseData()
                .setMemberId(after.memberId())
                .setMemberEpoch(after.memberEpoch())
                .setHeartbeatIntervalMs(context.config().heartbeatIntervalMs());
        boolean isFull = request.rebalanceTimeoutMs() != -1
                && (request.subscribedTopicNames() != null || SubscribedRegex.of(request) != null)
                && request.topicPartitions() != null;
        if (isJoining() || isFull || !Objects.equals(before.assigned(), after.assigned())) {
            response.setAssignment(assignment(after.assigned()));
        }
        return response;
    }

    private static ConsumerGroupHeartbeatResponseData.Assignment assignment(PartitionEpochs assigned) {
        List<ConsumerGroupHeartbeatResponseData.TopicPartitions> topics = new ArrayList<>();
        assigned.byTopic()
                .forEach((topicId, partitions) -> topics.add(new ConsumerGroupHeartbeatResponseData.TopicPartitions()
                        .setTopicId(topicId)
                        .setPartitions(new ArrayList<>(partitions.keySet()))));
        return new ConsumerGroupHeartbeatResponseData.Assignment().setTopicPartitions(topics);
    }

    private Step refuse(Refusal refusal) {
        return Step.reply(
                heartbeat.token(),
                new ConsumerGroupHeartbeatResponseData()
                        .setErrorCode(refusal.error().code())
                        .setErrorMessage(refusal.message()));
    }
}
