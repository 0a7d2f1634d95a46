package io.github.groupcoordinator.internal.coordinator.transaction;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.CoordinatorShard;
import io.github.groupcoordinator.internal.coordinator.ShardLog;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The transactional ids of one partition of {@code __transaction_state}: decide, append, apply; then write markers. */
final class TransactionShard implements CoordinatorShard {
    /** Kafka's sender of markers asks a node again after its reconnect.backoff.ms. */
    private static final long MARKER_RETRY_MS = 50;

    private final ShardLog log;
    private final TransactionConfig config;
    private final Environment environment;
    private final TransactionTimers timers;
    private final SortedMap<String, TransactionMetadata> transactions = new TreeMap<>();

    /** Ids whose fence took an epoch and could not be written: the next attempt uses the same one. */
    private final SortedSet<String> failedFences = new TreeSet<>();

    private int coordinatorEpoch;
    private boolean isActive;

    /** The parts that all partitions of a coordinator share. */
    record Environment(
            Timers timers,
            CoordinatorLog log,
            MarkerWriter markers,
            TransactionObserver observer,
            ProducerIds producerIds,
            long startMs) {}

    TransactionShard(int partition, TransactionConfig config, Environment environment) {
        this.log = new ShardLog(partition, environment.log());
        this.config = config;
        this.environment = environment;
        this.timers = new TransactionTimers(config, environment.timers(), environment.startMs());
    }

    @Override
    public boolean isActive() {
        return isActive;
    }

    private long nowMs() {
        return environment.timers().nowMs();
    }

    /** Replays the partition, and goes on writing the markers of what was decided. */
    @Override
    public void load(int leaderEpoch) {
        coordinatorEpoch = leaderEpoch;
        log.replay(new Replay());
        isActive = true;
        for (TransactionMetadata transaction : new ArrayList<>(transactions.values())) {
            rearm(transaction);
            if (transaction.state().isPrepared()) {
                writeMarkers(transaction.transactionalId());
            }
        }
    }

    /** Disarms everything. Nobody is parked here: whoever has to wait is told to come again. */
    @Override
    public void unload() {
        isActive = false;
        timers.disarmAll();
    }

    /** Reads back what is in the partition. */
    private final class Replay implements CoordinatorReplay {
        @Override
        public void record(long offset, CoordinatorRecord each, long producerId) {
            TransactionSerde.Decoded decoded = TransactionSerde.decode(each.key(), each.value());
            if (decoded != null) {
                apply(decoded.transactionalId(), decoded.transaction());
            }
        }

        @Override
        public void marker(long producerId, boolean committed) {
            throw new IllegalStateException("__transaction_state has the end of a transaction");
        }
    }

    @Nullable
    TransactionMetadata find(String transactionalId) {
        return transactions.get(transactionalId);
    }

    Collection<TransactionMetadata> all() {
        return Collections.unmodifiableCollection(transactions.values());
    }

    /** Makes what is there before the first record: as in Kafka it stays if that record can't be appended. */
    TransactionMetadata create(String transactionalId, int timeoutMs) {
        TransactionMetadata created = TransactionMetadata.created(
                transactionalId, environment.producerIds().next(), timeoutMs, nowMs());
        transactions.put(transactionalId, created);
        return created;
    }

    /** Appends a change and applies it. */
    Errors appendAndApply(TransactionMetadata next) {
        Errors error = append(next.transactionalId(), TransactionSerde.value(next, config.transactionVersion()));
        if (error != Errors.NONE) {
            return error;
        }
        apply(next.transactionalId(), next);
        rearm(next);
        return Errors.NONE;
    }

    private Errors append(String transactionalId, byte @Nullable [] value) {
        return AppendErrors.toClient(
                log.append(List.of(new CoordinatorRecord(TransactionSerde.key(transactionalId), value))));
    }

    /** The only writer of what is persistent. */
    private void apply(String transactionalId, @Nullable TransactionMetadata transaction) {
        if (transaction == null) {
            transactions.remove(transactionalId);
        } else {
            transactions.put(transactionalId, transaction);
        }
    }

