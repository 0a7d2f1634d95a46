package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.streams.StreamsCommand;
import io.github.groupcoordinator.internal.group.streams.StreamsConfigs;
import io.github.groupcoordinator.internal.group.streams.StreamsGroup;
import io.github.groupcoordinator.internal.group.streams.StreamsHeartbeat;
import io.github.groupcoordinator.internal.group.streams.StreamsMember;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The requests of members of streams groups (KIP-1071), and their description. */
public final class StreamsGroupRequests {
    private static final int NOT_SAID = -1;

    private final StreamsConfigs configs;
    private final CoordinatorRuntime<GroupShard> shards;

    StreamsGroupRequests(StreamsConfigs configs, CoordinatorRuntime<GroupShard> shards) {
        this.configs = configs;
        this.shards = shards;
    }

    /** StreamsGroupHeartbeat v0. */
    public void heartbeat(
            RequestContext context, StreamsGroupHeartbeatRequestData request, Consumer<StreamsHeartbeat> reply) {
        StreamsHeartbeat refusal = check(request);
        if (refusal == null) {
            refusal = unavailable(shards.availability(request.groupId()));
        }
        if (refusal != null) {
            reply.accept(refusal);
            return;
        }
        GroupShard shard = shards.of(request.groupId());
        ReplyToken<StreamsHeartbeat> token = new ReplyToken<>(reply);
        refusal = decide(shard, context, request, token);
        if (refusal != null) {
            shard.reply(token, refusal);
        }
        shard.sendReplies();
    }

    private @Nullable StreamsHeartbeat decide(
            GroupShard shard,
            RequestContext context,
            StreamsGroupHeartbeatRequestData request,
            ReplyToken<StreamsHeartbeat> token) {
        List<PersistentRecord> conversion = new ArrayList<>();
        Group<?> known = shard.groups().find(request.groupId());
        StreamsGroup group = find(shard, known, request, conversion);
        if (group == null) {
            return StreamsHeartbeat.refused(Errors.GROUP_ID_NOT_FOUND, notFound(known, request));
        }
        StreamsCommand command = request.memberEpoch() < 0
                ? new StreamsCommand.Leave(request, token)
                : new StreamsCommand.Heartbeat(context, request, known != null, token);
        return unavailable(
                AppendErrors.toClient(shard.run(group, command, conversion).failure()));
    }

    private static String notFound(@Nullable Group<?> known, StreamsGroupHeartbeatRequestData request) {
        if (known != null) {
            return GroupDescriptions.notFound(request.groupId(), true, "streams");
        }
        return (request.memberEpoch() < 0 ? "Group " : "Streams group ") + request.groupId() + " not found.";
    }

    /** Returns the group; whoever joins may make it, and takes the place of a classic group without members. */
    private @Nullable StreamsGroup find(
            GroupShard shard,
            @Nullable Group<?> known,
            StreamsGroupHeartbeatRequestData request,
            List<PersistentRecord> conversion) {
        boolean isJoining = request.memberEpoch() == 0;
        if (known == null) {
            return isJoining ? new StreamsGroup(request.groupId(), configs) : null;
        }
        return switch (known.type()) {
            case STREAMS -> (StreamsGroup) known;
            case CLASSIC -> {
                if (!isJoining || !known.isEmpty()) {
                    yield null;
                }
                shard.collectTombstones(known, conversion);
                yield new StreamsGroup(request.groupId(), configs);
            }
            case CONSUMER, SHARE -> null;
        };
    }

    private static @Nullable StreamsHeartbeat check(StreamsGroupHeartbeatRequestData request) {
        String obstacle = unsupported(request);
        if (obstacle == null) {
            obstacle = blank(request);
        }
        if (obstacle == null && request.memberEpoch() == 0) {
            obstacle = missingInJoin(request);
            StreamsHeartbeat refusal =
                    obstacle == null && request.topology() != null ? fixedChangelog(request.topology()) : null;
            if (refusal != null) {
                return refusal;
            }
        }
        if (obstacle == null) {
            obstacle = contradiction(request);
        }
        return obstacle == null ? null : StreamsHeartbeat.refused(Errors.INVALID_REQUEST, obstacle);
    }

