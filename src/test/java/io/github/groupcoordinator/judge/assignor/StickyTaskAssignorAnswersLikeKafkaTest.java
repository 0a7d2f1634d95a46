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
import java.util.function.Function;
import org.apache.kafka.coordinator.group.streams.assignor.AssignmentMemberSpec;
import org.apache.kafka.coordinator.group.streams.assignor.GroupSpecImpl;
import org.apache.kafka.coordinator.group.streams.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.streams.assignor.TopologyDescriber;
import org.junit.jupiter.api.Test;

/**
 * The assignor of streams groups against Kafka's own: on random groups that members join and leave, and on random
 * inputs that need not have come of any assignment. {@code -Dtasks.groups=10000} plays that many of each.
 */
class StickyTaskAssignorAnswersLikeKafkaTest {
    private static final int GROUPS = Integer.getInteger("tasks.groups", 1_000);
    private static final int CHANGES = 8;

    @Test
    void stickyAssignsWhatKafkaAssigns() {
        int withStandbys = 0;
        for (int seed = 0; seed < GROUPS; seed++) {
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
        assertThat(withStandbys).isGreaterThan(GROUPS);
    }

    @Test
    void stickyAssignsWhatKafkaAssignsWhoeverHadTheTasks() {
        int moved = 0;
        for (int seed = 0; seed < GROUPS; seed++) {
            RandomTasks random = new RandomTasks(seed);
            Map<String, StreamsAssignorMember> members = random.members();
            Map<String, Tasks> ours =
                    StickyTaskAssignor.assign(inOrder(members), random.subtopologies(), random.standbyReplicas());

            assertThat(ours)
                    .as("seed %s: %s", seed, random)
                    .isEqualTo(kafkas(members, random.subtopologies(), random.standbyReplicas(), random::described));
            for (StreamsAssignorMember member : members.values()) {
                moved += member.target().equals(ours.get(member.memberId())) ? 0 : 1;
            }
        }
        assertThat(moved).isGreaterThan(GROUPS);
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
        return kafkas(members, subtopologies, standbys, StickyTaskAssignorAnswersLikeKafkaTest::plain);
    }

    private static AssignmentMemberSpec plain(StreamsAssignorMember member) {
        return new AssignmentMemberSpec(
                Optional.empty(),
                Optional.empty(),
                new HashMap<>(member.target().active()),
                new HashMap<>(member.target().standby()),
                Map.of(),
                member.processId(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    private static Map<String, Tasks> kafkas(
            Map<String, StreamsAssignorMember> members,
            List<AssignorSubtopology> subtopologies,
            int standbys,
            Function<StreamsAssignorMember, AssignmentMemberSpec> describe) {
        Map<String, AssignmentMemberSpec> specs = new HashMap<>();
        members.forEach((memberId, member) -> specs.put(memberId, describe.apply(member)));
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
