package io.github.groupcoordinator.internal.group.assignor;

import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A member as an assignor knows it. Racks are left out: neither assignor of Kafka 4.3 looks at them.
 *
 * @param instanceId the instance id of a static member
 * @param subscribedTopicIds the topics that it subscribes to and that exist, by name or by regular expression
 * @param targetAssignment what it was last meant to own; a static member that replaces another takes over that one's
 */
public record AssignorMember(
        String memberId,
        @Nullable String instanceId,
        SortedSet<Uuid> subscribedTopicIds,
        SortedMap<Uuid, SortedSet<Integer>> targetAssignment) {}