    private static @Nullable String unsupported(StreamsGroupHeartbeatRequestData request) {
        if (request.instanceId() != null) {
            return "Static membership is not yet supported.";
        }
        if (request.taskOffsets() != null || request.taskEndOffsets() != null) {
            return (request.taskOffsets() == null ? "TaskEndOffsets" : "TaskOffsets") + " are not supported yet.";
        }
        if (request.warmupTasks() != null && !request.warmupTasks().isEmpty()) {
            return "WarmupTasks are not supported yet.";
        }
        if (request.topology() != null) {
            for (Subtopology subtopology : request.topology().subtopologies()) {
                if (!subtopology.sourceTopicRegex().isEmpty()) {
                    return "Regular expressions for source topics are not supported yet.";
                }
            }
        }
        return null;
    }

    private static @Nullable String blank(StreamsGroupHeartbeatRequestData request) {
        if (isBlank(request.memberId())) {
            return "MemberId can't be empty.";
        }
        if (isBlank(request.groupId())) {
            return "GroupId can't be empty.";
        }
        return isBlank(request.rackId()) ? "RackId can't be empty." : null;
    }

    private static boolean isBlank(@Nullable String value) {
        return value != null && value.trim().isEmpty();
    }

    private static @Nullable String missingInJoin(StreamsGroupHeartbeatRequestData request) {
        if (request.rebalanceTimeoutMs() == NOT_SAID) {
            return "RebalanceTimeoutMs must be provided in first request.";
        }
        if (request.activeTasks() == null || !request.activeTasks().isEmpty()) {
            return "ActiveTasks must be empty when (re-)joining.";
        }
        if (request.standbyTasks() == null || !request.standbyTasks().isEmpty()) {
            return "StandbyTasks must be empty when (re-)joining.";
        }
        if (request.warmupTasks() == null) {
            return "WarmupTasks must be empty when (re-)joining.";
        }
        return request.topology() == null ? "Topology must be non-null when (re-)joining." : null;
    }

    private static @Nullable StreamsHeartbeat fixedChangelog(StreamsGroupHeartbeatRequestData.Topology topology) {
        for (Subtopology subtopology : topology.subtopologies()) {
            for (TopicInfo changelog : subtopology.stateChangelogTopics()) {
                if (changelog.partitions() != 0) {
                    return StreamsHeartbeat.refused(
                            Errors.STREAMS_INVALID_TOPOLOGY,
                            "Changelog topic " + changelog.name() + " must have an undefined partition count, but it is"
                                    + " set to " + changelog.partitions() + ".");
                }
            }
        }
        return null;
    }

    private static @Nullable String contradiction(StreamsGroupHeartbeatRequestData request) {
        if (request.memberEpoch() == StreamsMember.STATIC_LEAVE_EPOCH) {
            return "InstanceId can't be null.";
        }
        if (request.memberEpoch() < StreamsMember.STATIC_LEAVE_EPOCH) {
            return "MemberEpoch is " + request.memberEpoch() + ", but must be greater than or equal to -2.";
        }
        boolean isAny =
                request.activeTasks() != null || request.standbyTasks() != null || request.warmupTasks() != null;
        boolean isAll =
                request.activeTasks() != null && request.standbyTasks() != null && request.warmupTasks() != null;
        if (isAny && !isAll) {
            return "If one task-type is non-null, all must be non-null.";
        }
        return request.memberEpoch() != 0 && request.topology() != null
                ? "Topology can only be provided when (re-)joining."
                : null;
    }

    private static @Nullable StreamsHeartbeat unavailable(Errors error) {
        return error == Errors.NONE ? null : StreamsHeartbeat.refused(error, null);
    }

    /** Returns the members of a group for those who watch; none if it is no streams group that is loaded here. */
    public List<StreamsMemberView> observed(String groupId) {
        Group<?> group = shards.availability(groupId) == Errors.NONE
                ? shards.of(groupId).groups().find(groupId)
                : null;
        return group instanceof StreamsGroup streams ? streams.observed() : List.of();
    }

    /** StreamsGroupDescribe v0. */
    public List<DescribedGroup> describe(List<String> groupIds) {
        List<DescribedGroup> described = new ArrayList<>();
        for (String groupId : groupIds) {
            Errors error = groupId.isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(groupId);
            Group<?> group = error == Errors.NONE ? shards.of(groupId).groups().committed(groupId) : null;
            if (group instanceof StreamsGroup streams) {
                described.add(streams.described());
                continue;
            }
            DescribedGroup refused = new DescribedGroup().setGroupId(groupId);
            if (error == Errors.NONE) {
                refused.setErrorMessage(GroupDescriptions.notFound(groupId, group != null, "streams"));
            }
            described.add(refused.setErrorCode((error == Errors.NONE ? Errors.GROUP_ID_NOT_FOUND : error).code()));
        }
        return described;
    }
}
