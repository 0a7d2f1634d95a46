package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.Assignments;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.internal.group.streams.topology.Subtopology;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that tasks read, for those who watch: of the topics that are there. */
public record TaskPartitions(@Nullable StreamsTopology topology, TopicCatalog topics) {

    /** Returns the partitions of tasks, by subtopology and number. */
    public SortedSet<TopicPartition> of(SortedMap<String, SortedSet<Integer>> tasks) {
        SortedSet<TopicPartition> partitions = Assignments.none();
        tasks.forEach((id, numbers) -> {
            Subtopology subtopology = topology == null ? null : topology.find(id);
            if (subtopology != null) {
                for (String name : subtopology.sources()) {
                    TopicCatalog.TopicInfo topic = topics.find(name);
                    int count = topic == null ? 0 : topic.partitionCount();
                    numbers.headSet(count).forEach(number -> partitions.add(new TopicPartition(name, number)));
                }
            }
        });
        return partitions;
    }
}
