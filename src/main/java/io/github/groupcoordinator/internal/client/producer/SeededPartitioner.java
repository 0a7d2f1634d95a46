package io.github.groupcoordinator.internal.client.producer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's default partitioning with a seeded choice: records with a key go by its murmur2 hash; records without one
 * stay on a partition until {@code batch.size} bytes went there, then move to another (KIP-794). Kafka's own default
 * draws that other partition from an unseeded generator. Used only where the application names no partitioner.
 */
public final class SeededPartitioner implements Partitioner {
    static final String SEED_CONFIG = "groupcoordinator.partitioner.seed";

    private final Map<String, Sticky> stickies = new LinkedHashMap<>();
    private Random random = new Random(0);
    private int batchSize = 16384;
    private boolean ignoreKeys;

    @Override
    public void configure(Map<String, ?> configs) {
        random = new Random(Long.parseLong(String.valueOf(configs.get(SEED_CONFIG))));
        Object configuredBatch = configs.get(ProducerConfig.BATCH_SIZE_CONFIG);
        if (configuredBatch != null) {
            batchSize = Math.max(1, Integer.parseInt(configuredBatch.toString()));
        }
        ignoreKeys = Boolean.parseBoolean(String.valueOf(configs.get(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG)));
    }

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        int partitions = cluster.partitionCountForTopic(topic);
        if (keyBytes != null && !ignoreKeys) {
            return Utils.toPositive(Utils.murmur2(keyBytes)) % partitions;
        }
        Sticky sticky = stickies.get(topic);
        if (sticky == null || sticky.bytes >= batchSize || sticky.partition >= partitions) {
            sticky = new Sticky(choose(topic, cluster, partitions));
            stickies.put(topic, sticky);
        }
        sticky.bytes += (keyBytes == null ? 0 : keyBytes.length) + (valueBytes == null ? 0 : valueBytes.length);
        return sticky.partition;
    }

    private int choose(String topic, Cluster cluster, int partitions) {
        List<PartitionInfo> available = cluster.availablePartitionsForTopic(topic);
        return available.isEmpty()
                ? random.nextInt(partitions)
                : available.get(random.nextInt(available.size())).partition();
    }

    @Override
    public void close() {
        stickies.clear();
    }

    private static final class Sticky {
        private final int partition;
        private long bytes;

        Sticky(int partition) {
            this.partition = partition;
        }
    }
}
