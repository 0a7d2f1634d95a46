package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.MemberRef;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final Shards shards;
    private final RebalanceEvents events;
    private final TopicCatalog topics;

    OffsetRequests(
            GroupCoordinatorConfig config, Timers timers, Shards shards, RebalanceEvents events, TopicCatalog topics) {
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
        CoordinatorShard shard = shards.of(request.groupId());
        ConsumerGroup consumer = shard.consumerGroup(request.groupId());
        if (consumer != null) {
            error = ConsumerGroupOffsets.check(consumer, context, request, config.offsetMetadataMaxBytes(), topics);
            if (error == Errors.NONE) {
                commit(shard, request, ConsumerGroupOffsets.memberRef(context, consumer, request.memberId()), reply);
            } else {
                reply.accept(OffsetCommitRequest.getErrorResponse(request, error));
            }
            return;
        }
        ClassicGroup group = shard.classicGroup(request.groupId());
        if (group == null && request.generationIdOrMemberEpoch() >= 0) {
            error = context.apiVersion() >= FIRST_COMMIT_VERSION_WITH_GROUP_NOT_FOUND
                    ? Errors.GROUP_ID_NOT_FOUND
                    : Errors.ILLEGAL_GENERATION;
        } else {
            group = group == null ? shard.create(request.groupId()) : group;
            error = OffsetAnswers.check(group, request);
        }
        if (error != Errors.NONE || group == null) {
            reply.accept(OffsetCommitRequest.getErrorResponse(request, error));
            return;
        }
        MemberRef member = memberRef(context, group, request.memberId());
        shard.run(request.groupId(), new ClassicCommand.OffsetsArrived(request.memberId()));
        commit(shard, request, member, reply);
    }

    private void commit(
            CoordinatorShard shard,
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
        events.tellCommitted(request.groupId(), member, commit.records(), timers.nowMs());
        reply.accept(commit.response());
    }

    static MemberRef memberRef(RequestContext context, ClassicGroup group, String memberId) {
        ClassicMember member = group.member(memberId);
        return member == null ? new MemberRef("", context.clientId(), null) : RebalanceEvents.ref(member);
    }

    /** OffsetDelete v0. */
    void offsetDelete(
            RequestContext context, OffsetDeleteRequestData request, Consumer<OffsetDeleteResponseData> reply) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(request.groupId());
        ClassicGroup group = error == Errors.NONE ? shards.of(request.groupId()).classicGroup(request.groupId()) : null;
        ConsumerGroup consumer =
                error == Errors.NONE ? shards.of(request.groupId()).consumerGroup(request.groupId()) : null;
        if (error == Errors.NONE && consumer == null) {
            error = group == null ? Errors.GROUP_ID_NOT_FOUND : OffsetAnswers.checkDeletion(group);
        }
        if (error != Errors.NONE) {
            reply.accept(new OffsetDeleteResponseData().setErrorCode(error.code()));
            return;
        }
        CoordinatorShard shard = shards.of(request.groupId());
        OffsetAnswers.Deletion deletion = OffsetAnswers.delete(
                request,
                topic -> consumer == null
                        ? group != null && group.isSubscribedTo(topic)
                        : consumer.isSubscribedTo(topic),
                shard.offsets());
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
        CoordinatorShard shard = shards.of(request.groupId());
        ConsumerGroup consumer = shard.consumerGroup(request.groupId());
        if (consumer != null) {
            error = ConsumerGroupOffsets.check(consumer, request);
            if (error != Errors.NONE) {
                return new OffsetFetchResponseGroup()
                        .setGroupId(request.groupId())
                        .setErrorCode(error.code());
            }
        }
        return OffsetAnswers.fetch(request, requireStable, shard.hasGroup(request.groupId()), shard.offsets());
    }

    /** Deletes the offsets of topics that are no more. */
    void topicsDeleted(List<DeletedTopic> topics) {
        SortedMap<String, Uuid> ids = new TreeMap<>();
        topics.forEach(topic -> ids.put(topic.name(), topic.id()));
        for (CoordinatorShard shard : shards.all()) {
            if (shard.isActive()) {
                shard.topicsDeleted(ids);
            }
        }
    }
}
