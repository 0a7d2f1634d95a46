package io.github.groupcoordinator.judge.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.group.streams.assignor.AssignorSubtopology;
import io.github.groupcoordinator.internal.group.streams.assignor.StickyTaskAssignor;
import io.github.groupcoordinator.internal.group.streams.assignor.StreamsAssignorMember;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.coordinator.group.streams.assignor.AssignmentMemberSpec;
import org.apache.kafka.coordinator.group.streams.assignor.GroupSpecImpl;
import org.apache.kafka.coordinator.group.streams.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.streams.assignor.TopologyDescriber;
import org.junit.jupiter.api.Test;

/**
 * The assignor of streams groups against Kafka's own, on random groups that members join and leave.
 * {@code -Dtasks.groups=10000} plays that many.
 */
class StickyTaskAssignorAnswersLikeKafkaTest {
    private static final int CHANGES = 8;

    @Test
    void stickyAssignsWhatKafkaAssigns() {
        int groups = Integer.getInteger("tasks.groups", 1_000);
        int withStandbys = 0;
        for (int seed = 0; seed < groups; seed++) {
            Random random = new Random(seed);
            List<AssignorSubtopology> subtopologies = subtopologies(random);
            int standbys = random.nextInt(3);
            Map<String, StreamsAssignorMember> members = new TreeMap<>();
            for (int change = 0; change < CHANGES; change++) {
                change(members, random);
                List<StreamsAssignorMember> inOrder = inOrder(members);
                Map<String, Tasks> ours = StickyTaskAssignor.assign(inOrder, subtopologies, standbys);

                assertThat(ours)
                        .as("seed %s, change %s", seed, change)
                        .isEqualTo(kafkas(members, subtopologies, standbys));
                ours.forEach((memberId, tasks) -> members.computeIfPresent(
                        memberId, (unused, member) -> new StreamsAssignorMember(memberId, member.processId(), tasks)));
                withStandbys += ours.values().stream()
                                .anyMatch(tasks -> !tasks.standby().isEmpty())
                        ? 1
                        : 0;
            }
        }
        assertThat(withStandbys).isGreaterThan(groups);
    }

    @Test
    void examplesOfMembersOfOneProcessAreAssignedAsByKafka() {
        List<StreamsAssignorMember> members =
                List.of(member("A", "p1"), member("B", "p1"), member("C", "p1"), member("D", "p2"));

        Map<String, Tasks> assigned =
                StickyTaskAssignor.assign(members, List.of(new AssignorSubtopology("0", 6, false)), 0);

        assertThat(active(assigned, "A")).containsExactly(0);
        assertThat(active(assigned, "B")).containsExactly(3);
        assertThat(active(assigned, "C")).containsExactly(2, 5);
        assertThat(active(assigned, "D")).containsExactly(1, 4);
    }

    private static SortedSet<Integer> active(Map<String, Tasks> assigned, String memberId) {
        return assigned.get(memberId).active().get("0");
    }

    private static StreamsAssignorMember member(String memberId, String processId) {
        return new StreamsAssignorMember(memberId, processId, Tasks.NONE);
    }

    private static List<AssignorSubtopology> subtopologies(Random random) {
        List<AssignorSubtopology> subtopologies = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String id = random.nextInt(4) == 0 ? "1" + i : Integer.toString(i);
            subtopologies.add(new AssignorSubtopology(id, random.nextInt(8), random.nextBoolean()));
        }
        return subtopologies;
    }

    /** Somebody joins, leaves, or both; several threads of a process may be members. */
    private static void change(Map<String, StreamsAssignorMember> members, Random random) {
        int joining = members.isEmpty() ? 1 + random.nextInt(3) : random.nextInt(3);
        for (int i = 0; i < joining; i++) {
            String memberId = "m" + Integer.toString(random.nextInt(100_000), 36);
            members.put(memberId, member(memberId, "process-" + random.nextInt(5)));
        }
        if (members.size() > 1 && random.nextInt(3) == 0) {
            members.remove(new ArrayList<>(members.keySet()).get(random.nextInt(members.size())));
        }
    }

    private static List<StreamsAssignorMember> inOrder(Map<String, StreamsAssignorMember> members) {
        HashOrder<String> order = new HashOrder<>();
        members.keySet().forEach(order::add);
        return order.toList().stream().map(members::get).toList();
    }

    private static Map<String, Tasks> kafkas(
            Map<String, StreamsAssignorMember> members, List<AssignorSubtopology> subtopologies, int standbys) {
        Map<String, AssignmentMemberSpec> specs = new HashMap<>();
        members.values()
                .forEach(member -> specs.put(
                        member.memberId(),
                        new AssignmentMemberSpec(
                                Optional.empty(),
                                Optional.empty(),
                                new HashMap<>(member.target().active()),
                                new HashMap<>(member.target().standby()),
                                Map.of(),
                                member.processId(),
                                Map.of(),
                                Map.of(),
                                Map.of())));
        Map<String, MemberAssignment> assigned =
                new org.apache.kafka.coordinator.group.streams.assignor.StickyTaskAssignor()
                        .assign(
                                new GroupSpecImpl(
                                        Collections.unmodifiableMap(specs),
                                        Map.of("num.standby.replicas", Integer.toString(standbys))),
                                new Described(subtopologies))
                        .members();
        Map<String, Tasks> tasks = new TreeMap<>();
        assigned.forEach((memberId, assignment) ->
                tasks.put(memberId, new Tasks(sorted(assignment.activeTasks()), sorted(assignment.standbyTasks()))));
        return tasks;
    }

    private static SortedMap<String, SortedSet<Integer>> sorted(Map<String, Set<Integer>> tasks) {
        SortedMap<String, SortedSet<Integer>> sorted = new TreeMap<>();
        tasks.forEach((subtopology, partitions) -> sorted.put(subtopology, new TreeSet<>(partitions)));
        return sorted;
    }

    /** The subtopologies as Kafka's assignor asks for them. */
    private record Described(List<AssignorSubtopology> all) implements TopologyDescriber {
        @Override
        public List<String> subtopologies() {
            return all.stream().map(AssignorSubtopology::id).toList();
        }

        @Override
        public int maxNumInputPartitions(String subtopologyId) {
            return find(subtopologyId).tasks();
        }

        @Override
        public boolean isStateful(String subtopologyId) {
            return find(subtopologyId).isStateful();
        }

        private AssignorSubtopology find(String id) {
            return all.stream()
                    .filter(subtopology -> subtopology.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
