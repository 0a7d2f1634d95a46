package io.github.groupcoordinator.internal.group.assignor;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** An assignor of the broker's {@code group.consumer.assignors}: decides which member owns which partitions. */
public interface ServerAssignor {

    /** Returns the name by which members and the broker's configuration ask for it. */
    String name();

    /**
     * Returns who is to own what, by member id in the order of the members. Who is not in it owns nothing. What does
     * not change is handed back as the same object.
     *
     * @throws PartitionAssignorException if a topic does not exist, or what was assigned before cannot be
     */
    Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(AssignorGroup group);

    /** Returns Kafka's assignor of that name, or null if it has none. */
    static @Nullable ServerAssignor named(String name) {
        return switch (name) {
            case UniformAssignor.NAME -> new UniformAssignor();
            case RangeAssignor.NAME -> new RangeAssignor();
            default -> null;
        };
    }
}
