package kafka.server.share;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.server.share.SharePartitionKey;

/**
 * Kafka's cache of share partitions, in the order in which they came: Kafka's own goes by hashes, some of them drawn.
 */
final class OrderedCache extends SharePartitionCache {
    private final Set<SharePartitionKey> order = new LinkedHashSet<>();

    @Override
    public synchronized SharePartition computeIfAbsent(
            SharePartitionKey key, Function<SharePartitionKey, SharePartition> maker) {
        SharePartition found = super.computeIfAbsent(key, maker);
        order.add(key);
        return found;
    }

    @Override
    public synchronized SharePartition remove(SharePartitionKey key) {
        order.remove(key);
        return super.remove(key);
    }

    @Override
    public synchronized Set<TopicIdPartition> topicIdPartitionsForGroup(String groupId) {
        return order.stream()
                .filter(key -> key.groupId().equals(groupId))
                .map(SharePartitionKey::topicIdPartition)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Set<SharePartitionKey> cachedSharePartitionKeys() {
        return new LinkedHashSet<>(order);
    }
}
