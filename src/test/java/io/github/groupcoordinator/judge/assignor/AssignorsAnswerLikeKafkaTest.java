package io.github.groupcoordinator.judge.assignor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.group.assignor.AssignorGroup;
import io.github.groupcoordinator.internal.group.assignor.AssignorMember;
import io.github.groupcoordinator.internal.group.assignor.PartitionAssignorException;
import io.github.groupcoordinator.internal.group.assignor.RangeAssignor;
import io.github.groupcoordinator.internal.group.assignor.ServerAssignor;
import io.github.groupcoordinator.internal.group.assignor.SubscriptionType;
import io.github.groupcoordinator.internal.group.assignor.UniformAssignor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Ours against Kafka's own assignors, on random groups. */
class AssignorsAnswerLikeKafkaTest {
    private static final int GROUPS = 10_000;
    private static final Uuid TOPIC = new Uuid(1, 1);

    private final ServerAssignor uniform = new UniformAssignor();
    private final ServerAssignor range = new RangeAssignor();
    private final KafkasAssignor kafkasUniform =
            new KafkasAssignor(new org.apache.kafka.coordinator.group.assignor.UniformAssignor());
    private final KafkasAssignor kafkasRange =
            new KafkasAssignor(new org.apache.kafka.coordinator.group.assignor.RangeAssignor());

    @Test
    void uniformAssignsWhatKafkaAssignsInWhateverOrderMembersCome() {
        for (int seed = 0; seed < GROUPS; seed++) {
            RandomGroups groups = new RandomGroups(seed);
            AssignorGroup group = groups.next(kafkasUniform::assign);
            var kafkas = kafkasUniform.assign(group);
            assertThat(uniform.assign(group)).as("seed %s", seed).isEqualTo(kafkas);

            AssignorGroup other = groups.shuffled(group);
            var ofOther = uniform.assign(other);
            assertThat(ofOther).as("seed %s, another order", seed).isEqualTo(kafkasUniform.assign(other));
            // With different subscriptions Kafka's own balance and movement depend a little on the order.
            if (group.subscriptionType() == SubscriptionType.HOMOGENEOUS) {
                assertThat(Quality.of(other, ofOther)).as("seed %s", seed).isEqualTo(Quality.of(group, kafkas));
            }
        }
    }

    @Test
    void rangeAssignsWhatKafkaAssignsWhateverTheOrder() {
        for (int seed = 0; seed < GROUPS; seed++) {
            RandomGroups groups = new RandomGroups(seed);
            AssignorGroup group = groups.next(kafkasRange::assign);
            var kafkas = kafkasRange.assign(group);

            assertThat(range.assign(group)).as("seed %s", seed).isEqualTo(kafkas);
            assertThat(range.assign(groups.shuffled(group))).as("seed %s", seed).isEqualTo(kafkas);
        }
    }

    @Test
    void theSameGroupIsAssignedInTheSameOrderEveryTime() {
        for (int seed = 0; seed < 50; seed++) {
            AssignorGroup group = new RandomGroups(seed).next(uniform::assign);

            assertThat(uniform.assign(group)).hasToString(uniform.assign(group).toString());
            assertThat(List.copyOf(range.assign(group).keySet()))
                    .isEqualTo(group.members().stream()
                            .map(AssignorMember::memberId)
                            .toList());
        }
    }

    @Test
    void whoKeepsEverythingIsGivenTheSameObjectBack() {
        AssignorGroup group = group(SubscriptionType.HOMOGENEOUS, 4, List.of(0, 1), List.of(2, 3));

        Map<String, SortedMap<Uuid, SortedSet<Integer>>> assignment = uniform.assign(group);

        for (AssignorMember member : group.members()) {
            assertThat(assignment.get(member.memberId())).isSameAs(member.targetAssignment());
        }
    }

    @Test
    void partitionsThatDoNotExistAreRefusedAsByKafka() {
        AssignorGroup homogeneous = group(SubscriptionType.HOMOGENEOUS, 2, List.of(0), List.of(7, 8, 9));
        AssignorGroup heterogeneous = group(SubscriptionType.HETEROGENEOUS, 2, List.of(0), List.of(2));

        assertThatThrownBy(() -> kafkasUniform.assign(homogeneous))
                .isInstanceOf(org.apache.kafka.coordinator.group.api.assignor.PartitionAssignorException.class);
        assertThatThrownBy(() -> uniform.assign(homogeneous))
                .isInstanceOf(PartitionAssignorException.class)
                .hasMessageContaining("find no place");
        assertThatThrownBy(() -> kafkasUniform.assign(heterogeneous))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThatThrownBy(() -> uniform.assign(heterogeneous))
                .isInstanceOf(PartitionAssignorException.class)
                .hasMessage("member member-1 owns partition 2 of topic " + TOPIC + ", which has only 2");
    }

    @Test
    void topicsThatDoNotExistAreRefused() {
        for (SubscriptionType type : SubscriptionType.values()) {
            AssignorGroup group = group(type, 2, List.of());
            AssignorGroup withoutTopics = new AssignorGroup(type, group.members(), new LinkedHashMap<>());

            for (ServerAssignor assignor : List.of(uniform, range)) {
                assertThatThrownBy(() -> assignor.assign(withoutTopics))
                        .isInstanceOf(PartitionAssignorException.class)
                        .hasMessage("topic " + TOPIC + " is subscribed to, but does not exist");
            }
        }
    }

    @SafeVarargs
    private static AssignorGroup group(SubscriptionType type, int partitions, List<Integer>... owned) {
        List<AssignorMember> members = IntStream.range(0, owned.length)
                .mapToObj(i -> {
                    SortedMap<Uuid, SortedSet<Integer>> target = new TreeMap<>();
                    if (!owned[i].isEmpty()) {
                        target.put(TOPIC, new TreeSet<>(owned[i]));
                    }
                    return new AssignorMember("member-" + i, null, new TreeSet<>(List.of(TOPIC)), target);
                })
                .toList();
        return new AssignorGroup(type, members, Map.of(TOPIC, partitions));
    }
}
