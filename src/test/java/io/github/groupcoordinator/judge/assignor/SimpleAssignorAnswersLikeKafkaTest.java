package io.github.groupcoordinator.judge.assignor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.group.assignor.AssignorGroup;
import io.github.groupcoordinator.internal.group.assignor.AssignorMember;
import io.github.groupcoordinator.internal.group.assignor.PartitionAssignorException;
import io.github.groupcoordinator.internal.group.assignor.SimpleAssignor;
import io.github.groupcoordinator.internal.group.assignor.SubscriptionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.modern.Assignment;
import org.apache.kafka.coordinator.group.modern.GroupSpecImpl;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;
import org.junit.jupiter.api.Test;

/** The assignor of share groups against Kafka's own, on random groups. */
class SimpleAssignorAnswersLikeKafkaTest {
    private static final int GROUPS = 10_000;
    private static final Uuid TOPIC = new Uuid(1, 1);

    @Test
    void simpleAssignsWhatKafkaAssigns() {
        int shared = 0;
        int failed = 0;
        for (int seed = 0; seed < GROUPS; seed++) {
            Map<Uuid, SortedSet<Integer>> assignable = new LinkedHashMap<>();
            Random random = new Random(seed);
            AssignorGroup group = new RandomGroups(seed)
                    .next(each -> SimpleAssignor.assign(each, assignable(each, assignable, random), topics(each)));
            assignable(group, assignable, random);

            Map<String, SortedMap<Uuid, SortedSet<Integer>>> kafkas;
            try {
                kafkas = kafkas(group, assignable);
            } catch (NoSuchElementException e) {
                // A fault of Kafka's where members own partitions that are not assignable; the coordinator answers it
                // with
                // UNKNOWN_SERVER_ERROR, as it does ours.
                assertThatThrownBy(() -> SimpleAssignor.assign(group, assignable, topics(group)))
                        .isInstanceOf(PartitionAssignorException.class);
                failed++;
                continue;
            }

            assertThat(SimpleAssignor.assign(group, assignable, topics(group)))
                    .as("seed %s", seed)
                    .isEqualTo(kafkas);
            shared += kafkas.size() > 1 ? 1 : 0;
        }
        assertThat(shared).isGreaterThan(GROUPS / 2);
        assertThat(failed).isPositive();
    }

    @Test
    void examplesOfMembersThatJoinOneByOneAreAssignedAsByKafka() {
        assertThat(joiningOneByOne(4, 2)).containsExactly(List.of(2, 3), List.of(0, 1));
        assertThat(joiningOneByOne(3, 2)).containsExactly(List.of(1, 2), List.of(0));
        assertThat(joiningOneByOne(2, 3)).containsExactly(List.of(0, 1), List.of(0), List.of(1));
        assertThat(joiningOneByOne(1, 3)).containsExactly(List.of(0), List.of(0), List.of(0));
        assertThat(joiningOneByOne(3, 4)).containsExactly(List.of(0, 2), List.of(0), List.of(1, 2), List.of(1));
        assertThat(joiningOneByOne(5, 3)).containsExactly(List.of(3, 4), List.of(0, 1), List.of(2));
    }

    @Test
    void partitionsWhoseStateIsNotInitializedAreNotAssigned() {
        AssignorGroup group = group(3, List.of());

        assertThat(SimpleAssignor.assign(group, Map.of(TOPIC, new TreeSet<>(List.of(1))), List.of(TOPIC)))
                .containsEntry("m0", new TreeMap<>(Map.of(TOPIC, new TreeSet<>(List.of(1)))));
        assertThat(SimpleAssignor.assign(group, Map.of(), List.of(TOPIC))).containsEntry("m0", new TreeMap<>());
    }

    @Test
    void topicThatDoesNotExistIsRefused() {
        AssignorGroup group = new AssignorGroup(
                SubscriptionType.HOMOGENEOUS, group(1, List.of()).members(), Map.of());

        assertThatThrownBy(() -> SimpleAssignor.assign(group, Map.of(), List.of(TOPIC)))
                .isInstanceOf(PartitionAssignorException.class)
                .hasMessage("topic " + TOPIC + " is subscribed to, but does not exist");
    }

