package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.DeletedTopic;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetCommitRequest;

/** The requests about committed offsets: who may, what is appended, and what is answered. */
final class OffsetRequests {
    private static final int FIRST_COMMIT_VERSION_WITH_GROUP_NOT_FOUND = 9;

    private final GroupCoordinatorConfig config;
    private final Timers timers;
    private final CoordinatorRuntime<GroupShard> shards;
    private final GroupEvents events;
    private final TopicCatalog topics;

    OffsetRequests(
            GroupCoordinatorConfig config,
            Timers timers,
            CoordinatorRuntime<GroupShard> shards,
            GroupEvents events,
            TopicCatalog topics) {
        this.config = config;
        this.timers = timers;
        this.shards = shards;
        this.events = events;
        this.topics = topics;
    }

    /** OffsetCommit v2-10; v9 GROUP_ID_NOT_FOUND, v10 topic ids (resolved by the handler, which sets the names). */
    void offsetCommit(
            RequestContext context, OffsetCommitRequestData request, Consumer<OffsetCommitResponseData> reply) {
        Errors error = shards.availability(request.groupId());
        if (error != Errors.NONE) {
            reply.accept(OffsetCommitRequest.getErrorResponse(request, error));
            return;
        }
        GroupShard shard = shards.of(request.groupId());
        Group<?> group = shard.groups().find(request.groupId());
        if (group == null && request.generationIdOrMemberEpoch() >= 0) {
            error = context.apiVersion() >= FIRST_COMMIT_VERSION_WITH_GROUP_NOT_FOUND
                    ? Errors.GROUP_ID_NOT_FOUND
                    : Errors.ILLEGAL_GENERATION;
            reply.accept(OffsetCommitRequest.getErrorResponse(request, error));
            return;
        }
        group = group == null ? shard.create(request.groupId()) : group;
        error = group.checkCommit(new PlainCommit(context, request, config.offsetMetadataMaxBytes()), topics);
        if (error != Errors.NONE) {
            reply.accept(OffsetCommitRequest.getErrorResponse(request, error));
            return;
        }
        MemberRef member = memberRef(context, group, request.memberId());
        shard.run(group, group.offsetsArrived(request.memberId()));
        commit(shard, request, member, reply);
    }

    private void commit(
            GroupShard shard,
            OffsetCommitRequestData request,
            MemberRef member,
            Consumer<OffsetCommitResponseData> reply) {
        OffsetAnswers.Commit commit =
                OffsetAnswers.commit(request, config.offsetMetadataMaxBytes(), timers.nowMs(), topics);
        Errors failure = shard.appendAndApply(commit.records());
        if (failure != Errors.NONE) {
            reply.accept(OffsetCommitRequest.getErrorResponse(request, AppendErrors.toClient(failure)));
            return;
        }
        events.tellCommitted(request.groupId(), member, commit.records());
        reply.accept(commit.response());
    }

    static MemberRef memberRef(RequestContext context, Group<?> group, String memberId) {
        MemberRef member = group.memberRef(memberId);
        return member == null ? new MemberRef("", context.clientId(), null) : member;
    }

    /** OffsetDelete v0. */
    void offsetDelete(
            RequestContext context, OffsetDeleteRequestData request, Consumer<OffsetDeleteResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(request.groupId());
        Group<?> group =
                error == Errors.NONE ? shards.of(request.groupId()).groups().find(request.groupId()) : null;
        if (error == Errors.NONE) {
            error = group == null ? Errors.GROUP_ID_NOT_FOUND : group.checkOffsetDelete();
        }
        if (error != Errors.NONE || group == null) {
            reply.accept(new OffsetDeleteResponseData().setErrorCode(error.code()));
            return;
        }
        GroupShard shard = shards.of(request.groupId());
        OffsetAnswers.Deletion deletion = OffsetAnswers.delete(request, group, shard.offsets());
        Errors failure = AppendErrors.toClient(shard.appendAndApply(deletion.records()));
        reply.accept(
                failure == Errors.NONE
                        ? deletion.response()
                        : new OffsetDeleteResponseData().setErrorCode(failure.code()));
    }

    /**
     * OffsetFetch v1-10, for one group, in the form of version 8 and later.
     *
     * @param requireStable whether an offset that a transaction may be about to replace is UNSTABLE_OFFSET_COMMIT
     *     (KIP-447)
     */
    OffsetFetchResponseGroup offsetFetch(
            RequestContext context, OffsetFetchRequestGroup request, boolean requireStable) {
        Errors error = shards.availability(request.groupId());
        if (error != Errors.NONE) {
            return new OffsetFetchResponseGroup().setGroupId(request.groupId()).setErrorCode(error.code());
        }
        GroupShard shard = shards.of(request.groupId());
        Group<?> group = shard.groups().find(request.groupId());
        error = group == null ? Errors.NONE : group.checkFetch(request.memberId(), request.memberEpoch());
        // A group of a protocol without offsets has none, like one that is not there.
        boolean isFound = group != null && error != Errors.GROUP_ID_NOT_FOUND;
        return error == Errors.NONE || error == Errors.GROUP_ID_NOT_FOUND
                ? OffsetAnswers.fetch(request, requireStable, isFound, shard.offsets())
                : new OffsetFetchResponseGroup().setGroupId(request.groupId()).setErrorCode(error.code());
    }

    /** Deletes the offsets of topics that are no more. */
    void topicsDeleted(List<DeletedTopic> topics) {
        SortedMap<String, Uuid> ids = new TreeMap<>();
        topics.forEach(topic -> ids.put(topic.name(), topic.id()));
        for (GroupShard shard : shards.all()) {
            if (shard.isActive()) {
                deleteOffsets(shard, ids);
            }
        }
    }

    /** Deletes the offsets of topics that are no more; if that can't be appended, they stay. */
    private static void deleteOffsets(GroupShard shard, SortedMap<String, Uuid> deleted) {
        BiPredicate<String, CommittedOffset> isOfDeleted = (topic, offset) -> {
            Uuid topicId = deleted.get(topic);
            // An offset of a later topic with the same name stays.
            return topicId != null
                    && (offset.topicId().equals(Uuid.ZERO_UUID)
                            || offset.topicId().equals(topicId));
        };
        OffsetStore offsets = shard.offsets();
        List<PersistentRecord> tombstones = new ArrayList<>();
        for (String groupId : offsets.groupIds()) {
            tombstones.addAll(offsets.tombstones(groupId, isOfDeleted));
        }
        tombstones.addAll(offsets.pendingTombstones(isOfDeleted));
        shard.appendAndApply(tombstones);
    }
}
