package io.github.groupcoordinator.internal.group.assignor;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * Of every topic, everybody owns a range: static members first, by instance id, then the others by member id. What
 * anybody owned before does not count.
 */
public final class RangeAssignor implements ServerAssignor {
    public static final String NAME = "range";

    private static final Comparator<AssignorMember> ORDER = Comparator.comparing(
                    AssignorMember::instanceId, Comparator.nullsLast(Comparator.<String>naturalOrder()))
            .thenComparing(AssignorMember::memberId);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, SortedMap<Uuid, SortedSet<Integer>>> assign(AssignorGroup group) {
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment = new LinkedHashMap<>();
        group.members().forEach(member -> assignment.put(member.memberId(), new TreeMap<>()));
        List<AssignorMember> members = group.members().stream().sorted(ORDER).toList();
        Map<Uuid, Ranges> topics = ranges(group, members);
        for (AssignorMember member : members) {
            for (Uuid topicId : subscription(group, members, member)) {
                SortedSet<Integer> range =
                        Objects.requireNonNull(topics.get(topicId)).next();
                if (!range.isEmpty()) {
                    Objects.requireNonNull(assignment.get(member.memberId())).put(topicId, range);
                }
            }
        }
        return assignment;
    }

    private static Map<Uuid, Ranges> ranges(AssignorGroup group, List<AssignorMember> members) {
        Map<Uuid, Integer> subscribers = new LinkedHashMap<>();
        for (AssignorMember member : members) {
            for (Uuid topicId : subscription(group, members, member)) {
                subscribers.merge(topicId, 1, Integer::sum);
            }
        }
        Map<Uuid, Ranges> ranges = new LinkedHashMap<>();
        subscribers.forEach((topicId, count) -> ranges.put(topicId, new Ranges(group.partitionCount(topicId), count)));
        return ranges;
    }

    /** In a homogeneous group the first member's subscription is taken for everybody's. */
    private static Iterable<Uuid> subscription(
            AssignorGroup group, List<AssignorMember> members, AssignorMember member) {
        return switch (group.subscriptionType()) {
            case HOMOGENEOUS -> members.get(0).subscribedTopicIds();
            case HETEROGENEOUS -> member.subscribedTopicIds();
        };
    }

    /** Cuts a topic into as many ranges as it has subscribers; the first ones are longer by one if need be. */
    private static final class Ranges {
        private final int partitions;
        private final int subscribers;
        private int handedOut;
        private int start;

        Ranges(int partitions, int subscribers) {
            this.partitions = partitions;
            this.subscribers = subscribers;
        }

        SortedSet<Integer> next() {
            int length = partitions / subscribers + (handedOut < partitions % subscribers ? 1 : 0);
            SortedSet<Integer> range = new TreeSet<>();
            for (int partition = start; partition < start + length; partition++) {
                range.add(partition);
            }
            start += length;
            handedOut++;
            return range;
        }
    }
}
