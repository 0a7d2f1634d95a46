package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.DeletedTopic;
import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.share.Initialization;
import io.github.groupcoordinator.internal.group.share.Refusal;
import io.github.groupcoordinator.internal.group.share.ShareCommand;
import io.github.groupcoordinator.internal.group.share.ShareConfigs;
import io.github.groupcoordinator.internal.group.share.ShareGroup;
import io.github.groupcoordinator.internal.group.share.ShareMember;
import io.github.groupcoordinator.internal.group.share.ShareOffsets;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The requests of members of share groups (KIP-932), their description, and what is asked of the share coordinator. */
public final class ShareGroupRequests {
    private final ShareConfigs configs;
    private final CoordinatorRuntime<GroupShard> shards;
    private final Timers timers;
    private final TopicCatalog topics;

    private @Nullable SharePersister persister;

    ShareGroupRequests(
            ShareConfigs configs, CoordinatorRuntime<GroupShard> shards, Timers timers, TopicCatalog topics) {
        this.configs = configs;
        this.shards = shards;
        this.timers = timers;
        this.topics = topics;
    }

    /** Says who keeps the state of share-partitions; before that no group can ask for any. */
    public void keepStateIn(SharePersister keeper) {
        persister = keeper;
    }

    SharePersister persister() {
        if (persister == null) {
            throw new IllegalStateException("nobody keeps the state of share-partitions here");
        }
        return persister;
    }

    /** ShareGroupHeartbeat v1. */
    public void heartbeat(
            RequestContext context,
            ShareGroupHeartbeatRequestData request,
            Consumer<ShareGroupHeartbeatResponseData> reply) {
        Refusal refusal = check(request);
        if (refusal == null) {
            refusal = unavailable(shards.availability(request.groupId()));
        }
        if (refusal != null) {
            reply.accept(refusal.response());
            return;
        }
        GroupShard shard = shards.of(request.groupId());
        ReplyToken<ShareGroupHeartbeatResponseData> token = new ReplyToken<>(reply);
        refusal = decide(shard, context, request, token);
        if (refusal != null) {
            shard.reply(token, refusal.response());
        }
        shard.sendReplies();
    }

    private @Nullable Refusal decide(
            GroupShard shard,
            RequestContext context,
            ShareGroupHeartbeatRequestData request,
            ReplyToken<ShareGroupHeartbeatResponseData> token) {
        ShareGroup group = find(shard, request);
        if (group == null) {
            return new Refusal(Errors.GROUP_ID_NOT_FOUND, "There is no share group '" + request.groupId() + "'.");
        }
        ShareCommand command = request.memberEpoch() == ShareMember.LEAVE_EPOCH
                ? new ShareCommand.Leave(request, token)
                : new ShareCommand.Heartbeat(context, request, token);
        return unavailable(AppendErrors.toClient(shard.run(group, command).failure()));
    }

    /** Returns the group; whoever joins may make it, but never takes the place of a group of another protocol. */
    private @Nullable ShareGroup find(GroupShard shard, ShareGroupHeartbeatRequestData request) {
        Group<?> group = shard.groups().find(request.groupId());
        if (group == null) {
            return request.memberEpoch() == 0 ? new ShareGroup(request.groupId(), configs) : null;
        }
        return switch (group.type()) {
            case SHARE -> (ShareGroup) group;
            case CLASSIC, CONSUMER, STREAMS -> null;
        };
    }

    private static @Nullable Refusal check(ShareGroupHeartbeatRequestData request) {
        if (isBlank(request.memberId())) {
            return invalid("MemberId can't be empty.");
        }
        if (isBlank(request.groupId())) {
            return invalid("GroupId can't be empty.");
        }
        if (isBlank(request.rackId())) {
            return invalid("RackId can't be empty.");
        }
        List<String> names = request.subscribedTopicNames();
        if (request.memberEpoch() == 0 && (names == null || names.isEmpty())) {
            return invalid("SubscribedTopicNames must be set in first request.");
        }
        return request.memberEpoch() < ShareMember.LEAVE_EPOCH ? invalid("MemberEpoch is invalid.") : null;
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

    /** ShareGroupDescribe v1. */
    public List<DescribedGroup> describe(List<String> groupIds) {
        List<DescribedGroup> described = new ArrayList<>();
        for (String groupId : groupIds) {
            Errors error = groupId.isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(groupId);
            Group<?> group = error == Errors.NONE ? shards.of(groupId).groups().committed(groupId) : null;
            if (group instanceof ShareGroup share) {
                described.add(share.described(topics));
            } else {
                described.add(refused(groupId, error, group));
            }
        }
        return described;
    }

    /** Kafka says something of every error but of an id that no group can have. */
    private static DescribedGroup refused(String groupId, Errors error, @Nullable Group<?> other) {
        DescribedGroup refused = new DescribedGroup().setGroupId(groupId);
        if (error == Errors.NONE) {
            return refused.setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                    .setErrorMessage(GroupDescriptions.notFound(groupId, other != null, "share"));
        }
        return refused.setErrorCode(error.code())
                .setErrorMessage(error == Errors.INVALID_GROUP_ID ? null : error.message());
    }

    /** Asks the share coordinator what a group wants to know, after all answers of this instant. */
    void ask(Effect.Ask ask) {
        if (!(ask.question() instanceof Initialization initialization)) {
            throw new IllegalStateException("nobody answers " + ask);
        }
        String groupId = ask.groupId();
        timers.schedule(
                timers.nowMs(), "share group " + groupId + " to have its partitions initialized", () -> persister()
                        .initialize(
                                groupId,
                                initialization.stateEpoch(),
                                initialization.startOffsets(),
                                answer -> initialized(groupId, initialization.partitions(), answer.isDone())));
    }

    /** Lets groups forget the state of topics that are no more; if that can't be appended, it stays. */
    void topicsDeleted(List<DeletedTopic> deleted) {
        SortedSet<Uuid> topicIds = new TreeSet<>();
        deleted.forEach(topic -> topicIds.add(topic.id()));
        for (GroupShard shard : shards.all()) {
            if (!shard.isActive()) {
                continue;
            }
            List<PersistentRecord> records = new ArrayList<>();
            for (Group<?> group : shard.groups().all()) {
                if (group instanceof ShareGroup share) {
                    records.addAll(ShareOffsets.topicsDeleted(share.roster(), topicIds, shard));
                }
            }
            shard.appendAndApply(records);
        }
    }

    /** Notes that partitions are initialized, or are not, if the group is here then. */
    void initialized(String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, boolean isDone) {
        if (shards.availability(groupId) != Errors.NONE) {
            return;
        }
        GroupShard shard = shards.of(groupId);
        ShareGroup group = shard.groups().find(groupId, ShareGroup.class);
        if (group != null) {
            shard.run(
                    group,
                    isDone ? new ShareCommand.Initialized(partitions) : new ShareCommand.NotInitialized(partitions));
            shard.sendReplies();
        }
    }
}
