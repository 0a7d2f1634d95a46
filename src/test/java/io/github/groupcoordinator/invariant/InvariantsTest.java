package io.github.groupcoordinator.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.LeakedClientException;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each invariant with something that violates it, and with what looks like it but is none. */
final class InvariantsTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    /** Gives everything to everybody. */
    public static final class Generous implements ConsumerPartitionAssignor {
        @Override
        public String name() {
            return "generous";
        }

        @Override
        public GroupAssignment assign(Cluster metadata, GroupSubscription subscriptions) {
            Map<String, Assignment> assignment = new TreeMap<>();
            subscriptions
                    .groupSubscription()
                    .keySet()
                    .forEach(member -> assignment.put(member, new Assignment(List.of(ORDERS_0))));
            return new GroupAssignment(assignment);
        }
    }

    private static InMemoryKafka start(Invariant... relaxed) {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 1)
                .relax(relaxed)
                .build());
    }

    private static KafkaConsumer<String, String> member(InMemoryKafka kafka, String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    @Test
    void assignorThatGivesAPartitionToTwoMembersBreaksSingleOwner() {
        InMemoryKafka kafka = start();
        String assignor = Generous.class.getName();
        member(kafka, "client.id", "a", "partition.assignment.strategy", assignor);
        member(kafka, "client.id", "b", "partition.assignment.strategy", assignor);

        assertThatThrownBy(() -> kafka.awaitStable("billing"))
                .isInstanceOf(InvariantViolation.class)
                .satisfies(thrown ->
                        assertThat(((InvariantViolation) thrown).invariant()).isEqualTo(Invariant.SINGLE_OWNER))
                .hasMessageContaining(
                        "is violated at 00:00:06.000:\n  found:    orders-0 of group 'billing' was" + " assigned to ")
                .hasMessageContaining(" is live, in the group and owns it\n  expected: ")
                .hasMessageContaining("\nEvents:\n  00:00:00.000 billing | joined: a\n")
                .hasMessageEndingWith("or relax(Invariant.SINGLE_OWNER) of InMemoryKafkaConfig.Builder.");
        // It is told at the end once more: an application that catches everything might have swallowed it.
        assertThatThrownBy(kafka::close)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageStartingWith("An invariant was violated during the test. Invariant SINGLE_OWNER");
    }

    @Test
    void relaxedInvariantIsNotWatched() {
        try (InMemoryKafka kafka = start(Invariant.SINGLE_OWNER)) {
            String assignor = Generous.class.getName();
            Consumer<String, String> a = member(kafka, "client.id", "a", "partition.assignment.strategy", assignor);
            Consumer<String, String> b = member(kafka, "client.id", "b", "partition.assignment.strategy", assignor);
            kafka.awaitStable("billing");

            assertThat(a.assignment()).isEqualTo(b.assignment());
        }
    }

    @Test
    void zombieThatHasNotLearnedOfItsExpiryIsShownAndBreaksNothing() {
        try (InMemoryKafka kafka = start()) {
            Consumer<String, String> zombie = member(kafka, "client.id", "a");
            kafka.awaitStable("billing");
            kafka.client(zombie).isolate();
            Consumer<String, String> second = member(kafka, "client.id", "b");
            kafka.clock().advance(Duration.ofSeconds(46));
            for (int i = 0; i < 20 && second.assignment().isEmpty(); i++) {
                second.poll(Duration.ofSeconds(1));
            }

            assertThat(zombie.assignment()).isEqualTo(second.assignment());
            assertThat(Zombies.in(kafka.events()))
                    .singleElement()
                    .asString()
                    .matches("billing: a \\(member a-.*\\) is a zombie: it believes to own \\[orders-0], and has not"
                            + " learned yet: expired: a \\(member a-.*\\): SESSION_TIMEOUT");

            kafka.client(zombie).heal();
            kafka.awaitStable("billing");
            assertThat(Zombies.in(kafka.events())).isEmpty();
        }
    }

    /** Returns what the coordinator has assigned to members of the group. */
    private static List<TopicPartition> assigned(InMemoryKafka kafka) {
        return kafka.group("billing").members().stream()
                .flatMap(member -> member.assignment().stream())
                .toList();
    }

    /** The client hangs while the answer is under way that gives it partitions, and takes it in when it is expired. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void zombieThatLearnsLateWhatItWasAssignedBreaksNothing(String protocol) {
        try (InMemoryKafka kafka = start()) {
            Consumer<String, String> zombie = member(kafka, "client.id", "a", "group.protocol", protocol);
            kafka.client(zombie).latency(Duration.ofSeconds(1));
            for (int i = 0; i < 200 && assigned(kafka).isEmpty(); i++) {
                zombie.poll(Duration.ofMillis(100));
            }
            assertThat(zombie.assignment()).as("the answer is under way").isEmpty();
            kafka.client(zombie).pause();
            Consumer<String, String> second = member(kafka, "client.id", "b", "group.protocol", protocol);
            for (int i = 0; i < 200 && second.assignment().isEmpty(); i++) {
                second.poll(Duration.ofSeconds(1));
            }

            kafka.client(zombie).resume();
            zombie.poll(Duration.ZERO);
            assertThat(kafka.events().of(PartitionsAssigned.class))
                    .filteredOn(event -> event.partitions().contains(ORDERS_0))
                    .extracting(event -> event.member().clientId())
                    .containsExactly("b", "a");
            assertThat(Zombies.in(kafka.events()))
                    .singleElement()
                    .asString()
                    .startsWith("billing: a (member ")
                    .contains("is a zombie: it believes to own [orders-0]");
        }
    }

    @Test
    void crashedClientAndItsSuccessorBreakNothing() {
        try (InMemoryKafka kafka = start()) {
            Consumer<String, String> crashed = member(kafka, "client.id", "a", "group.instance.id", "one");
            kafka.awaitStable("billing");
            kafka.client(crashed).crash();
            Consumer<String, String> successor = member(kafka, "client.id", "a", "group.instance.id", "one");
            kafka.awaitStable("billing");

            assertThat(successor.assignment()).containsExactly(ORDERS_0);
        }
    }

    @Test
    void commitBeyondTheLogBreaksCommitWithinLogAndOneAtItsEndDoesNot() {
        InMemoryKafka kafka = start();
        Consumer<String, String> consumer = member(kafka);
        kafka.awaitStable("billing");
        consumer.commitSync(Collections.singletonMap(ORDERS_0, new OffsetAndMetadata(0)));

        consumer.commitSync(Collections.singletonMap(ORDERS_0, new OffsetAndMetadata(1)));
        assertThatThrownBy(() -> kafka.group("billing"))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("offset 1 was committed for orders-0 in group 'billing', but the log ends at 0");
        assertThatThrownBy(kafka::close).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void memberWhoseGenerationGoesBackBreaksMonotoneGeneration() {
        WatchedScene scene = new WatchedScene();
        for (int generation : new int[] {3, 3, 4, 3}) {
            scene.invariants.observe(new PartitionsAssigned(
                    InMemoryKafkaConfig.DEFAULT_START_TIME,
                    "billing",
                    new MemberRef("a-1", "a", null),
                    generation,
                    Collections.emptySortedSet()));
        }

        assertThat(scene.found)
                .singleElement()
                .asString()
                .contains("a (member a-1) was assigned partitions in generation 3, after it had been in 4");
    }

    @Test
    void clientThatIsLeftOpenBreaksClientsClosed() {
        InMemoryKafka kafka = start();
        kafka.consumer(Collections.singletonMap("group.id", "g"), new StringDeserializer(), new StringDeserializer());

        assertThatThrownBy(kafka::close)
                .isInstanceOf(LeakedClientException.class)
                .hasMessageContaining("relax = Invariant.CLIENTS_CLOSED");
    }

    @Test
    void clientMayBeLeftOpenWhereThatIsRelaxed() {
        InMemoryKafka kafka = start(Invariant.CLIENTS_CLOSED);
        kafka.consumer(Collections.singletonMap("group.id", "g"), new StringDeserializer(), new StringDeserializer());

        kafka.close();
    }
}
