package io.github.groupcoordinator.internal.coordinator.transaction;

import io.github.groupcoordinator.internal.coordinator.Coordinator;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The transaction coordinator of one node: decides, appends, applies, writes markers. One thread at a time.
 *
 * <p>An answer is given before the markers are written, as Kafka does. Here they are written at once after it, so that
 * a producer rarely meets CONCURRENT_TRANSACTIONS: only while a partition's leader can't write.
 */
public final class TransactionCoordinator implements Coordinator {
    private final TransactionConfig config;
    private final TransactionShard.Environment environment;
    private final CoordinatorRuntime<TransactionShard> shards;

    /** The reply with a producer's identity and NONE, or with the reason that there is none. */
    public interface IdentityReply {
        void answer(Errors error, long producerId, short producerEpoch);
    }

    /** Makes a coordinator that leads no partition yet; {@link #load} gives it some. */
    public TransactionCoordinator(
            TransactionConfig config,
            Timers timers,
            CoordinatorLog log,
            MarkerWriter markers,
            TransactionObserver observer,
            ProducerIds producerIds) {
        this.config = config;
        this.environment =
                new TransactionShard.Environment(timers, log, markers, observer, producerIds, timers.nowMs());
        this.shards = new CoordinatorRuntime<>(
                config.partitions(), partition -> new TransactionShard(partition, config, environment));
    }

    @Override
    public int partitionFor(String transactionalId) {
        return shards.partitionFor(transactionalId);
    }

    @Override
    public void load(int partition, int leaderEpoch) {
        shards.load(partition, leaderEpoch);
    }

    @Override
    public void startLoading(int partition) {
        shards.startLoading(partition);
    }

    @Override
    public void unload(int partition) {
        shards.unload(partition);
    }

    /** A transactional id that is led here, or why it can't be served. */
    private record Found(
            Errors error,
            @Nullable TransactionShard shard,
            @Nullable TransactionMetadata transaction) {}

    private Found find(@Nullable String transactionalId, Errors ifAbsent) {
        if (transactionalId == null || transactionalId.isEmpty()) {
            return new Found(Errors.INVALID_REQUEST, null, null);
        }
        TransactionShard shard = shards.get(partitionFor(transactionalId));
        Errors error = CoordinatorRuntime.availability(shard);
        TransactionMetadata transaction = shard == null || error != Errors.NONE ? null : shard.find(transactionalId);
        return new Found(error == Errors.NONE && transaction == null ? ifAbsent : error, shard, transaction);
    }

    /**
     * InitProducerId of a transactional producer. One that comes anew fences those before it: an open transaction is
     * aborted, and the answer is CONCURRENT_TRANSACTIONS; the producer asks again.
     *
     * @param expected what the producer says that it had; null if it begins
     */
    public void initProducerId(
            String transactionalId, int timeoutMs, @Nullable ExpectedProducer expected, IdentityReply reply) {
        if (transactionalId.isEmpty()) {
            refuse(reply, Errors.INVALID_REQUEST);
            return;
        }
        if (timeoutMs <= 0 || timeoutMs > config.maxTimeoutMs()) {
            refuse(reply, Errors.INVALID_TRANSACTION_TIMEOUT);
            return;
        }
        Found found = find(transactionalId, Errors.NONE);
        TransactionShard shard = found.shard();
        if (shard == null || found.error() != Errors.NONE) {
            refuse(reply, found.error());
            return;
        }
        TransactionMetadata transaction =
                found.transaction() == null ? shard.create(transactionalId, timeoutMs) : found.transaction();
        Decision decision = TransactionDecisions.initProducerId(
                transaction,
                expected,
                timeoutMs,
                environment.producerIds()::next,
                environment.timers().nowMs());
        TransactionMetadata next = decision.next();
        if (next == null) {
            boolean fences =
                    decision.error() == Errors.CONCURRENT_TRANSACTIONS && TransactionDecisions.mustFence(transaction);
            Errors fenced = fences ? shard.fence(transaction, TransactionObserver.End.FENCED) : Errors.NONE;
            refuse(reply, fenced == Errors.NONE ? decision.error() : fenced);
            return;
        }
        Errors error = shard.appendAndApply(next);
        if (error != Errors.NONE) {
            refuse(reply, error);
            return;
        }
        reply.answer(Errors.NONE, next.producer().id(), next.producer().epoch());
    }

