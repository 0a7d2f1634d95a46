package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicRoster;
import io.github.groupcoordinator.internal.group.consumer.ConsumerCommand;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.group.consumer.Refusal;
import io.github.groupcoordinator.internal.group.consumer.SubscribedRegex;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The requests of the consumer protocol: the group is found, made or converted, and decides. */
final class ConsumerGroupRequests {
    /** From this version on a member must name itself (KIP-1082). */
    private static final int FIRST_VERSION_WITH_MEMBER_ID = 1;

    private final GroupConfigs configs;
    private final CoordinatorRuntime<GroupShard> shards;
    private final MemberIds memberIds;

    ConsumerGroupRequests(GroupConfigs configs, CoordinatorRuntime<GroupShard> shards, MemberIds memberIds) {
        this.configs = configs;
        this.shards = shards;
        this.memberIds = memberIds;
    }

    /** ConsumerGroupHeartbeat v0-1; v1 regular expressions, and members name themselves. */
    void heartbeat(
            RequestContext context,
            ConsumerGroupHeartbeatRequestData request,
            Consumer<ConsumerGroupHeartbeatResponseData> reply) {
        Refusal refusal = check(context, request);
        if (refusal == null) {
            refusal = unavailable(shards.availability(request.groupId()));
        }
        if (refusal != null) {
            reply.accept(response(refusal));
            return;
        }
        GroupShard shard = shards.of(request.groupId());
        ReplyToken<ConsumerGroupHeartbeatResponseData> token = new ReplyToken<>(reply);
        refusal = decide(shard, context, request, token);
        if (refusal != null) {
            shard.reply(token, response(refusal));
        }
        shard.sendReplies();
    }

    private @Nullable Refusal decide(
            GroupShard shard,
            RequestContext context,
            ConsumerGroupHeartbeatRequestData request,
            ReplyToken<ConsumerGroupHeartbeatResponseData> token) {
        String groupId = request.groupId();
        List<PersistentRecord> conversion = new ArrayList<>();
        ConsumerGroup group;
        try {
            group = find(shard, request, conversion);
        } catch (GroupIdNotFoundException notFound) {
            return new Refusal(Errors.GROUP_ID_NOT_FOUND, String.valueOf(notFound.getMessage()));
        } catch (RuntimeException unreadable) {
            return new Refusal(
                    Errors.UNKNOWN_SERVER_ERROR,
                    "what the members of group '" + groupId + "' have can't be read: " + unreadable.getMessage());
        }
        ConsumerCommand command = request.memberEpoch() < 0
                ? new ConsumerCommand.Leave(request, token)
                : new ConsumerCommand.Heartbeat(context, request, newMemberId(request), token);
        return unavailable(
                AppendErrors.toClient(shard.run(group, command, conversion).failure()));
    }

    private String newMemberId(ConsumerGroupHeartbeatRequestData request) {
        return request.memberId().isEmpty() ? memberIds.next() : "";
    }

    /** Returns the group; whoever joins may make it, and takes the place of a classic group without members. */
    private ConsumerGroup find(
            GroupShard shard, ConsumerGroupHeartbeatRequestData request, List<PersistentRecord> conversion) {
        String groupId = request.groupId();
        Group<?> group = shard.groups().find(groupId);
        boolean isJoining = request.memberEpoch() == 0;
        if (group == null && isJoining) {
            return new ConsumerGroup(groupId, configs);
        }
        if (group == null) {
            throw new GroupIdNotFoundException("There is no consumer group '" + groupId + "'.");
        }
        return switch (group.type()) {
            case CONSUMER -> (ConsumerGroup) group;
            case SHARE, STREAMS ->
                throw new GroupIdNotFoundException("Group '" + groupId + "' is not a consumer group.");
            case CLASSIC -> {
                if (!isJoining) {
                    throw new GroupIdNotFoundException("Group '" + groupId + "' is not a consumer group.");
                }
                yield upgrade(shard, (ClassicGroup) group, conversion);
            }
        };
    }

