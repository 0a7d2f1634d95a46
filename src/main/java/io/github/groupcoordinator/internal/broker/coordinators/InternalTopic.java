package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.log.LogRecord;
import io.github.groupcoordinator.internal.log.LogReplay;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.RecordBatches;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.jspecify.annotations.Nullable;

/**
 * An internal topic that coordinators keep: a real topic, whose records are real batches that any consumer can
 * read.
 */
public abstract class InternalTopic implements CoordinatorLog {
    private final Cluster cluster;
    private final String name;

    InternalTopic(Cluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    final Cluster cluster() {
        return cluster;
    }

    public final String name() {
        return name;
    }

    /** Returns the topic, or null if it has not been made yet. */
    public final @Nullable Topic topic() {
        return cluster.topics().find(name);
    }

    /** Makes the topic, as Kafka makes it when the first client asks for its coordinator. */
    public abstract Topic create();

    /** Returns the leader epoch of a partition, which is the epoch of its coordinator. */
    final int leaderEpoch(int partition) {
        return log(partition).leaderEpoch();
    }

    @Override
    public void append(int partition, List<CoordinatorRecord> records) {
        logToAppend(partition).append(batch(records), cluster.timers().nowMs());
    }

    @Override
    public void append(int partition, TransactionalProducer producer, List<CoordinatorRecord> records) {
        logToAppend(partition)
                .appendTransactional(
                        batch(records),
                        producer.producerId(),
                        producer.producerEpoch(),
                        producer.verified(),
                        cluster.timers().nowMs());
    }

    @Override
    public void append(int partition, TransactionMarker marker) {
        logToAppend(partition).appendMarker(marker, cluster.timers().nowMs());
    }

    private static List<RecordBatches.KeyValue> batch(List<CoordinatorRecord> records) {
        List<RecordBatches.KeyValue> batch = new ArrayList<>();
        for (CoordinatorRecord record : records) {
            batch.add(new RecordBatches.KeyValue(record.key(), record.value()));
        }
        return batch;
    }

    @Override
    public void replay(int partition, CoordinatorReplay each) {
        log(partition).replay(new LogReplay() {
            @Override
            public void record(LogRecord record, long producerId) {
                byte[] key = record.key();
                if (key == null) {
                    throw new IllegalStateException(name + "-" + partition + " has a record without a key");
                }
                each.record(record.offset(), new CoordinatorRecord(key, record.value()), producerId);
            }

            @Override
            public void marker(long producerId, boolean committed) {
                each.marker(producerId, committed);
            }
        });
    }

    /** As in Kafka, coordinators wait for all replicas in sync, and for enough of them to be so. */
    private PartitionLog logToAppend(int partition) {
        PartitionLog log = log(partition);
        LeaderCheck.requireEnoughInSync(cluster.topics().require(name), partition);
        return log;
    }

    final PartitionLog log(int partition) {
        PartitionLog log = cluster.topics().log(name, partition);
        if (log == null) {
            throw new NotLeaderOrFollowerException("There is no partition " + name + "-" + partition);
        }
        return log;
    }
}
