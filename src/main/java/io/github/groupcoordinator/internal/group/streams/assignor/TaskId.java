package io.github.groupcoordinator.internal.group.streams.assignor;

import java.util.Comparator;

/** A task: a partition of a subtopology. */
record TaskId(String subtopology, int partition) {
    static final Comparator<TaskId> BY_PARTITION =
            Comparator.comparingInt(TaskId::partition).thenComparing(TaskId::subtopology);

    static final Comparator<TaskId> BY_SUBTOPOLOGY =
            Comparator.comparing(TaskId::subtopology).thenComparingInt(TaskId::partition);
}
