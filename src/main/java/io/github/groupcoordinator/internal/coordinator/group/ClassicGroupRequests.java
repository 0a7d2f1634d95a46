package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerCommand;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The requests of the classic protocol: the group is found or made, and decides, whatever its own protocol is. */
final class ClassicGroupRequests {
    private final GroupCoordinatorConfig config;
    private final CoordinatorRuntime<GroupShard> shards;
    private final MemberIds memberIds;

    ClassicGroupRequests(GroupCoordinatorConfig config, CoordinatorRuntime<GroupShard> shards, MemberIds memberIds) {
        this.config = config;
        this.shards = shards;
        this.memberIds = memberIds;
    }

    /** JoinGroup v0-9; v4 member id required (KIP-394), v5 group.instance.id (KIP-345), v9 skipAssignment. */
    void joinGroup(RequestContext context, JoinGroupRequestData request, Consumer<JoinGroupResponseData> reply) {
        Errors error = checkJoin(request);
        if (error != Errors.NONE) {
            reply.accept(
                    new JoinGroupResponseData().setMemberId(request.memberId()).setErrorCode(error.code()));
            return;
        }
        GroupShard shard = shards.find(request.groupId());
        error = CoordinatorRuntime.availability(shard);
        if (shard == null || error != Errors.NONE) {
            reply.accept(new JoinGroupResponseData().setErrorCode(error.code()));
            return;
        }
        Group<?> group = shard.groups().find(request.groupId());
        if (group == null) {
            joinNewGroup(context, request, reply, List.of());
            return;
        }
        switch (group.type()) {
            case CLASSIC -> {
                ReplyToken<JoinGroupResponseData> token = new ReplyToken<>(reply);
                answer(
                        shard,
                        token,
                        shard.run(group, join(context, request, token)).failure());
            }
            case CONSUMER -> joinConsumerGroup((ConsumerGroup) group, context, request, reply);
            case STREAMS -> {
                if (group.isEmpty()) {
                    joinInPlaceOf(group, context, request, reply);
                } else {
                    reply.accept(ofAnotherProtocol());
                }
            }
            case SHARE -> reply.accept(ofAnotherProtocol());
        }
    }

    private void joinConsumerGroup(
            ConsumerGroup group,
            RequestContext context,
            JoinGroupRequestData request,
            Consumer<JoinGroupResponseData> reply) {
        GroupShard shard = shards.of(request.groupId());
        if (group.isEmpty()) {
            joinInPlaceOf(group, context, request, reply);
            return;
        }
        ReplyToken<JoinGroupResponseData> token = new ReplyToken<>(reply);
        String newMemberId = request.memberId().isEmpty() ? memberIds.next() : "";
        Errors failure = shard.run(group, new ConsumerCommand.ClassicJoin(context, request, newMemberId, token))
                .failure();
        answer(shard, token, failure);
    }

    private static JoinGroupResponseData ofAnotherProtocol() {
        return new JoinGroupResponseData().setMemberId("").setErrorCode(Errors.INCONSISTENT_GROUP_PROTOCOL.code());
    }

    /** As Kafka does: if nothing is appended, the group of the other protocol is back after the next failover. */
    private void joinInPlaceOf(
            Group<?> group,
            RequestContext context,
            JoinGroupRequestData request,
            Consumer<JoinGroupResponseData> reply) {
        GroupShard shard = shards.of(request.groupId());
        List<PersistentRecord> tombstones = new ArrayList<>();
        shard.collectTombstones(group, tombstones);
        shard.groups().forget(group);
        joinNewGroup(context, request, reply, tombstones);
    }

