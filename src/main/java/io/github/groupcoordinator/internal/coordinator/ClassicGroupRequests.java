package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
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

/** The requests of the classic protocol: the group is found or made, and its machine decides. */
final class ClassicGroupRequests {
    private final GroupCoordinatorConfig config;
    private final Shards shards;
    private final MemberIds memberIds;

    ClassicGroupRequests(GroupCoordinatorConfig config, Shards shards, MemberIds memberIds) {
        this.config = config;
        this.shards = shards;
        this.memberIds = memberIds;
    }

    /** JoinGroup v2-9; v4 member id required (KIP-394), v5 group.instance.id (KIP-345), v9 skipAssignment. */
    void joinGroup(RequestContext context, JoinGroupRequestData request, Consumer<JoinGroupResponseData> reply) {
        Errors error = checkJoin(request);
        if (error != Errors.NONE) {
            reply.accept(
                    new JoinGroupResponseData().setMemberId(request.memberId()).setErrorCode(error.code()));
            return;
        }
        error = shards.availability(request.groupId());
        if (error != Errors.NONE) {
            reply.accept(new JoinGroupResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shards.of(request.groupId());
        ConsumerGroup consumer = shard.consumerGroup(request.groupId());
        if (consumer != null && !consumer.isEmpty()) {
            ReplyToken<JoinGroupResponseData> token = new ReplyToken<>(reply);
            String newMemberId = request.memberId().isEmpty() ? memberIds.next() : "";
            Errors failure = AppendErrors.toClient(shard.run(
                    consumer, List.of(), new ConsumerCommand.ClassicJoin(context, request, newMemberId, token)));
            if (failure != Errors.NONE) {
                shard.reply(token, new JoinGroupResponseData().setErrorCode(failure.code()));
            }
            shard.sendReplies();
            return;
        }
        boolean isNewGroup = shard.classicGroup(request.groupId()) == null;
        if (isNewGroup && !request.memberId().isEmpty()) {
            if (consumer != null) {
                // As Kafka does: the group is back after the next failover, because no record tells of that.
                shard.forget(consumer);
            }
            reply.accept(new JoinGroupResponseData()
                    .setMemberId(request.memberId())
                    .setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
            return;
        }
        ReplyToken<JoinGroupResponseData> token = new ReplyToken<>(reply);
        List<PersistentRecord> conversion = new ArrayList<>();
        if (consumer != null) {
            ConsumerGroups.collectTombstones(consumer, conversion);
            shard.forget(consumer);
        }
        if (isNewGroup) {
            shard.create(request.groupId());
        }
        String newMemberId = request.memberId().isEmpty() ? newMemberId(context, request) : "";
        CoordinatorShard.Outcome outcome =
                shard.run(request.groupId(), new ClassicCommand.Join(context, request, newMemberId, token));
        Errors failure = outcome.failure();
        if (isNewGroup && failure == Errors.NONE && !outcome.appended()) {
            failure = shard.appendNewGroup(request.groupId(), conversion);
        }
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
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(request.groupId());
        if (error == Errors.NONE && !shards.of(request.groupId()).hasGroup(request.groupId())) {
            error = Errors.UNKNOWN_MEMBER_ID;
        }
        if (error != Errors.NONE) {
            reply.accept(new SyncGroupResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shards.of(request.groupId());
        ReplyToken<SyncGroupResponseData> token = new ReplyToken<>(reply);
        ConsumerGroup consumer = shard.consumerGroup(request.groupId());
        Errors failure = AppendErrors.toClient(
                consumer == null
                        ? shard.run(request.groupId(), new ClassicCommand.Sync(request, token))
                                .failure()
                        : shard.run(consumer, List.of(), new ConsumerCommand.ClassicSync(request, token)));
        if (failure != Errors.NONE) {
            shard.reply(token, new SyncGroupResponseData().setErrorCode(failure.code()));
        }
        shard.sendReplies();
    }

    /** Heartbeat v0-4. While the group is loading it is answered blindly, so that no member gives up. */
    void heartbeat(RequestContext context, HeartbeatRequestData request, Consumer<HeartbeatResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(request.groupId());
        if (error == Errors.NONE && !shards.of(request.groupId()).hasGroup(request.groupId())) {
            error = Errors.UNKNOWN_MEMBER_ID;
        }
        if (error == Errors.NONE) {
            CoordinatorShard shard = shards.of(request.groupId());
            ConsumerGroup consumer = shard.consumerGroup(request.groupId());
            ReplyToken<HeartbeatResponseData> token = new ReplyToken<>(reply);
            if (consumer == null) {
                shard.run(request.groupId(), new ClassicCommand.Heartbeat(request, token));
            } else {
                shard.run(consumer, List.of(), new ConsumerCommand.ClassicHeartbeat(request, token));
            }
            shard.sendReplies();
            return;
        }
        reply.accept(new HeartbeatResponseData()
                .setErrorCode(error == Errors.COORDINATOR_LOAD_IN_PROGRESS ? Errors.NONE.code() : error.code()));
    }

    /** LeaveGroup v0-5; v3 several members, v5 reasons (KIP-800). */
    void leaveGroup(RequestContext context, LeaveGroupRequestData request, Consumer<LeaveGroupResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(request.groupId());
        if (error != Errors.NONE) {
            reply.accept(new LeaveGroupResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shards.of(request.groupId());
        if (!shard.hasGroup(request.groupId())) {
            reply.accept(nobodyToLeave(request));
            return;
        }
        ReplyToken<LeaveGroupResponseData> token = new ReplyToken<>(reply);
        ConsumerGroup consumer = shard.consumerGroup(request.groupId());
        Errors failure = AppendErrors.toClient(
                consumer == null
                        ? shard.run(request.groupId(), new ClassicCommand.Leave(request, token))
                                .failure()
                        : shard.run(consumer, List.of(), new ConsumerCommand.ClassicLeave(request, token)));
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
