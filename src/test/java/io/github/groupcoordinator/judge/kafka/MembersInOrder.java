package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.coordinator.group.classic.ClassicGroupMember;

/** Members in the order in which they joined; who replaces a static member takes its place. */
final class MembersInOrder extends LinkedHashMap<String, Object> {
    private final transient Map<String, String> staticMembers;
    private transient String removedId;
    private transient List<String> afterRemoved = List.of();

    MembersInOrder(Map<String, String> staticMembers) {
        this.staticMembers = staticMembers;
    }

    @Override
    public Object remove(Object memberId) {
        if (containsKey(memberId)) {
            List<String> ids = new ArrayList<>(keySet());
            afterRemoved = ids.subList(ids.indexOf(memberId) + 1, ids.size());
            removedId = (String) memberId;
        }
        return super.remove(memberId);
    }

    @Override
    public Object put(String memberId, Object member) {
        Object before = super.put(memberId, member);
        String instanceId = ((ClassicGroupMember) member).groupInstanceId().orElse(null);
        // Kafka registers the new id of a static member before a join, but only after a replacement.
        if (removedId != null && removedId.equals(staticMembers.get(instanceId))) {
            afterRemoved.forEach(id -> super.put(id, super.remove(id)));
        }
        removedId = null;
        return before;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
