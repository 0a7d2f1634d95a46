package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.view.GroupView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The end offsets of the partitions that a group is about, which its lag is measured by. */
final class EndOffsets {
    private EndOffsets() {}

    /** Returns the end offset of each existing partition that is assigned or committed in the group. */
    static SortedMap<TopicPartition, Long> of(GroupView group, Broker broker) {
        Set<TopicPartition> partitions =
                new LinkedHashSet<>(group.committedOffsets().keySet());
        group.members().forEach(member -> partitions.addAll(member.assignment()));
        SortedMap<TopicPartition, Long> ends = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        List<String> topics = broker.topicNames();
        for (TopicPartition partition : partitions) {
            String topic = partition.topic();
            // An assignment may outlive its topic.
            if (topics.contains(topic) && partition.partition() < broker.partitionCount(topic)) {
                ends.put(partition, broker.endOffset(topic, partition.partition()));
            }
        }
        return ends;
    }
}
