package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
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
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.jspecify.annotations.Nullable;

/** The topic {@code __consumer_offsets}: a real topic, whose records are real batches that any consumer can read. */
public final class ConsumerOffsets implements CoordinatorLog {
    public static final String NAME = "__consumer_offsets";

    private final Cluster cluster;

    public ConsumerOffsets(Cluster cluster) {
        this.cluster = cluster;
        cluster.config().offsetsTopicReplicationFactor(cluster.nodes().count());
    }

    @Nullable
    public Topic topic() {
        return cluster.topics().find(NAME);
    }

    public Topic create() {
        Map<String, String> config = new TreeMap<>();
        config.put("cleanup.policy", "compact");
        config.put("segment.bytes", "104857600");
        return cluster.topics()
                .create(
                        NAME,
                        new TopicConfig(cluster.config(), config),
                        cluster.config().offsetsTopicPartitions(),
                        cluster.config()
                                .offsetsTopicReplicationFactor(cluster.nodes().count()));
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
                    throw new IllegalStateException(NAME + "-" + partition + " has a record without a key");
                }
                each.record(new CoordinatorRecord(key, record.value()), producerId);
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
        LeaderCheck.requireEnoughInSync(cluster.topics().require(NAME), partition);
        return log;
    }

    private PartitionLog log(int partition) {
        PartitionLog log = cluster.topics().log(NAME, partition);
        if (log == null) {
            throw new NotLeaderOrFollowerException("There is no partition " + NAME + "-" + partition);
        }
        return log;
    }
}