    /** Returns what a classic group becomes, if it may and can; without members it may always. */
    private ConsumerGroup upgrade(GroupShard shard, ClassicGroup classic, List<PersistentRecord> conversion) {
        if (classic.isEmpty()) {
            classic.tombstones(conversion);
            return new ConsumerGroup(classic.groupId(), configs);
        }
        // First of all, whatever its members have agreed on: a group that may not be upgraded is not looked into.
        String obstacle = obstacle(classic.roster());
        if (obstacle != null) {
            throw new GroupIdNotFoundException(
                    "Group '" + classic.groupId() + "' can't be upgraded to a consumer group: " + obstacle + ".");
        }
        if (!classic.roster().members().isEmpty() && classic.roster().protocolName() == null) {
            throw new IllegalStateException("they have not agreed on a protocol yet");
        }
        // Whoever waits for an answer gets one, even if the group can't be converted then, as in Kafka.
        shard.run(classic, new ClassicCommand.Upgrade());
        ConsumerGroup group = GroupConversion.upgrade(classic.roster(), configs, shard.topics(), conversion);
        // The sessions of its members begin anew.
        shard.run(group, new ConsumerCommand.Upgraded());
        return group;
    }

    private @Nullable String obstacle(ClassicRoster classic) {
        ConsumerGroupProperties properties = configs.broker().consumer();
        if (!properties.migrationPolicy().isUpgradeEnabled()) {
            return "group.consumer.migration.policy does not allow it";
        }
        if (!classic.usesConsumerProtocol()) {
            return "its protocol type is '" + classic.protocolType() + "', not that of consumers";
        }
        return classic.members().size() > properties.maxSize()
                ? "it has " + classic.members().size() + " members, more than group.consumer.max.size, "
                        + properties.maxSize()
                : null;
    }

    private @Nullable Refusal check(RequestContext context, ConsumerGroupHeartbeatRequestData request) {
        int epoch = request.memberEpoch();
        boolean needsMemberId = context.apiVersion() >= FIRST_VERSION_WITH_MEMBER_ID
                || epoch > 0
                || epoch == ConsumerMember.LEAVE_EPOCH;
        if (needsMemberId && isBlank(request.memberId())) {
            return invalid("MemberId can't be empty.");
        }
        if (isBlank(request.groupId())) {
            return invalid("GroupId can't be empty.");
        }
        if (isBlank(request.instanceId())) {
            return invalid("InstanceId can't be empty.");
        }
        if (isBlank(request.rackId())) {
            return invalid("RackId can't be empty.");
        }
        Refusal refusal = checkEpoch(request);
        String assignor = request.serverAssignor();
        List<String> assignors = configs.broker().consumer().assignors();
        return refusal == null && assignor != null && !assignors.contains(assignor)
                ? new Refusal(
                        Errors.UNSUPPORTED_ASSIGNOR,
                        "ServerAssignor " + assignor + " is not supported. Supported assignors: "
                                + String.join(", ", assignors) + ".")
                : refusal;
    }

    private static @Nullable Refusal checkEpoch(ConsumerGroupHeartbeatRequestData request) {
        if (request.memberEpoch() == 0) {
            if (request.rebalanceTimeoutMs() == -1) {
                return invalid("RebalanceTimeoutMs must be provided in first request.");
            }
            if (request.topicPartitions() == null || !request.topicPartitions().isEmpty()) {
                return invalid("TopicPartitions must be empty when (re-)joining.");
            }
            if (request.subscribedTopicNames() == null && SubscribedRegex.of(request) == null) {
                return invalid("SubscribedTopicNames or SubscribedTopicRegex must be given when (re-)joining.");
            }
        }
        if (request.memberEpoch() == ConsumerMember.STATIC_LEAVE_EPOCH && request.instanceId() == null) {
            return invalid("InstanceId can't be null.");
        }
        return request.memberEpoch() < ConsumerMember.STATIC_LEAVE_EPOCH ? invalid("MemberEpoch is invalid.") : null;
    }

    private static boolean isBlank(@Nullable String value) {
        return value != null && value.trim().isEmpty();
    }

    private static Refusal invalid(String message) {
        return new Refusal(Errors.INVALID_REQUEST, message);
    }

    private static @Nullable Refusal unavailable(Errors error) {
        return error == Errors.NONE ? null : new Refusal(error, error.message());
    }

    private static ConsumerGroupHeartbeatResponseData response(Refusal refusal) {
        return new ConsumerGroupHeartbeatResponseData()
                .setErrorCode(refusal.error().code())
                .setErrorMessage(refusal.message());
    }
}
