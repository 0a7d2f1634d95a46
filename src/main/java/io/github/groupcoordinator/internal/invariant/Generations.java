package io.github.groupcoordinator.internal.invariant;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest generation of each group as it was stored, and of each member as its client saw it. A generation that was
 * begun and never stored is none: a failover takes it back, as in Kafka.
 */
final class Generations {
    private final Map<String, Group> groups = new LinkedHashMap<>();

    private static final class Group {
        private int stored = -1;
        private final Map<String, Integer> seenByMember = new LinkedHashMap<>();
    }

    @Nullable
    Finding stored(String groupId, int generation) {
        Group group = groups.computeIfAbsent(groupId, id -> new Group());
        int before = group.stored;
        group.stored = generation;
        return generation >= before
                ? null
                : new Finding(
                        "group '" + groupId + "' was stored at generation " + generation
                                + ", after it had been stored at " + before,
                        before + " or later");
    }

    void allDeleted() {
        groups.clear();
    }

    void deleted(String groupId) {
        groups.remove(groupId);
    }

    @Nullable
    Finding observe(ClusterEvent event) {
        if (!(event instanceof PartitionsAssigned assigned)) {
            return null;
        }
        Group group = groups.computeIfAbsent(assigned.groupId(), id -> new Group());
        Integer before = group.seenByMember.put(assigned.member().memberId(), assigned.generation());
        return before == null || assigned.generation() >= before
                ? null
                : new Finding(
                        assigned.member() + " was assigned partitions in generation " + assigned.generation()
                                + ", after it had been in " + before,
                        before + " or later");
    }
}
