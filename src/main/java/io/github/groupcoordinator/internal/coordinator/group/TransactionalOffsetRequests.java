package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.log.KafkaFields;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** Offsets that are committed within transactions: they wait until a marker says how the transaction ended. */
final class TransactionalOffsetRequests {
    /** The id and the epoch of no producer. */
    private static final int NOBODY = -1;

    private final GroupCoordinatorConfig config;
    private final Timers timers;
    private final CoordinatorRuntime<GroupShard> shards;
    private final GroupEvents events;
    private final TopicCatalog topics;

    /**
     * The members that committed, by producer id and group, for the event log alone; a coordinator that takes over does
     * not know.
     */
    private final SortedMap<Long, SortedMap<String, MemberRef>> committers = new TreeMap<>();

    TransactionalOffsetRequests(
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

    /** TxnOffsetCommit v0-5; v3 member id, generation and instance id (KIP-447). */
    TxnOffsetCommitResponseData txnOffsetCommit(
            RequestContext context, TxnOffsetCommitRequestData request, boolean verified) {
        Errors error = request.groupId().isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(request.groupId());
        if (error != Errors.NONE) {
            return refuse(request, error);
        }
        GroupShard shard = shards.of(request.groupId());
        Group<?> group = shard.groups().find(request.groupId());
        if (group == null && KafkaFields.generationId(request) >= 0) {
            return refuse(request, Errors.ILLEGAL_GENERATION);
        }
        group = group == null ? shard.create(request.groupId()) : group;
        error = group.checkCommit(new TransactionalCommit(context, request, config.offsetMetadataMaxBytes()), topics);
        return error == Errors.NONE
                ? append(shard, request, verified, OffsetRequests.memberRef(context, group, request.memberId()))
                : refuse(request, error);
    }

    private TxnOffsetCommitResponseData append(
            GroupShard shard, TxnOffsetCommitRequestData request, boolean verified, MemberRef member) {
        TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
        List<OffsetCommit> commits = commits(request, response);
        boolean isOfNoBatch = request.producerId() != NOBODY && request.producerEpoch() == NOBODY;
        if (isOfNoBatch && !commits.isEmpty()) {
            // A producer without an epoch has no batches: Kafka fails to build one.
            return refuse(request, Errors.UNKNOWN_SERVER_ERROR);
        }
        Errors failure = shard.appendPending(
                new TransactionalProducer(request.producerId(), request.producerEpoch(), verified), commits);
        if (failure != Errors.NONE) {
            return refuse(request, AppendErrors.toClient(failure));
        }
        committers
                .computeIfAbsent(request.producerId(), unused -> new TreeMap<>())
                .put(request.groupId(), member);
        return response;
    }

    private List<OffsetCommit> commits(TxnOffsetCommitRequestData request, TxnOffsetCommitResponseData response) {
        List<OffsetCommit> commits = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            TxnOffsetCommitResponseTopic answered = new TxnOffsetCommitResponseTopic().setName(topic.name());
            response.topics().add(answered);
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                String metadata = partition.committedMetadata();
                boolean isTooLarge = metadata != null && metadata.length() > config.offsetMetadataMaxBytes();
                answered.partitions()
                        .add(answer(partition, isTooLarge ? Errors.OFFSET_METADATA_TOO_LARGE : Errors.NONE));
                if (!isTooLarge) {
                    CommittedOffset offset = new CommittedOffset(
                            partition.committedOffset(),
                            partition.committedLeaderEpoch(),
                            metadata == null ? "" : metadata,
                            timers.nowMs(),
                            CommittedOffset.NONE,
                            Uuid.ZERO_UUID);
                    commits.add(new OffsetCommit(request.groupId(), topic.name(), partition.partitionIndex(), offset));
                }
            }
        }
        return commits;
    }

    private static TxnOffsetCommitResponsePartition answer(TxnOffsetCommitRequestPartition partition, Errors error) {
        return new TxnOffsetCommitResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setErrorCode(error.code());
    }

    /** Answers one error for every partition. */
    static TxnOffsetCommitResponseData refuse(TxnOffsetCommitRequestData request, Errors error) {
        TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            TxnOffsetCommitResponseTopic answered = new TxnOffsetCommitResponseTopic().setName(topic.name());
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                answered.partitions().add(answer(partition, error));
            }
            response.topics().add(answered);
        }
        return response;
    }

    /**
     * Ends a producer's transaction in a partition of {@code __consumer_offsets}; returns NONE, or why that could not
     * be done, in the log's own words: the transaction coordinator asks again.
     */
    Errors completeTransaction(int partition, TransactionMarker marker) {
        GroupShard shard = shards.get(partition);
        Errors error = CoordinatorRuntime.availability(shard);
        if (shard == null || error != Errors.NONE) {
            return error;
        }
        GroupShard.Completed completed = shard.completeTransaction(marker);
        if (completed.error() == Errors.NONE) {
            tell(partition, marker.producerId(), completed.offsets());
        }
        return completed.error();
    }

    private void tell(int partition, long producerId, List<OffsetCommit> decided) {
        SortedMap<String, MemberRef> members = committers.getOrDefault(producerId, new TreeMap<>());
        SortedMap<String, List<OffsetCommit>> byGroup = new TreeMap<>();
        decided.forEach(commit -> byGroup.computeIfAbsent(commit.groupId(), unused -> new ArrayList<>())
                .add(commit));
        byGroup.forEach((groupId, commits) -> {
            MemberRef member =
                    members.getOrDefault(groupId, new MemberRef("", "transaction of producer " + producerId, null));
            events.tellCommitted(groupId, member, commits);
        });
        forget(partition, members);
        if (members.isEmpty()) {
            committers.remove(producerId);
        }
    }

    /** Forgets who committed in a partition that has been given up: whoever loads it does not know, either. */
    void unloaded(int partition) {
        committers.values().forEach(members -> forget(partition, members));
        committers.values().removeIf(SortedMap::isEmpty);
    }

    private void forget(int partition, SortedMap<String, MemberRef> members) {
        members.keySet().removeIf(groupId -> shards.partitionFor(groupId) == partition);
    }
}
