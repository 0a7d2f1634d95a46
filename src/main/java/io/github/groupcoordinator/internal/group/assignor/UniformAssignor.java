package io.github.groupcoordinator.internal.group.assignor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;

/** Everybody owns the same number of partitions, or one more; within that, everybody keeps what it can. */
public final class UniformAssignor implements ServerAssignor {
    public static final String NAME = "uniform";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(AssignorGroup group) {
        if (group.members().isEmpty()) {
            return new LinkedHashMap<>();
        }
        return switch (group.subscriptionType()) {
            case HOMOGENEOUS -> new HomogeneousAssignment(group).compute();
            case HETEROGENEOUS -> new HeterogeneousAssignment(group).compute();
        };
    }
}
