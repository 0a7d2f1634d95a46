package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.event.EventSink;
import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The group coordinator: decides, appends, applies and replies. One thread at a time; a reply is given exactly once,
 * now or later.
 */
public final class GroupCoordinator {
    private static final int FIRST_COMMIT_VERSION_WITH_GROUP_NOT_FOUND = 9;

    private final GroupCoordinatorConfig config;
    private final Timers timers;
    private final CoordinatorLog log;
    private final MemberIds memberIds;
    private final RebalanceEvents events;
    private final SortedMap<Integer, CoordinatorShard> shards = new TreeMap<>();

    /** Makes a coordinator that leads no partition yet; {@link #load} gives it some. */
    public GroupCoordinator(
            GroupCoordinatorConfig config, Timers timers, CoordinatorLog log, MemberIds memberIds, EventSink events) {
        this.config = config;
        this.timers = timers;
        this.log = log;
        this.memberIds = memberIds;
        this.events = new RebalanceEvents(events);
    }

    /** Returns the partition of {@code __consumer_offsets} that holds the group. */
    public int partitionFor(String groupId) {
        return Utils.abs(groupId.hashCode()) % config.offsetsTopicPartitions();
    }

    /** Takes a partition over: replays it and re-arms the sessions of its members. */
    public void load(int partition) {
        CoordinatorShard shard = shards.get(partition);
        if (shard != null && shard.isActive()) {
            return;
        }
        shard = newShard(partition);
        // Until it is loaded, and if that fails, the partition has no coordinator.
        shards.remove(partition);
        shard.load();
        shards.put(partition, shard);
    }

    /** Enters the state of loading until {@link #load}: its groups answer COORDINATOR_LOAD_IN_PROGRESS. */
    public void startLoading(int partition) {
        shards.computeIfAbsent(partition, this::newShard);
    }

    /** Gives a partition up: what is parked is answered NOT_COORDINATOR. */
    public void unload(int partition) {
        CoordinatorShard shard = shards.remove(partition);
        if (shard != null) {
            shard.unload();
        }
    }

    private CoordinatorShard newShard(int partition) {
        return new CoordinatorShard(partition, config, timers, log, events);
    }

    /** Returns why a group can't be served now, or NONE. */
    private Errors availability(String groupId) {
        return availability(shards.get(partitionFor(groupId)));
    }

    private static Errors availability(@Nullable CoordinatorShard shard) {
        if (shard == null) {
            return Errors.NOT_COORDINATOR;
        }
        return shard.isActive() ? Errors.NONE : Errors.COORDINATOR_LOAD_IN_PROGRESS;
    }

    private CoordinatorShard shard(String groupId) {
        CoordinatorShard shard = shards.get(partitionFor(groupId));
        if (shard == null) {
            throw new IllegalStateException("no coordinator for group " + groupId);
        }
        return shard;
    }

