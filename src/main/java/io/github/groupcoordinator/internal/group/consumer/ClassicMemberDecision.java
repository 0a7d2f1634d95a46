package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** SyncGroup, Heartbeat and LeaveGroup of members of a consumer-protocol group that use the classic protocol. */
final class ClassicMemberDecision {
    private static final String CONSUMER = "consumer";

    private ClassicMemberDecision() {}

    /** Returns why who asks is not a classic member in its epoch, or NONE. */
    private static Errors check(ConsumerRoster group, String memberId, @Nullable String instanceId, int generationId) {
        if (instanceId != null) {
            Refusal refusal = Identity.checkHolder(group, instanceId, memberId);
            if (refusal != null) {
                return refusal.error();
            }
        }
        ConsumerMember member = group.member(memberId);
        if (member == null || !member.isClassic()) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        return member.memberEpoch() == generationId ? Errors.NONE : Errors.ILLEGAL_GENERATION;
    }

    static Step sync(ConsumerRoster group, ConsumerContext context, ConsumerCommand.ClassicSync sync) {
        SyncGroupRequestData request = sync.request();
        Errors error = check(group, request.memberId(), request.groupInstanceId(), request.generationId());
        ConsumerMember member = group.member(request.memberId());
        ClassicProtocols classic = member == null ? null : member.metadata().classic();
        if (error != Errors.NONE || member == null || classic == null) {
            return reply(sync, error);
        }
        String protocol = classic.protocols().get(0).name();
        boolean isOther = request.protocolType() != null
                        && !request.protocolType().equals(CONSUMER)
                || request.protocolName() != null && !request.protocolName().equals(protocol);
        if (isOther) {
            return reply(sync, Errors.INCONSISTENT_GROUP_PROTOCOL);
        }
        Step.Builder step = new Step.Builder();
        boolean mustJoinAgain = group.assignmentEpoch() > member.memberEpoch()
                && member.state() != ReconciliationState.UNREVOKED_PARTITIONS;
        if (mustJoinAgain) {
            armJoin(step, group, context, member);
            return step.replyWhenStored(
                            sync.token(), new SyncGroupResponseData().setErrorCode(Errors.REBALANCE_IN_PROGRESS.code()))
                    .build();
        }
        return step.whenStored(new Effect.Disarm(TimerKey.consumerSync(group.groupId(), member.memberId())))
                .whenStored(new Effect.Arm(
                        TimerKey.consumerSession(group.groupId(), member.memberId()),
                        classic.sessionTimeoutMs(),
                        new ConsumerCommand.TimeElapsed(member.memberId(), Trigger.SESSION_TIMEOUT)))
                .replyWhenStored(
                        sync.token(),
                        new SyncGroupResponseData()
                                .setProtocolType(request.protocolType())
                                .setProtocolName(request.protocolName())
                                .setAssignment(
                                        assignment(member, classic.protocols().get(0), context.topics())))
                .build();
    }

    private static Step reply(ConsumerCommand.ClassicSync sync, Errors error) {
        return Step.reply(sync.token(), new SyncGroupResponseData().setErrorCode(error.code()));
    }

    private static byte[] assignment(ConsumerMember member, MemberProtocol protocol, TopicCatalog topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        member.assigned().partitions().forEach((topicId, ids) -> {
            TopicCatalog.TopicInfo topic = topics.find(topicId);
            if (topic != null) {
                ids.forEach(id -> partitions.add(new TopicPartition(topic.name(), id)));
            }
        });
        short version = ConsumerProtocol.deserializeVersion(ByteBuffer.wrap(protocol.metadata()));
        ByteBuffer bytes = ConsumerProtocol.serializeAssignment(new Assignment(partitions), version);
        byte[] assignment = new byte[bytes.remaining()];
        bytes.get(assignment);
        return assignment;
    }

    static Step heartbeat(ConsumerRoster group, ConsumerContext context, ConsumerCommand.ClassicHeartbeat heartbeat) {
        HeartbeatRequestData request = heartbeat.request();
        Errors error = check(group, request.memberId(), request.groupInstanceId(), request.generationId());
        ConsumerMember member = group.member(request.memberId());
        ClassicProtocols classic = member == null ? null : member.metadata().classic();
        if (error != Errors.NONE || member == null || classic == null) {
            return Step.reply(heartbeat.token(), new HeartbeatResponseData().setErrorCode(error.code()));
        }
        Step.Builder step = new Step.Builder();
        SessionTimers.armSession(step, group.groupId(), member.memberId(), classic.sessionTimeoutMs());
        boolean isReleased =
                member.state() == ReconciliationState.UNRELEASED_PARTITIONS && !ClassicMembers.isWaiting(group, member);
        boolean mustJoinAgain = member.memberEpoch() < group.assignmentEpoch()
                || member.state() == ReconciliationState.UNREVOKED_PARTITIONS
                || isReleased;
        if (mustJoinAgain) {
            armJoin(step, group, context, member);
        }
        Errors answer = mustJoinAgain ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
        return step.replyWhenStored(heartbeat.token(), new HeartbeatResponseData().setErrorCode(answer.code()))
                .build();
    }

    private static void armJoin(
            Step.Builder step, ConsumerRoster group, ConsumerContext context, ConsumerMember member) {
        TimerKey key = TimerKey.consumerJoin(group.groupId(), member.memberId());
        if (!context.isArmed(key)) {
            step.arm(
                    key,
                    member.metadata().rebalanceTimeoutMs(),
                    new ConsumerCommand.TimeElapsed(member.memberId(), Trigger.REBALANCE_TIMEOUT));
        }
    }

    static Step leave(ConsumerRoster group, ConsumerContext context, ConsumerCommand.ClassicLeave leave) {
        List<ConsumerMember> leaving = new ArrayList<>();
        List<MemberResponse> responses = new ArrayList<>();
        Trigger trigger = Trigger.MEMBER_LEFT;
        for (MemberIdentity identity : leave.request().members()) {
            String instanceId = identity.groupInstanceId();
            ConsumerMember member =
                    instanceId == null ? group.member(identity.memberId()) : group.staticMember(instanceId);
            boolean isFenced = instanceId != null
                    && member != null
                    && !identity.memberId().isEmpty()
                    && !identity.memberId().equals(member.memberId());
            Errors error =
                    isFenced ? Errors.FENCED_INSTANCE_ID : member == null ? Errors.UNKNOWN_MEMBER_ID : Errors.NONE;
            responses.add(new MemberResponse()
                    .setMemberId(identity.memberId())
                    .setGroupInstanceId(instanceId)
                    .setErrorCode(error.code()));
            if (error == Errors.NONE && member != null && !leaving.contains(member)) {
                trigger =
                        leaving.isEmpty() && identity.memberId().isEmpty() ? Trigger.MEMBER_REMOVED_BY_ADMIN : trigger;
                leaving.add(member);
            }
        }
        Step.Builder step = new Step.Builder();
        LeaveDecision.remove(group, context, leaving, trigger, step);
        return step.replyWhenStored(leave.token(), new LeaveGroupResponseData().setMembers(responses))
                .build();
    }
}
