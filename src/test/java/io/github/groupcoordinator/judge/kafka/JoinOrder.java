package io.github.groupcoordinator.judge.kafka;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.group.Group;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.classic.ClassicGroup;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;

/**
 * Determines the one thing that Kafka leaves to chance in classic groups: it keeps members in a HashMap whose keys hold
 * random UUIDs, and elects the first of them. Here that map keeps the order of joining instead, which is one of the
 * orders that Kafka itself may take; its code is untouched.
 */
final class JoinOrder {

    private JoinOrder() {}

    /**
     * Makes a classic group keep its members in the order in which they join, if it does not yet.
     *
     * @param order of those that are members already; others come after them
     * @return the ids in order
     */
    static List<String> keep(Group group, List<String> order) {
        reorder(group, order);
        return List.copyOf(members(group).keySet());
    }

    /** Does so for a group that was just replayed: the record lists its members in order. */
    static void keep(GroupCoordinatorShard shard, CoordinatorRecord replayed) {
        if (replayed.key() instanceof GroupMetadataKey key && replayed.value() != null) {
            GroupMetadataValue value = (GroupMetadataValue) replayed.value().message();
            List<String> order = value.members().stream()
                    .map(GroupMetadataValue.MemberMetadata::memberId)
                    .toList();
            reorder(find(shard, key.group()), order);
        }
    }

    /** Makes a member the leader, as the group would on its own had it listed that member first. */
    static void elect(ClassicGroup group, String leaderId) {
        set(ClassicGroup.class, "leaderId", group, Optional.of(leaderId));
    }

    static String state(GroupCoordinatorShard shard, String groupId) {
        Group group = find(shard, groupId);
        return group == null ? "(no group)" : group.stateAsString();
    }

    private static Group find(GroupCoordinatorShard shard, String groupId) {
        return groups(shard).get(groupId);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Group> groups(GroupCoordinatorShard shard) {
        Object manager = get(GroupCoordinatorShard.class, "groupMetadataManager", shard);
        return (Map<String, Group>) get(manager.getClass(), "groups", manager);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Group group) {
        return (Map<String, Object>) get(ClassicGroup.class, "members", group);
    }

    @SuppressWarnings("unchecked")
    private static void reorder(Group group, List<String> order) {
        if (!(group instanceof ClassicGroup)) {
            return;
        }
        Map<String, Object> members = members(group);
        if (members instanceof LinkedHashMap) {
            return;
        }
        Map<String, Object> ordered =
                new MembersInOrder((Map<String, String>) get(ClassicGroup.class, "staticMembers", group));
        order.stream().filter(members::containsKey).forEach(id -> ordered.put(id, members.get(id)));
        members.forEach(ordered::putIfAbsent);
        set(ClassicGroup.class, "members", group, ordered);
    }

    private static Object get(Class<?> owner, String name, Object target) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Kafka's " + owner.getSimpleName() + "." + name + " has moved", e);
        }
    }

    private static void set(Class<?> owner, String name, Object target, Object value) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            field.set(target, value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Kafka's " + owner.getSimpleName() + "." + name + " has moved", e);
        }
    }
}
