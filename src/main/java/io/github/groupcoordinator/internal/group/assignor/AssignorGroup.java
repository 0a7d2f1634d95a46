package io.github.groupcoordinator.internal.group.assignor;

import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * The group that an assignor is asked about.
 *
 * @param members in the order in which they joined, which breaks ties. (Kafka lists them in the order of a hash table
 *     of their ids, and those are random.)
 * @param partitionCounts how many partitions the topics have that exist
 */
public record AssignorGroup(
        SubscriptionType subscriptionType, List<AssignorMember> members, Map<Uuid, Integer> partitionCounts) {

    /**
     * Returns a group with the partition counts of what its members subscribe to.
     *
     * @param isHomogeneous whether all members subscribe to the same topics
     */
    public static AssignorGroup of(boolean isHomogeneous, List<AssignorMember> members, TopicCatalog topics) {
        SortedMap<Uuid, Integer> counts = new TreeMap<>();
        for (AssignorMember each : members) {
            for (Uuid topicId : each.subscribedTopicIds()) {
                TopicCatalog.TopicInfo topic = topics.find(topicId);
                if (topic != null) {
                    counts.put(topicId, topic.partitionCount());
                }
            }
        }
        return new AssignorGroup(
                isHomogeneous ? SubscriptionType.HOMOGENEOUS : SubscriptionType.HETEROGENEOUS, members, counts);
    }

    int partitionCount(Uuid topicId) {
        Integer count = partitionCounts.get(topicId);
        if (count == null) {
            throw new PartitionAssignorException("topic " + topicId + " is subscribed to, but does not exist");
        }
        return count;
    }

    /** Returns the partitions that somebody was last meant to own, of topics and partitions that exist. */
    Map<Uuid, BitSet> assigned() {
        Map<Uuid, BitSet> assigned = new LinkedHashMap<>();
        for (AssignorMember member : members) {
            member.targetAssignment().forEach((topicId, partitions) -> {
                int count = partitionCounts.getOrDefault(topicId, 0);
                BitSet ofTopic = assigned.computeIfAbsent(topicId, unused -> new BitSet(count));
                for (int partition : partitions) {
                    // A classic leader may have assigned any number before the group was converted.
                    if (partition >= 0 && partition < count) {
                        ofTopic.set(partition);
                    }
                }
            });
        }
        return assigned;
    }
}
