package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;
import org.apache.kafka.common.requests.TxnOffsetCommitResponse;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;

/** The request layer of TxnOffsetCommit: unknown topics and partitions never reach the coordinator. */
final class TransactionalRequests {
    private static final int FIRST_VERSION_WITH_LOADING = 2;

    private final GroupCoordinatorService coordinator;
    private final Topics topics;

    TransactionalRequests(GroupCoordinatorService coordinator, Topics topics) {
        this.coordinator = coordinator;
        this.topics = topics;
    }

    CompletableFuture<AbstractResponse> commit(RequestContext context, TxnOffsetCommitRequest request) {
        TxnOffsetCommitResponse.Builder refused = new TxnOffsetCommitResponse.Builder();
        List<TxnOffsetCommitRequestTopic> accepted = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.data().topics()) {
            if (!topics.contains(topic.name())) {
                refused.addPartitions(
                        topic.name(),
                        topic.partitions(),
                        TxnOffsetCommitRequestPartition::partitionIndex,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION);
                continue;
            }
            TxnOffsetCommitRequestTopic known = new TxnOffsetCommitRequestTopic().setName(topic.name());
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                if (topics.contains(topic.name(), partition.partitionIndex())) {
                    known.partitions().add(partition);
                } else {
                    refused.addPartition(topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
                }
            }
            if (!known.partitions().isEmpty()) {
                accepted.add(known);
            }
        }
        if (accepted.isEmpty()) {
            return CompletableFuture.completedFuture(refused.build());
        }
        return coordinator
                .commitTransactionalOffsets(
                        context, request.data().duplicate().setTopics(accepted), BufferSupplier.NO_CACHING)
                .thenApply(response -> refused.merge(response).build())
                .thenApply(response -> forOldClients(context, response));
    }

    private static AbstractResponse forOldClients(RequestContext context, TxnOffsetCommitResponse response) {
        if (context.apiVersion() < FIRST_VERSION_WITH_LOADING) {
            TxnOffsetCommitResponseData data = response.data();
            data.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                if (partition.errorCode() == Errors.COORDINATOR_LOAD_IN_PROGRESS.code()) {
                    partition.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
                }
            }));
        }
        return response;
    }
}
