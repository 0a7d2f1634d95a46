package io.github.groupcoordinator.internal.group.streams.assignor;

import io.github.groupcoordinator.internal.group.streams.task.Tasks;

/**
 * A member as the assignor looks at it.
 *
 * @param processId the process that it is a thread of
 * @param target the tasks that it was to have so far
 */
public record StreamsAssignorMember(String memberId, String processId, Tasks target) {}