    private static void refuse(IdentityReply reply, Errors error) {
        reply.answer(error, ProducerIdentity.NO_ID, ProducerIdentity.NO_EPOCH);
    }

    /**
     * Adds partitions to a transaction, which begins with the first ones; returns NONE or the error for all of them.
     *
     * @param transactionVersion which version of transactions the producer uses
     */
    public Errors addPartitions(
            @Nullable String transactionalId,
            ExpectedProducer producer,
            Collection<TopicPartition> partitions,
            int transactionVersion) {
        Found found = find(transactionalId, Errors.INVALID_PRODUCER_ID_MAPPING);
        TransactionShard shard = found.shard();
        TransactionMetadata transaction = found.transaction();
        if (shard == null || transaction == null) {
            return found.error();
        }
        Decision decision = TransactionDecisions.addPartitions(
                transaction,
                producer,
                partitions,
                transactionVersion,
                environment.timers().nowMs());
        TransactionMetadata next = decision.next();
        return next == null ? decision.error() : shard.appendAndApply(next);
    }

    /** Returns for each partition NONE if the transaction touches it, or the error. */
    public SortedMap<TopicPartition, Errors> verifyPartitions(
            @Nullable String transactionalId, ExpectedProducer producer, Collection<TopicPartition> partitions) {
        Found found = find(transactionalId, Errors.INVALID_PRODUCER_ID_MAPPING);
        TransactionMetadata transaction = found.transaction();
        if (transaction != null) {
            return TransactionDecisions.verifyPartitions(transaction, producer, partitions);
        }
        SortedMap<TopicPartition, Errors> refused = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        partitions.forEach(partition -> refused.put(partition, found.error()));
        return refused;
    }

    /**
     * EndTxn. The answer names the identity for the next transaction, if the producer's version of transactions bumps
     * the epoch; -1 otherwise.
     *
     * @param transactionVersion which version of transactions the producer uses
     */
    public void endTransaction(
            @Nullable String transactionalId,
            ExpectedProducer producer,
            boolean commit,
            int transactionVersion,
            IdentityReply reply) {
        Found found = find(transactionalId, Errors.INVALID_PRODUCER_ID_MAPPING);
        TransactionShard shard = found.shard();
        TransactionMetadata transaction = found.transaction();
        if (shard == null || transaction == null) {
            refuse(reply, found.error());
            return;
        }
        boolean bumps = TransactionMetadata.bumpsEpochs(transactionVersion);
        long nowMs = environment.timers().nowMs();
        Decision decision = bumps
                ? EndTransactionDecisions.byProducerWithEpochBump(
                        transaction, producer, commit, transactionVersion, environment.producerIds()::next, nowMs)
                : EndTransactionDecisions.byProducer(transaction, producer, commit, nowMs);
        TransactionMetadata next = decision.next();
        Errors error = next == null ? decision.error() : shard.appendAndApply(next);
        if (error != Errors.NONE || !bumps) {
            refuse(reply, error);
        } else {
            ProducerIdentity identity = (next == null ? transaction : next.completed(nowMs)).producer();
            reply.answer(Errors.NONE, identity.id(), identity.epoch());
        }
        if (next != null && error == Errors.NONE) {
            shard.complete(next);
        }
    }

    /** Hands over a transactional id, or says why it is not known here. */
    public void describe(String transactionalId, BiConsumer<Errors, @Nullable TransactionMetadata> reply) {
        Found found = find(transactionalId, Errors.TRANSACTIONAL_ID_NOT_FOUND);
        reply.accept(found.error(), found.transaction());
    }

    /** Returns why ids can't be listed: COORDINATOR_LOAD_IN_PROGRESS while any partition is loading, else NONE. */
    public Errors listable() {
        return shards.all().stream().allMatch(TransactionShard::isActive)
                ? Errors.NONE
                : Errors.COORDINATOR_LOAD_IN_PROGRESS;
    }

    /** Returns all ids that are led here, by partition and name. */
    public List<TransactionMetadata> all() {
        List<TransactionMetadata> all = new ArrayList<>();
        shards.all().forEach(shard -> all.addAll(shard.all()));
        return all;
    }
}