    /** Makes the group, unless it is joined with an id, which then nobody can have given. */
    private void joinNewGroup(
            RequestContext context,
            JoinGroupRequestData request,
            Consumer<JoinGroupResponseData> reply,
            List<PersistentRecord> conversion) {
        if (!request.memberId().isEmpty()) {
            reply.accept(new JoinGroupResponseData()
                    .setMemberId(request.memberId())
                    .setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
            return;
        }
        GroupShard shard = shards.of(request.groupId());
        ReplyToken<JoinGroupResponseData> token = new ReplyToken<>(reply);
        ClassicGroup group = shard.create(request.groupId());
        GroupShard.Outcome outcome = shard.run(group, join(context, request, token));
        Errors failure = outcome.failure();
        if (failure == Errors.NONE && !outcome.appended()) {
            failure = shard.appendNewGroup(group, conversion);
        }
        answer(shard, token, failure);
    }

    private ClassicCommand.Join join(
            RequestContext context, JoinGroupRequestData request, ReplyToken<JoinGroupResponseData> token) {
        String newMemberId = request.memberId().isEmpty() ? newMemberId(context, request) : "";
        return new ClassicCommand.Join(context, request, newMemberId, token);
    }

    private static void answer(GroupShard shard, ReplyToken<JoinGroupResponseData> token, Errors failure) {
        if (failure != Errors.NONE) {
            shard.reply(
                    token,
                    new JoinGroupResponseData()
                            .setErrorCode(AppendErrors.toClient(failure).code()));
        }
        shard.sendReplies();
    }

    private Errors checkJoin(JoinGroupRequestData request) {
        if (request.groupId().isEmpty()) {
            return Errors.INVALID_GROUP_ID;
        }
        return request.sessionTimeoutMs() < config.minSessionTimeoutMs()
                        || request.sessionTimeoutMs() > config.maxSessionTimeoutMs()
                ? Errors.INVALID_SESSION_TIMEOUT
                : Errors.NONE;
    }

    private String newMemberId(RequestContext context, JoinGroupRequestData request) {
        return memberIds.next(request.groupInstanceId() == null ? context.clientId() : request.groupInstanceId());
    }

    /** SyncGroup v0-5; v5 protocol type and name. */
    void syncGroup(RequestContext context, SyncGroupRequestData request, Consumer<SyncGroupResponseData> reply) {
        GroupShard shard = shards.find(request.groupId());
        Errors error = availability(request.groupId(), shard);
        Group<?> group =
                shard == null || error != Errors.NONE ? null : shard.groups().find(request.groupId());
        if (shard == null || group == null) {
            Errors why = error == Errors.NONE ? Errors.UNKNOWN_MEMBER_ID : error;
            reply.accept(new SyncGroupResponseData().setErrorCode(why.code()));
            return;
        }
        ReplyToken<SyncGroupResponseData> token = new ReplyToken<>(reply);
        GroupCommand command =
                switch (group.type()) {
                    case CLASSIC -> new ClassicCommand.Sync(request, token);
                    case CONSUMER -> new ConsumerCommand.ClassicSync(request, token);
                    case SHARE, STREAMS -> null;
                };
        if (command == null) {
            reply.accept(new SyncGroupResponseData().setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
            return;
        }
        Errors failure = AppendErrors.toClient(shard.run(group, command).failure());
        if (failure != Errors.NONE) {
            shard.reply(token, new SyncGroupResponseData().setErrorCode(failure.code()));
        }
        shard.sendReplies();
    }

    private static Errors availability(String groupId, @Nullable GroupShard shard) {
        return groupId.isEmpty() ? Errors.INVALID_GROUP_ID : CoordinatorRuntime.availability(shard);
    }

    /** Heartbeat v0-4. While the group is loading it is answered blindly, so that no member gives up. */
    void heartbeat(RequestContext context, HeartbeatRequestData request, Consumer<HeartbeatResponseData> reply) {
        GroupShard shard = shards.find(request.groupId());
        Errors error = availability(request.groupId(), shard);
        Group<?> group =
                shard == null || error != Errors.NONE ? null : shard.groups().find(request.groupId());
        if (shard == null || group == null) {
            Errors why =
                    switch (error) {
                        case NONE -> Errors.UNKNOWN_MEMBER_ID;
                        case COORDINATOR_LOAD_IN_PROGRESS -> Errors.NONE;
                        default -> error;
                    };
            reply.accept(new HeartbeatResponseData().setErrorCode(why.code()));
            return;
        }
        ReplyToken<HeartbeatResponseData> token = new ReplyToken<>(reply);
        GroupCommand command =
                switch (group.type()) {
                    case CLASSIC -> new ClassicCommand.Heartbeat(request, token);
                    case CONSUMER -> new ConsumerCommand.ClassicHeartbeat(request, token);
                    case SHARE, STREAMS -> null;
                };
        if (command == null) {
            reply.accept(new HeartbeatResponseData().setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
            return;
        }
        shard.run(group, command);
        shard.sendReplies();
    }

    /** LeaveGroup v0-5; v3 several members, v5 reasons (KIP-800). */
    void leaveGroup(RequestContext context, LeaveGroupRequestData request, Consumer<LeaveGroupResponseData> reply) {
        GroupShard shard = shards.find(request.groupId());
        Errors error = availability(request.groupId(), shard);
        if (shard == null || error != Errors.NONE) {
            reply.accept(new LeaveGroupResponseData().setErrorCode(error.code()));
            return;
        }
        Group<?> group = shard.groups().find(request.groupId());
        if (group == null) {
            reply.accept(nobodyToLeave(request));
            return;
        }
        ReplyToken<LeaveGroupResponseData> token = new ReplyToken<>(reply);
        GroupCommand command =
                switch (group.type()) {
                    case CLASSIC -> new ClassicCommand.Leave(request, token);
                    case CONSUMER -> new ConsumerCommand.ClassicLeave(request, token);
                    case SHARE, STREAMS -> null;
                };
        if (command == null) {
            reply.accept(nobodyToLeave(request));
            return;
        }
        Errors failure = AppendErrors.toClient(shard.run(group, command).failure());
        if (failure != Errors.NONE) {
            shard.reply(token, new LeaveGroupResponseData().setErrorCode(failure.code()));
        }
        shard.sendReplies();
    }

    private static LeaveGroupResponseData nobodyToLeave(LeaveGroupRequestData request) {
        LeaveGroupResponseData response = new LeaveGroupResponseData();
        for (LeaveGroupRequestData.MemberIdentity identity : request.members()) {
            response.members()
                    .add(new LeaveGroupResponseData.MemberResponse()
                            .setMemberId(identity.memberId())
                            .setGroupInstanceId(identity.groupInstanceId())
                            .setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
        }
        return response;
    }
}
