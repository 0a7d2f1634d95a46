package io.github.groupcoordinator.internal.group.streams.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of partitions of repartition topics: the one that is asked for, or the largest among what the subtopology
 * reads that writes to the topic, which may be repartition topics again.
 */
final class RepartitionCounts {
    private final StreamsTopology topology;
    private final Function<String, @Nullable Integer> existing;
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    RepartitionCounts(StreamsTopology topology, Function<String, @Nullable Integer> existing) {
        this.topology = topology;
        this.existing = existing;
    }

    Map<String, Integer> compute() {
        for (Subtopology subtopology : topology.all()) {
            for (InternalTopic topic : subtopology.repartitionSourceTopics()) {
                if (topic.partitions() != 0) {
                    counts.put(topic.name(), topic.partitions());
                }
            }
        }
        while (!pass()) {
            // Until nothing is left whose number follows from another that was not known before.
        }
        for (Subtopology subtopology : topology.all()) {
            for (InternalTopic topic : subtopology.repartitionSourceTopics()) {
                if (!counts.containsKey(topic.name())) {
                    throw StreamsRefusal.invalidTopology("Failed to compute number of partitions for all repartition"
                            + " topics, because a repartition source topic is never used as a sink topic.");
                }
            }
        }
        return counts;
    }

    /** Goes through all topics that are written to once; returns whether all numbers are known then. */
    private boolean pass() {
        boolean isDone = true;
        boolean hasProgressed = false;
        for (Subtopology subtopology : topology.all()) {
            for (String sink : subtopology.repartitionSinkTopics()) {
                if (counts.containsKey(sink)) {
                    continue;
                }
                Integer count = largestSource(subtopology);
                if (count == null) {
                    isDone = false;
                } else {
                    counts.put(sink, count);
                    hasProgressed = true;
                }
            }
        }
        if (!isDone && !hasProgressed) {
            throw StreamsRefusal.invalidTopology("Failed to compute number of partitions for all repartition topics."
                    + " There may be loops in the topology that cannot be resolved.");
        }
        return isDone;
    }

    private @Nullable Integer largestSource(Subtopology subtopology) {
        Integer largest = null;
        for (InternalTopic topic : subtopology.repartitionSourceTopics()) {
            largest = larger(largest, counts.get(topic.name()));
        }
        for (String topic : subtopology.sourceTopics()) {
            largest = larger(largest, existing.apply(topic));
        }
        return largest;
    }

    private static @Nullable Integer larger(@Nullable Integer one, @Nullable Integer other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }
}
