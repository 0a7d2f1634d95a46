package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The four assignors of Kafka: the shares that each hands out, and its cost when a member joins. */
@EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 3), @Topic(name = "payments", partitions = 3)})
class AssignorsTest {
    private static final String ASSIGNOR = "partition.assignment.strategy=org.apache.kafka.clients.consumer.";
    private static final String RANGE = ASSIGNOR + "RangeAssignor";
    private static final String ROUND_ROBIN = ASSIGNOR + "RoundRobinAssignor";
    private static final String STICKY = ASSIGNOR + "StickyAssignor";
    private static final String COOPERATIVE = ASSIGNOR + "CooperativeStickyAssignor";
    private static final String ALL_TO_ONE =
            "partition.assignment.strategy=io.github.groupcoordinator.samples.AssignorsTest$AllToOne";

    @Test
    void rangeFavoursTheFirstMemberInEveryTopic(
            InMemoryKafka kafka,
            @GroupMember(
                            group = "billing",
                            topics = {"orders", "payments"},
                            properties = RANGE)
                    Consumer<String, String> first,
            @GroupMember(
                            group = "billing",
                            topics = {"orders", "payments"},
                            properties = RANGE)
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");

        assertThat(first.assignment()).hasSize(4); // two of three partitions, of each topic: the skew
        assertThat(second.assignment()).hasSize(2);
    }

    @Test
    void roundRobinSharesOutEvenly(
            InMemoryKafka kafka,
            @GroupMember(
                            group = "billing",
                            topics = {"orders", "payments"},
                            properties = ROUND_ROBIN)
                    Consumer<String, String> first,
            @GroupMember(
                            group = "billing",
                            topics = {"orders", "payments"},
                            properties = ROUND_ROBIN)
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");

        assertThat(first.assignment()).hasSize(3);
        assertThat(second.assignment()).hasSize(3);
    }

    @Test
    void stickyKeepsWhatItCanButRevokesAllOfIt(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = STICKY) Consumer<String, String> first,
            @GroupMember(group = "billing", properties = STICKY) Consumer<String, String> second) {
        kafka.awaitStable("billing");

        second.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        assertThat(first.assignment()).hasSize(2);
        assertThat(second.assignment()).hasSize(1);
        assertThat(events.of(RebalanceCompleted.class)).hasSize(2);
        assertThat(events.of(PartitionsRevoked.class)).singleElement().satisfies(revoked -> assertThat(
                        revoked.partitions())
                .hasSize(3)); // an eager protocol: nobody works while the group rebalances
    }

    @Test
    void cooperativeStickyRevokesOnlyWhatMovesInTwoRebalances(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = COOPERATIVE) Consumer<String, String> first,
            @GroupMember(group = "billing", properties = COOPERATIVE) Consumer<String, String> second) {
        kafka.awaitStable("billing");
        Set<TopicPartition> before = new LinkedHashSet<>(first.assignment());

        second.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        assertThat(before).containsAll(first.assignment()); // what it kept, it never stopped to work on
        assertThat(second.assignment()).hasSize(1);
        assertThat(events.of(PartitionsRevoked.class))
                .singleElement()
                .satisfies(revoked -> assertThat(revoked.partitions()).isEqualTo(second.assignment()));
        assertThat(events.of(RebalanceCompleted.class)).hasSize(3); // the first join, then revoke, then assign
    }

    @Test
    void groupAgreesOnAnAssignorThatAllMembersHave(
            InMemoryKafka kafka,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = RANGE + ",org.apache.kafka.clients.consumer.RoundRobinAssignor")
                    Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders", properties = ROUND_ROBIN)
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing").protocol()).isEqualTo("roundrobin");
        assertThat(first.assignment()).hasSize(2);
        assertThat(second.assignment()).hasSize(1);
    }

    @Test
    void groupMayBringItsOwnAssignor(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders", properties = ALL_TO_ONE) Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders", properties = ALL_TO_ONE)
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing").protocol()).isEqualTo("all-to-one");
        assertThat(first.assignment()).hasSize(3);
        assertThat(second.assignment()).isEmpty();
    }

    /** Gives everything to the member whose id comes first; the others stand by. */
    public static class AllToOne implements ConsumerPartitionAssignor {
        @Override
        public String name() {
            return "all-to-one";
        }

        @Override
        public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
            Map<String, Assignment> assignments = new TreeMap<>();
            group.groupSubscription().keySet().forEach(member -> assignments.put(member, new Assignment(List.of())));
            String one = Collections.min(assignments.keySet());
            assignments.put(
                    one,
                    new Assignment(group.groupSubscription().get(one).topics().stream()
                            .flatMap(topic -> metadata.partitionsForTopic(topic).stream())
                            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                            .toList()));
            return new GroupAssignment(assignments);
        }
    }
}