    private static List<List<Integer>> joiningOneByOne(int partitions, int members) {
        Map<Uuid, SortedSet<Integer>> all = Map.of(
                TOPIC, new TreeSet<>(IntStream.range(0, partitions).boxed().toList()));
        List<List<Integer>> owned = new ArrayList<>();
        for (int joined = 1; joined <= members; joined++) {
            owned.add(List.of());
            AssignorGroup group = group(partitions, owned.toArray(List[]::new));
            Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment =
                    SimpleAssignor.assign(group, all, List.of(TOPIC));
            for (int i = 0; i < joined; i++) {
                owned.set(i, List.copyOf(assignment.get("m" + i).getOrDefault(TOPIC, new TreeSet<>())));
            }
        }
        return owned;
    }

    @SafeVarargs
    private static AssignorGroup group(int partitions, List<Integer>... owned) {
        List<AssignorMember> members = new ArrayList<>();
        for (int i = 0; i < owned.length; i++) {
            SortedMap<Uuid, SortedSet<Integer>> target = new TreeMap<>();
            if (!owned[i].isEmpty()) {
                target.put(TOPIC, new TreeSet<>(owned[i]));
            }
            members.add(new AssignorMember("m" + i, null, new TreeSet<>(List.of(TOPIC)), target));
        }
        return new AssignorGroup(SubscriptionType.HOMOGENEOUS, members, Map.of(TOPIC, partitions));
    }

    /** Initializes some more partitions, mostly all: what is initialized stays so. */
    private static Map<Uuid, SortedSet<Integer>> assignable(
            AssignorGroup group, Map<Uuid, SortedSet<Integer>> assignable, Random random) {
        group.partitionCounts().forEach((topicId, count) -> {
            SortedSet<Integer> partitions = assignable.computeIfAbsent(topicId, unused -> new TreeSet<>());
            int percent = random.nextInt(3) == 0 ? random.nextInt(101) : 100;
            IntStream.range(0, count)
                    .filter(unused -> random.nextInt(100) < percent)
                    .forEach(partitions::add);
        });
        return assignable;
    }

    private static Map<String, SortedMap<Uuid, SortedSet<Integer>>> kafkas(
            AssignorGroup group, Map<Uuid, SortedSet<Integer>> assignable) {
        Map<String, MemberSubscriptionAndAssignmentImpl> members = new HashMap<>();
        for (AssignorMember member : group.members()) {
            members.put(
                    member.memberId(),
                    new MemberSubscriptionAndAssignmentImpl(
                            Optional.empty(),
                            Optional.empty(),
                            member.subscribedTopicIds(),
                            new Assignment(inHashTables(member.targetAssignment()))));
        }
        GroupAssignment assignment = new org.apache.kafka.coordinator.group.assignor.SimpleAssignor()
                .assign(
                        new GroupSpecImpl(
                                members,
                                org.apache.kafka.coordinator.group.api.assignor.SubscriptionType.valueOf(
                                        group.subscriptionType().name()),
                                Map.of(),
                                Optional.of(Collections.unmodifiableMap(assignable))),
                        new Describer(group.partitionCounts()));
        Map<String, SortedMap<Uuid, SortedSet<Integer>>> copy = new LinkedHashMap<>();
        assignment.members().forEach((memberId, owned) -> {
            SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
            owned.partitions().forEach((topicId, ids) -> partitions.put(topicId, new TreeSet<>(ids)));
            copy.put(memberId, partitions);
        });
        return copy;
    }

    /** Returns a target assignment as Kafka reads it from its record. */
    private static Map<Uuid, Set<Integer>> inHashTables(Map<Uuid, SortedSet<Integer>> assignment) {
        Map<Uuid, Set<Integer>> copy = new HashMap<>();
        assignment.forEach((topicId, partitions) -> copy.put(topicId, new HashSet<>(partitions)));
        return Collections.unmodifiableMap(copy);
    }

    /** Returns the topics of the first member in the order in which Kafka's assignor is told of them here. */
    private static List<Uuid> topics(AssignorGroup group) {
        SortedSet<Uuid> all = new TreeSet<>();
        group.members().forEach(member -> all.addAll(member.subscribedTopicIds()));
        return List.copyOf(all);
    }

    private record Describer(Map<Uuid, Integer> partitionCounts) implements SubscribedTopicDescriber {
        @Override
        public int numPartitions(Uuid topicId) {
            return partitionCounts.getOrDefault(topicId, -1);
        }

        @Override
        public Set<String> racksForPartition(Uuid topicId, int partition) {
            return Set.of();
        }
    }
}
