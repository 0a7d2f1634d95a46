package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.ConsumerOffsets;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionVerification;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/**
 * TxnOffsetCommit v0-5; v2 COORDINATOR_LOAD_IN_PROGRESS, v3 member id, generation and instance id (KIP-447), v5 the
 * request itself adds the group's partition to the transaction (KIP-890). Partitions that do not exist are answered
 * here.
 */
public final class TxnOffsetCommitHandler extends RequestHandler<TxnOffsetCommitRequestData> {
    private static final short LOAD_IN_PROGRESS = 2;

    /** A commit of offsets has no sequence of its own. */
    private static final int NO_SEQUENCE = -1;

    private final Cluster cluster;
    private final GroupCoordinators coordinators;
    private final TransactionVerification verification;

    public TxnOffsetCommitHandler(
            Cluster cluster, GroupCoordinators coordinators, TransactionVerification verification) {
        super(TransactionApis.TXN_OFFSET_COMMIT);
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.verification = verification;
    }

    @Override
    public void answer(Request request, TxnOffsetCommitRequestData body) {
        Map<String, TxnOffsetCommitResponseTopic> refused = new LinkedHashMap<>();
        List<TxnOffsetCommitRequestTopic> accepted = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : body.topics()) {
            TxnOffsetCommitRequestTopic known = new TxnOffsetCommitRequestTopic().setName(topic.name());
            if (cluster.topics().find(topic.name()) == null) {
                // It is named in the answer even if none of its partitions is asked for.
                refused.computeIfAbsent(topic.name(), n -> new TxnOffsetCommitResponseTopic().setName(n));
            }
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                if (cluster.topics().log(topic.name(), partition.partitionIndex()) != null) {
                    known.partitions().add(partition);
                } else {
                    add(refused, topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
                }
            }
            if (!known.partitions().isEmpty()) {
                accepted.add(known);
            }
        }
        TxnOffsetCommitResponseData answered = accepted.isEmpty()
                ? new TxnOffsetCommitResponseData()
                : commit(request, body.duplicate().setTopics(accepted));
        request.reply(forOldClients(request, merge(refused, answered)));
    }

    private static void add(
            Map<String, TxnOffsetCommitResponseTopic> topics, String name, int partition, Errors error) {
        topics.computeIfAbsent(name, n -> new TxnOffsetCommitResponseTopic().setName(n))
                .partitions()
                .add(new TxnOffsetCommitResponsePartition()
                        .setPartitionIndex(partition)
                        .setErrorCode(error.code()));
    }

    private TxnOffsetCommitResponseData commit(Request request, TxnOffsetCommitRequestData body) {
        TopicPartition offsets = new TopicPartition(ConsumerOffsets.NAME, coordinators.partitionFor(body.groupId()));
        Topic topic = cluster.topics().find(ConsumerOffsets.NAME);
        // Only the leader of the group's partition asks; all others refuse in the words of their coordinator.
        boolean asks = !body.groupId().isEmpty()
                && topic != null
                && topic.log(offsets.partition()) != null
                && topic.replicas(offsets.partition()).isLedBy(request.node());
        boolean mayBegin = false;
        if (asks) {
            SortedMap<TopicPartition, Integer> sequences = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
            sequences.put(offsets, NO_SEQUENCE);
            TransactionVerification.Outcome outcome = verification.ask(
                    new TransactionVerification.Writer(
                            body.transactionalId(),
                            body.producerId(),
                            body.producerEpoch(),
                            TransactionVerification.ofTxnOffsetCommit(request.version())),
                    sequences);
            Errors error = outcome.refused().getOrDefault(offsets, Errors.NONE);
            if (error != Errors.NONE) {
                // Another node that does not answer is no error that old clients know; this one they try again.
                return refuse(body, error == Errors.NETWORK_EXCEPTION ? Errors.COORDINATOR_LOAD_IN_PROGRESS : error);
            }
            mayBegin = outcome.mayBegin(offsets);
        }
        return coordinators.at(request).txnOffsetCommit(request.context(), body, mayBegin);
    }

    private static TxnOffsetCommitResponseData refuse(TxnOffsetCommitRequestData body, Errors error) {
        Map<String, TxnOffsetCommitResponseTopic> topics = new LinkedHashMap<>();
        for (TxnOffsetCommitRequestTopic topic : body.topics()) {
            topic.partitions().forEach(partition -> add(topics, topic.name(), partition.partitionIndex(), error));
        }
        return new TxnOffsetCommitResponseData().setTopics(new ArrayList<>(topics.values()));
    }

    private static TxnOffsetCommitResponseData merge(
            Map<String, TxnOffsetCommitResponseTopic> refused, TxnOffsetCommitResponseData answered) {
        if (refused.isEmpty()) {
            return answered;
        }
        Map<String, TxnOffsetCommitResponseTopic> merged = new LinkedHashMap<>(refused);
        for (TxnOffsetCommitResponseTopic topic : answered.topics()) {
            TxnOffsetCommitResponseTopic present = merged.putIfAbsent(topic.name(), topic);
            if (present != null) {
                present.partitions().addAll(topic.partitions());
            }
        }
        return new TxnOffsetCommitResponseData().setTopics(new ArrayList<>(merged.values()));
    }

    private static TxnOffsetCommitResponseData forOldClients(Request request, TxnOffsetCommitResponseData response) {
        if (request.version() < LOAD_IN_PROGRESS) {
            for (TxnOffsetCommitResponseTopic topic : response.topics()) {
                for (TxnOffsetCommitResponsePartition partition : topic.partitions()) {
                    if (partition.errorCode() == Errors.COORDINATOR_LOAD_IN_PROGRESS.code()) {
                        partition.setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code());
                    }
                }
            }
        }
        return response;
    }
}
