package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.group.Group;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.classic.ClassicGroup;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.ShareGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.StreamsGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.modern.consumer.ConsumerGroup;
import org.apache.kafka.coordinator.group.modern.share.ShareGroup;
import org.apache.kafka.coordinator.group.streams.StreamsGroup;

/**
 * In which order members joined their groups, seen from outside: who was not there before comes last. A group keeps its
 * order when it changes protocols.
 */
final class MemberOrder {
    private final Map<String, List<String>> orders = new TreeMap<>();
    private final Set<String> consumerGroups = new TreeSet<>();
    private final BiConsumer<String, List<String>> onDowngrade;
    private String current = "";

    /**
     * Knows no groups yet.
     *
     * @param onDowngrade is told when a consumer group became a classic one: which, and its members, of whom the first
     *     leads. Kafka lists them in the order of a hash table
     */
    MemberOrder(BiConsumer<String, List<String>> onDowngrade) {
        this.onDowngrade = onDowngrade;
    }

    /** Tells which group's members are compared from now on. */
    void compareIn(String groupId) {
        current = groupId;
    }

    /** Orders members of the current group; who is about to join comes last. */
    Comparator<String> byJoining() {
        return Comparator.comparingInt(memberId -> {
            int index = orders.getOrDefault(current, List.of()).indexOf(memberId);
            return index < 0 ? Integer.MAX_VALUE : index;
        });
    }

    /** Returns the place of the member that a timer's key names, or a negative number if it names none. */
    int rank(String timerKey) {
        int rank = 0;
        for (Map.Entry<String, List<String>> group : orders.entrySet()) {
            for (String memberId : group.getValue()) {
                if (timerKey.endsWith("-" + group.getKey() + "-" + memberId)) {
                    return rank;
                }
                rank++;
            }
        }
        return -1;
    }

    /** Looks at the groups after something happened. */
    void observe(GroupCoordinatorShard shard) {
        JoinOrder.groups(shard).forEach((groupId, group) -> observe(groupId, group));
    }

    /** Looks at a record that was just read: who is not known from before joined in the order of the records. */
    void observe(CoordinatorRecord replayed) {
        MemberKey key = replayed.value() == null ? null : MemberKey.of(replayed);
        if (key != null) {
            List<String> order = orders.computeIfAbsent(key.groupId(), unused -> new ArrayList<>());
            if (!order.contains(key.memberId())) {
                order.add(key.memberId());
            }
        }
    }

    /** The member that a record is about, of a group of the consumer protocol, a share or a streams group. */
    private record MemberKey(String groupId, String memberId) {
        static MemberKey of(CoordinatorRecord record) {
            if (record.key() instanceof ConsumerGroupMemberMetadataKey key) {
                return new MemberKey(key.groupId(), key.memberId());
            }
            if (record.key() instanceof StreamsGroupMemberMetadataKey key) {
                return new MemberKey(key.groupId(), key.memberId());
            }
            return record.key() instanceof ShareGroupMemberMetadataKey key
                    ? new MemberKey(key.groupId(), key.memberId())
                    : null;
        }
    }

    /**
     * Looks at what was appended for members: who left and came back under the same id at once comes last, and so does
     * the static member whose return to the classic protocol ends a consumer-protocol group.
     */
    void observeAppended(List<CoordinatorRecord> memberRecords) {
        Set<MemberKey> gone = new HashSet<>();
        Set<MemberKey> written = new HashSet<>();
        for (CoordinatorRecord record : memberRecords) {
            MemberKey key = MemberKey.of(record);
            List<String> order = orders.get(key.groupId());
            boolean isLast = record.value() == null ? written.contains(key) : gone.contains(key);
            (record.value() == null ? gone : written).add(key);
            if (isLast && order != null && order.remove(key.memberId())) {
                order.add(key.memberId());
            }
        }
    }

    private void observe(String groupId, Group group) {
        List<String> order = orders.computeIfAbsent(groupId, unused -> new ArrayList<>());
        if (group instanceof ClassicGroup classicGroup) {
            List<String> inOrder = JoinOrder.keep(group, List.copyOf(order));
            order.clear();
            order.addAll(inOrder);
            if (consumerGroups.remove(groupId) && !order.isEmpty()) {
                JoinOrder.elect(classicGroup, order.get(0));
                onDowngrade.accept(groupId, List.copyOf(order));
            }
        } else if (group instanceof ConsumerGroup consumerGroup) {
            consumerGroups.add(groupId);
            follow(order, consumerGroup.members().keySet());
        } else if (group instanceof StreamsGroup streamsGroup) {
            follow(order, streamsGroup.members().keySet());
        } else if (group instanceof ShareGroup shareGroup) {
            follow(order, shareGroup.members().keySet());
        }
    }

    private static void follow(List<String> order, Set<String> memberIds) {
        order.retainAll(memberIds);
        for (String memberId : memberIds) {
            if (!order.contains(memberId)) {
                order.add(memberId);
            }
        }
    }
}
