package io.github.groupcoordinator.internal.coordinator.group.event;

import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.text.AssignmentReadLater;
import io.github.groupcoordinator.view.MemberRef;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The fields that events have in common, whichever the protocol of the group. */
final class EventFields {

    private EventFields() {}

    static MemberRef ref(Cause cause) {
        return new MemberRef(cause.memberId(), cause.clientId(), cause.groupInstanceId());
    }

    static RebalanceReason reason(Trigger trigger) {
        return RebalanceReason.valueOf(trigger.name());
    }

    /**
     * Returns what members are to have; by the names that topics have now, whenever it is read.
     *
     * @param targets the partitions by topic, by member id; not changed any more
     */
    static SortedMap<String, SortedSet<TopicPartition>> target(
            SortedMap<String, SortedMap<Uuid, SortedSet<Integer>>> targets, TopicNames names) {
        SortedMap<Uuid, String> topics = new TreeMap<>();
        targets.values().forEach(target -> names.collect(target.keySet(), topics));
        return new AssignmentReadLater(() -> {
            SortedMap<String, SortedSet<TopicPartition>> byMember = new TreeMap<>();
            targets.forEach((memberId, target) -> byMember.put(memberId, TopicNames.of(target, topics)));
            return byMember;
        });
    }
}
