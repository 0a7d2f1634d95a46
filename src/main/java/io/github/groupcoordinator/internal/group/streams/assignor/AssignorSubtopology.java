package io.github.groupcoordinator.internal.group.streams.assignor;

/**
 * A subtopology as the assignor looks at it.
 *
 * @param tasks the number of its tasks
 * @param isStateful whether it has changelogs, and so standby tasks
 */
public record AssignorSubtopology(String id, int tasks, boolean isStateful) {}
