package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicState;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
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
    private final GroupCoordinatorConfig config;
    private final Timers timers;
    private final Shards shards;
    private final RebalanceEvents events;
    private final TopicCatalog topics;

    /** Who committed in which group, for the event log alone; a coordinator that takes over does not know. */
    private final SortedMap<Long, SortedMap<String, MemberRef>> committers = new TreeMap<>();

    TransactionalOffsetRequests(
            GroupCoordinatorConfig config, Timers timers, Shards shards, RebalanceEvents events, TopicCatalog topics) {
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
        CoordinatorShard shard = shards.of(request.groupId());
        ConsumerGroup consumer = shard.consumerGroup(request.groupId());
        if (consumer != null) {
            error = ConsumerGroupOffsets.check(consumer, request, config.offsetMetadataMaxBytes(), topics);
            return error == Errors.NONE
                    ? append(
                            shard,
                            request,
                            verified,
                            ConsumerGroupOffsets.memberRef(context, consumer, request.memberId()))
                    : refuse(request, error);
        }
        ClassicGroup group = shard.classicGroup(request.groupId());
        if (group == null && KafkaFields.generationId(request) >= 0) {
            return refuse(request, Errors.ILLEGAL_GENERATION);
        }
        group = group == null ? shard.create(request.groupId()) : group;
        error = check(group, request);
        if (error != Errors.NONE) {
            return refuse(request, error);
        }
        return append(shard, request, verified, OffsetRequests.memberRef(context, group, request.memberId()));
    }

    private TxnOffsetCommitResponseData append(
            CoordinatorShard shard, TxnOffsetCommitRequestData request, boolean verified, MemberRef member) {
        TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
        List<OffsetCommit> commits = commits(request, response);
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

    /** Returns whether the sender may commit now: NONE, or the error. The state of the group does not matter. */
    private static Errors check(ClassicGroup group, TxnOffsetCommitRequestData request) {
        if (group.state() == ClassicState.DEAD) {
            return Errors.COORDINATOR_NOT_AVAILABLE;
        }
        boolean isMember = KafkaFields.generationId(request) >= 0
                || !request.memberId().isEmpty()
                || request.groupInstanceId() != null;
        // Producers from before KIP-447 do not say for which member they commit.
        if (!isMember || KafkaFields.generationId(request) < 0 && group.isEmpty()) {
            return Errors.NONE;
        }
        Errors error = group.checkMember(request.memberId(), request.groupInstanceId());
        if (error != Errors.NONE) {
            return error;
        }
        return KafkaFields.generationId(request) == group.generationId() ? Errors.NONE : Errors.ILLEGAL_GENERATION;
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
     * Ends a producer's transaction in a partition of {@code __consumer_offsets}; returns NONE, or why that could not be
     * done, in the log's own words: the transaction coordinator asks again.
     */
    Errors completeTransaction(int partition, TransactionMarker marker) {
        CoordinatorShard shard = shards.get(partition);
        Errors error = Shards.availability(shard);
        if (shard == null || error != Errors.NONE) {
            return error;
        }
        CoordinatorShard.Completed completed = shard.completeTransaction(marker);
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
            events.tellCommitted(groupId, member, commits, timers.nowMs());
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