    /** Aborts an open transaction on the coordinator's own account, and fences who wrote it. */
    Errors fence(TransactionMetadata transaction, TransactionObserver.End end) {
        String transactionalId = transaction.transactionalId();
        boolean hasFailed = failedFences.contains(transactionalId);
        TransactionMetadata aborted = EndTransactionDecisions.byCoordinator(
                transaction, hasFailed, config.transactionVersion(), environment.producerIds()::next, nowMs());
        Errors error = appendAndApply(aborted);
        if (error == Errors.NONE) {
            environment.observer().ended(aborted, end, nowMs());
            writeMarkers(transactionalId);
        } else if (!TransactionMetadata.bumpsEpochs(config.transactionVersion())) {
            failedFences.add(transactionalId);
            transactions.put(
                    transactionalId,
                    transaction.withEpochOfFailedFence(aborted.producer().epoch()));
        }
        return error;
    }

    /** Tells of a decision by the producer, then writes its markers. */
    void complete(TransactionMetadata prepared) {
        environment
                .observer()
                .ended(
                        prepared,
                        prepared.isCommit() ? TransactionObserver.End.COMMITTED : TransactionObserver.End.ABORTED,
                        nowMs());
        writeMarkers(prepared.transactionalId());
    }

    /** Writes the markers that are still missing; completes the transaction when there are none any more. */
    private void writeMarkers(String transactionalId) {
        failedFences.remove(transactionalId);
        TransactionMetadata prepared = transactions.get(transactionalId);
        if (!isActive || prepared == null || !prepared.state().isPrepared()) {
            return;
        }
        boolean retry = false;
        for (TopicPartition touched : List.copyOf(prepared.partitions())) {
            Errors error = environment.markers().write(touched, prepared, coordinatorEpoch);
            if (error == Errors.NONE || error == Errors.UNKNOWN_TOPIC_OR_PARTITION) {
                prepared = prepared.withoutPartition(touched);
                transactions.put(transactionalId, prepared);
            } else if (error == Errors.INVALID_PRODUCER_EPOCH || error == Errors.TRANSACTION_COORDINATOR_FENCED) {
                // As in Kafka: somebody else has ended it. The id answers CONCURRENT_TRANSACTIONS until a failover.
                return;
            } else if (isRetriable(error)) {
                retry = true;
            } else {
                throw new IllegalStateException("The marker of transaction '" + transactionalId + "' in " + touched
                        + " met an unexpected error: " + error);
            }
        }
        Errors completion = retry ? Errors.NONE : appendAndApply(prepared.completed(nowMs()));
        if (retry || completion == Errors.COORDINATOR_NOT_AVAILABLE) {
            timers.awaitMarkers(transactionalId, MARKER_RETRY_MS, () -> writeMarkers(transactionalId));
        }
    }

    private static boolean isRetriable(Errors error) {
        return switch (error) {
            case NOT_LEADER_OR_FOLLOWER,
                    NOT_ENOUGH_REPLICAS,
                    NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                    REQUEST_TIMED_OUT,
                    KAFKA_STORAGE_ERROR -> true;
            default -> false;
        };
    }

    private void rearm(TransactionMetadata transaction) {
        String transactionalId = transaction.transactionalId();
        switch (transaction.state()) {
            case ONGOING -> timers.awaitTimeout(transaction, () -> timeOut(transactionalId));
            case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT ->
                timers.awaitExpiration(transaction, () -> expire(transactionalId));
            case PREPARE_COMMIT, PREPARE_ABORT -> timers.disarm(transactionalId);
        }
    }

    private void timeOut(String transactionalId) {
        TransactionMetadata transaction = transactions.get(transactionalId);
        if (transaction != null
                && transaction.state() == TransactionState.ONGOING
                && fence(transaction, TransactionObserver.End.TIMED_OUT) != Errors.NONE) {
            rearm(transaction);
        }
    }

    private void expire(String transactionalId) {
        TransactionMetadata transaction = transactions.get(transactionalId);
        if (transaction == null) {
            return;
        }
        if (append(transactionalId, null) == Errors.NONE) {
            apply(transactionalId, null);
        } else {
            rearm(transaction);
        }
    }
}
