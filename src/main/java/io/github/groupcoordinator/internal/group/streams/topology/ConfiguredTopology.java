package io.github.groupcoordinator.internal.group.streams.topology;

import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.jspecify.annotations.Nullable;

/**
 * A topology with what follows from the topics that are there.
 *
 * @param subtopologies by id; null if the topics do not fit
 * @param topicsToCreate the internal topics that are missing
 * @param problem the reason why there are no tasks yet, or null if there are
 */
public record ConfiguredTopology(
        int epoch,
        @Nullable SortedMap<String, ConfiguredSubtopology> subtopologies,
        List<CreatableTopic> topicsToCreate,
        @Nullable TopicProblem problem) {

    /** Returns the subtopologies if all topics are there and fit, or null. */
    public @Nullable SortedMap<String, ConfiguredSubtopology> ready() {
        return problem == null ? subtopologies : null;
    }
}