    /** JoinGroup v2-9; v4 member id required (KIP-394), v5 group.instance.id (KIP-345), v9 skipAssignment. */
    public void joinGroup(RequestContext context, JoinGroupRequestData request, Consumer<JoinGroupResponseData> reply) {
        Errors error = checkJoin(request);
        if (error != Errors.NONE) {
            reply.accept(
                    new JoinGroupResponseData().setMemberId(request.memberId()).setErrorCode(error.code()));
            return;
        }
        error = availability(request.groupId());
        if (error != Errors.NONE) {
            reply.accept(new JoinGroupResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shard(request.groupId());
        boolean isNewGroup = shard.classicGroup(request.groupId()) == null;
        if (isNewGroup && !request.memberId().isEmpty()) {
            reply.accept(new JoinGroupResponseData()
                    .setMemberId(request.memberId())
                    .setErrorCode(Errors.UNKNOWN_MEMBER_ID.code()));
            return;
        }
        ReplyToken<JoinGroupResponseData> token = new ReplyToken<>(reply);
        if (isNewGroup) {
            shard.create(request.groupId());
        }
        String newMemberId = request.memberId().isEmpty() ? newMemberId(context, request) : "";
        CoordinatorShard.Outcome outcome =
                shard.run(request.groupId(), new ClassicCommand.Join(context, request, newMemberId, token));
        Errors failure = outcome.failure();
        if (isNewGroup && failure == Errors.NONE && !outcome.appended()) {
            failure = shard.appendNewGroup(request.groupId());
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
    public void syncGroup(RequestContext context, SyncGroupRequestData request, Consumer<SyncGroupResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : availability(request.groupId());
        if (error == Errors.NONE && shard(request.groupId()).classicGroup(request.groupId()) == null) {
            error = Errors.UNKNOWN_MEMBER_ID;
        }
        if (error != Errors.NONE) {
            reply.accept(new SyncGroupResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shard(request.groupId());
        ReplyToken<SyncGroupResponseData> token = new ReplyToken<>(reply);
        Errors failure = AppendErrors.toClient(shard.run(request.groupId(), new ClassicCommand.Sync(request, token))
                .failure());
        if (failure != Errors.NONE) {
            shard.reply(token, new SyncGroupResponseData().setErrorCode(failure.code()));
        }
        shard.sendReplies();
    }

    /** Heartbeat v0-4. While the group is loading it is answered blindly, so that no member gives up. */
    public void heartbeat(RequestContext context, HeartbeatRequestData request, Consumer<HeartbeatResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : availability(request.groupId());
        if (error == Errors.NONE && shard(request.groupId()).classicGroup(request.groupId()) == null) {
            error = Errors.UNKNOWN_MEMBER_ID;
        }
        if (error == Errors.NONE) {
            CoordinatorShard shard = shard(request.groupId());
            shard.run(request.groupId(), new ClassicCommand.Heartbeat(request, new ReplyToken<>(reply)));
            shard.sendReplies();
            return;
        }
        reply.accept(new HeartbeatResponseData()
                .setErrorCode(error == Errors.COORDINATOR_LOAD_IN_PROGRESS ? Errors.NONE.code() : error.code()));
    }

    /** LeaveGroup v0-5; v3 several members, v5 reasons (KIP-800). */
    public void leaveGroup(
            RequestContext context, LeaveGroupRequestData request, Consumer<LeaveGroupResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : availability(request.groupId());
        if (error != Errors.NONE) {
            reply.accept(new LeaveGroupResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shard(request.groupId());
        if (shard.classicGroup(request.groupId()) == null) {
            reply.accept(nobodyToLeave(request));
            return;
        }
        ReplyToken<LeaveGroupResponseData> token = new ReplyToken<>(reply);
        Errors failure = AppendErrors.toClient(shard.run(request.groupId(), new ClassicCommand.Leave(request, token))
                .failure());
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

    /** OffsetCommit v2-10; v9 GROUP_ID_NOT_FOUND, v10 topic ids (resolved by the handler, which sets the names). */
    public void offsetCommit(
            RequestContext context, OffsetCommitRequestData request, Consumer<OffsetCommitResponseData> reply) {
        Errors error = availability(request.groupId());
        if (error != Errors.NONE) {
            reply.accept(OffsetCommitRequest.getErrorResponse(request, error));
            return;
        }
        CoordinatorShard shard = shard(request.groupId());
        ClassicGroup group = shard.classicGroup(request.groupId());
        if (group == null && request.generationIdOrMemberEpoch() >= 0) {
            error = context.apiVersion() >= FIRST_COMMIT_VERSION_WITH_GROUP_NOT_FOUND
                    ? Errors.GROUP_ID_NOT_FOUND
                    : Errors.ILLEGAL_GENERATION;
        } else {
            group = group == null ? shard.create(request.groupId()) : group;
            error = OffsetRequests.check(group, request);
        }
        if (error != Errors.NONE || group == null) {
            reply.accept(OffsetCommitRequest.getErrorResponse(request, error));
            return;
        }
        MemberRef member = memberRef(context, group, request.memberId());
        shard.run(request.groupId(), new ClassicCommand.OffsetsArrived(request.memberId()));
        OffsetRequests.Commit commit = OffsetRequests.commit(request, config.offsetMetadataMaxBytes(), timers.nowMs());
        Errors failure = shard.appendAndApply(commit.records());
        if (failure != Errors.NONE) {
            reply.accept(OffsetCommitRequest.getErrorResponse(request, AppendErrors.toClient(failure)));
            return;
        }
        events.tellCommitted(request.groupId(), member, commit.records(), timers.nowMs());
        reply.accept(commit.response());
    }

    private static MemberRef memberRef(RequestContext context, ClassicGroup group, String memberId) {
        ClassicMember member = group.member(memberId);
        return member == null ? new MemberRef("", context.clientId(), null) : RebalanceEvents.ref(member);
    }

    /** OffsetDelete v0. */
    public void offsetDelete(
            RequestContext context, OffsetDeleteRequestData request, Consumer<OffsetDeleteResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : availability(request.groupId());
        ClassicGroup group = error == Errors.NONE ? shard(request.groupId()).classicGroup(request.groupId()) : null;
        if (error == Errors.NONE) {
            error = group == null ? Errors.GROUP_ID_NOT_FOUND : OffsetRequests.checkDeletion(group);
        }
        if (error != Errors.NONE || group == null) {
            reply.accept(new OffsetDeleteResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shard(request.groupId());
        OffsetRequests.Deletion deletion = OffsetRequests.delete(request, group, shard.offsets());
        Errors failure = AppendErrors.toClient(shard.appendAndApply(deletion.records()));
        reply.accept(
                failure == Errors.NONE
                        ? deletion.response()
                        : new OffsetDeleteResponseData().setErrorCode(failure.code()));
    }

    /**
     * OffsetFetch v1-10, for one group, in the form of version 8 and later. Without transactions every offset is stable:
     * whether the client requires that makes no difference.
     */
    public OffsetFetchResponseGroup offsetFetch(RequestContext context, OffsetFetchRequestGroup request) {
        Errors error = availability(request.groupId());
        if (error != Errors.NONE) {
            return new OffsetFetchResponseGroup().setGroupId(request.groupId()).setErrorCode(error.code());
        }
        CoordinatorShard shard = shard(request.groupId());
        boolean exists = shard.classicGroup(request.groupId()) != null;
        return OffsetRequests.fetch(request, exists, shard.offsets());
    }

    /** DescribeGroups v0-6; v6 GROUP_ID_NOT_FOUND. */
    public List<DescribedGroup> describeGroups(RequestContext context, List<String> groupIds) {
        List<DescribedGroup> described = new ArrayList<>();
        for (String groupId : groupIds) {
            Errors error = availability(groupId);
            described.add(
                    error == Errors.NONE
                            ? GroupDescriptions.describe(
                                    context, groupId, shard(groupId).committedGroup(groupId))
                            : new DescribedGroup().setGroupId(groupId).setErrorCode(error.code()));
        }
        return described;
    }

    /** ListGroups v0-5; v4 by state, v5 by type (KIP-848). Partitions that are led elsewhere are left out. */
    public ListGroupsResponseData listGroups(RequestContext context, ListGroupsRequestData request) {
        ListGroupsResponseData response = new ListGroupsResponseData();
        for (CoordinatorShard shard : shards.values()) {
            Errors error = availability(shard);
            if (error != Errors.NONE) {
                return new ListGroupsResponseData().setErrorCode(error.code());
            }
            for (ClassicGroup group : shard.committedGroups()) {
                if (GroupDescriptions.isListed(group, request)) {
                    response.groups().add(GroupDescriptions.listed(group));
                }
            }
        }
        return response;
    }

    /** DeleteGroups v0-2. All groups of a partition go in one append. */
    public DeleteGroupsResponseData deleteGroups(RequestContext context, List<String> groupIds) {
        SortedMap<Integer, SortedSet<String>> byPartition = new TreeMap<>();
        for (String groupId : groupIds) {
            byPartition
                    .computeIfAbsent(partitionFor(groupId), unused -> new TreeSet<>())
                    .add(groupId);
        }
        DeleteGroupsResponseData response = new DeleteGroupsResponseData();
        Collection<DeletableGroupResult> results = response.results();
        byPartition.forEach((partition, ids) -> results.addAll(deleteGroups(shards.get(partition), ids)));
        return response;
    }

    private static List<DeletableGroupResult> deleteGroups(@Nullable CoordinatorShard shard, SortedSet<String> ids) {
        Errors error = availability(shard);
        List<DeletableGroupResult> results = new ArrayList<>();
        if (shard != null && error == Errors.NONE) {
            List<PersistentRecord> tombstones = new ArrayList<>();
            for (String groupId : ids) {
                Errors refusal = shard.collectTombstones(groupId, tombstones);
                results.add(new DeletableGroupResult().setGroupId(groupId).setErrorCode(refusal.code()));
            }
            error = AppendErrors.toClient(shard.appendAndApply(tombstones));
        }
        if (error != Errors.NONE) {
            results.clear();
            for (String groupId : ids) {
                results.add(new DeletableGroupResult().setGroupId(groupId).setErrorCode(error.code()));
            }
        }
        return results;
    }

    /** Deletes the offsets of topics that are no more. */
    public void topicsDeleted(List<DeletedTopic> topics) {
        SortedMap<String, Uuid> ids = new TreeMap<>();
        topics.forEach(topic -> ids.put(topic.name(), topic.id()));
        for (CoordinatorShard shard : shards.values()) {
            if (shard.isActive()) {
                shard.topicsDeleted(ids);
            }
        }
    }

    /** Returns a snapshot of a group; DEAD if there is none. */
    public GroupView group(String groupId) {
        CoordinatorShard shard = shards.get(partitionFor(groupId));
        ClassicGroup group = shard == null ? null : shard.classicGroup(groupId);
        return shard == null || group == null
                ? GroupDescriptions.absent(groupId)
                : GroupDescriptions.view(group, shard);
    }

    /** Returns the ids of all groups, sorted. */
    public List<String> groupIds() {
        SortedSet<String> ids = new TreeSet<>();
        for (CoordinatorShard shard : shards.values()) {
            for (ClassicGroup group : shard.classicGroups()) {
                ids.add(group.groupId());
            }
        }
        return new ArrayList<>(ids);
    }
}
