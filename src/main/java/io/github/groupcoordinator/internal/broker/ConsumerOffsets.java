package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.RecordBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.jspecify.annotations.Nullable;

/** The topic {@code __consumer_offsets}: a real topic, whose records are real batches that any consumer can read. */
final class ConsumerOffsets implements CoordinatorLog {
    static final String NAME = "__consumer_offsets";

    private final Cluster cluster;

    ConsumerOffsets(Cluster cluster) {
        this.cluster = cluster;
        cluster.config().offsetsTopicReplicationFactor(cluster.nodes().size());
    }

    @Nullable
    Topic topic() {
        return cluster.topics().find(NAME);
    }

    Topic create() {
        Map<String, String> config = new TreeMap<>();
        config.put("cleanup.policy", "compact");
        config.put("segment.bytes", "104857600");
        return cluster.topics()
                .create(
                        NAME,
                        new TopicConfig(cluster.config(), config),
                        cluster.config().offsetsTopicPartitions(),
                        cluster.config()
                                .offsetsTopicReplicationFactor(cluster.nodes().size()));
    }

    @Override
    public void append(int partition, List<CoordinatorRecord> records) {
        List<RecordBatches.KeyValue> batch = new ArrayList<>();
        for (CoordinatorRecord record : records) {
            batch.add(new RecordBatches.KeyValue(record.key(), record.value()));
        }
        log(partition).append(batch, cluster.timers().nowMs());
    }

    @Override
    public void replay(int partition, Consumer<CoordinatorRecord> each) {
        log(partition).forEachRecord(record -> {
            byte[] key = record.key();
            if (key == null) {
                throw new IllegalStateException(NAME + "-" + partition + " has a record without a key");
            }
            each.accept(new CoordinatorRecord(key, record.value()));
        });
    }

    private PartitionLog log(int partition) {
        PartitionLog log = cluster.topics().log(NAME, partition);
        if (log == null) {
            throw new NotLeaderOrFollowerException("There is no partition " + NAME + "-" + partition);
        }
        return log;
    }
}
