package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionLog;
import io.github.groupcoordinator.internal.log.LogRecord;
import io.github.groupcoordinator.internal.log.LogReplay;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.RecordBatches;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.jspecify.annotations.Nullable;

/** The topic {@code __transaction_state}: a real topic, created when the first producer asks for its coordinator. */
public final class TransactionStates implements TransactionLog {
    public static final String NAME = "__transaction_state";

    private final Cluster cluster;

    TransactionStates(Cluster cluster) {
        this.cluster = cluster;
        cluster.config().transactionTopicReplicationFactor(cluster.nodes().all().size());
    }

    @Nullable
    public Topic topic() {
        return cluster.topics().find(NAME);
    }

    public Topic create() {
        int replicationFactor = cluster.config()
                .transactionTopicReplicationFactor(cluster.nodes().all().size());
        Map<String, String> config = new TreeMap<>();
        config.put("cleanup.policy", "compact");
        config.put(
                "min.insync.replicas",
                String.valueOf(Math.min(cluster.config().transactionTopicMinIsr(), replicationFactor)));
        config.put("segment.bytes", "104857600");
        config.put("unclean.leader.election.enable", "false");
        return cluster.topics()
                .create(
                        NAME,
                        new TopicConfig(cluster.config(), config),
                        cluster.config().transactionCoordinator().partitions(),
                        replicationFactor);
    }

    @Override
    public void append(int partition, byte[] key, byte @Nullable [] value) {
        Topic topic = topic();
        if (topic != null) {
            LeaderCheck.requireEnoughInSync(topic, partition);
        }
        log(partition)
                .append(
                        List.of(new RecordBatches.KeyValue(key, value)),
                        cluster.timers().nowMs());
    }

    @Override
    public void replay(int partition, BiConsumer<byte[], byte @Nullable []> each) {
        log(partition).replay(new LogReplay() {
            @Override
            public void record(LogRecord record, long producerId) {
                byte[] key = record.key();
                if (key == null) {
                    throw new IllegalStateException(NAME + "-" + partition + " has a record without a key");
                }
                each.accept(key, record.value());
            }

            @Override
            public void marker(long producerId, boolean committed) {
                throw new IllegalStateException(NAME + "-" + partition + " has the end of a transaction");
            }
        });
    }

    /** Returns the leader epoch of a partition, which is the epoch of its coordinator. */
    int leaderEpoch(int partition) {
        return log(partition).leaderEpoch();
    }

    private PartitionLog log(int partition) {
        PartitionLog log = cluster.topics().log(NAME, partition);
        if (log == null) {
            throw new NotLeaderOrFollowerException("There is no partition " + NAME + "-" + partition);
        }
        return log;
    }
}
