package io.github.groupcoordinator.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/** Each assertion on a group, holding and failing, with AssertJ and without. */
class GroupAssertionsTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());
    private final KafkaConsumer<String, String> first = consumer("first");
    private final KafkaConsumer<String, String> second = consumer("second");

    @AfterEach
    void close() {
        kafka.close();
    }

    static Stream<Named<Function<GroupView, GroupAssertions<?>>>> kinds() {
        return Stream.of(
                Named.of("AssertJ", GroupCoordinatorAssertions::assertThat),
                Named.of("plain", PlainAssertions::assertThat));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void membersAndStateOfAStableGroup(Function<GroupView, GroupAssertions<?>> assertions) {
        kafka.awaitStable("billing");
        GroupAssertions<?> group = assertions.apply(kafka.group("billing"));

        group.isStable();
        group.isInState(GroupState.STABLE);
        fails(group, GroupAssertions::isEmpty, "Empty", "Stable");
        fails(group, it -> it.isInState(GroupState.DEAD), "Dead", "Stable");
        group.hasMembers(second, "first");
        fails(group, it -> it.hasMembers(second), "[second]", "[first, second]");
        fails(group, it -> it.hasMembers(first, second, "third"), "[first, second, third]", "[first, second]");
        group.hasMemberCount(2);
        fails(group, it -> it.hasMemberCount(1), "1", "2: [first, second]");
        group.hasLeader(first);
        fails(group, it -> it.hasLeader(second), "second", "first");
        group.hasGeneration(kafka.group("billing").generation());
        fails(group, it -> it.hasGeneration(7), "7", "1");
        group.hasProtocol("range");
        fails(group, it -> it.hasProtocol("roundrobin"), "roundrobin", "range");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void assignmentAndOwnership(Function<GroupView, GroupAssertions<?>> assertions) {
        kafka.awaitStable("billing");
        GroupAssertions<?> group = assertions.apply(kafka.group("billing"));

        group.assigns(first, "orders-1", "orders-0");
        fails(group, it -> it.assigns(first, "orders-0"), "[orders-0]", "[orders-0, orders-1]");
        fails(group, it -> it.assigns("third", "orders-0"), "[orders-0]", "third is no member");
        group.owns(second, "orders-2", "orders-3");
        fails(group, it -> it.owns(second), "[]", "[orders-2, orders-3]");
        group.isBalanced();
        assertThatThrownBy(() -> group.assigns(first, "orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for example \"orders-0\", not \"orders\"");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void unevenAssignmentIsNotBalanced(Function<GroupView, GroupAssertions<?>> assertions) {
        first.close();
        second.close();
        kafka.createTopic("payments", 3);
        kafka.createTopic("refunds", 3);
        List<String> topics = List.of("payments", "refunds");
        consumer("third").subscribe(topics); // range gives two of each topic to one, one of each to the other
        consumer("fourth").subscribe(topics);
        kafka.awaitStable("billing");

        GroupAssertions<?> group = assertions.apply(kafka.group("billing"));
        fails(group, GroupAssertions::isBalanced, "differ by 1 at most", ": 4");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void committedOffsetsAndLag(Function<GroupView, GroupAssertions<?>> assertions) {
        try (KafkaProducer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", 0, "k", "a"));
            producer.send(new ProducerRecord<>("orders", 0, "k", "b"));
            producer.flush();
        }
        kafka.awaitStable("billing");
        first.commitSync(Map.of(ORDERS_0, new OffsetAndMetadata(1)));
        GroupAssertions<?> group = assertions.apply(kafka.group("billing"));

        group.hasCommitted("orders-0", 1);
        fails(group, it -> it.hasCommitted("orders-0", 2), "2", "1");
        fails(group, it -> it.hasCommitted("orders-1", 2), "2", "nothing committed");
        group.hasNothingCommitted("orders-1");
        fails(group, it -> it.hasNothingCommitted("orders-0"), "nothing committed", "1");
        group.hasLag("orders-0", 1);
        group.hasLag("orders-1", 0);
        fails(group, it -> it.hasLag("orders-0", 0), "0", "1");
        fails(group, it -> it.hasLag("audit-0", 0), "0", "neither assigned nor committed");
        fails(group, GroupAssertions::hasNoLag, "no lag", "orders-0 by 1");
        first.commitSync(Map.of(ORDERS_0, new OffsetAndMetadata(2)));
        assertions.apply(kafka.group("billing")).hasNoLag();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void survivorTookOverBecauseOfASessionTimeout(Function<GroupView, GroupAssertions<?>> assertions) {
        kafka.awaitStable("billing");
        kafka.client(first).crash();
        kafka.clock().advance(Duration.ofSeconds(46));
        kafka.awaitStable("billing");
        GroupAssertions<?> group = assertions.apply(kafka.group("billing"));

        group.hasMembers(second);
        group.rebalancedBecause(RebalanceReason.SESSION_TIMEOUT);
        group.rebalancedBecause(RebalanceReason.SESSION_TIMEOUT, first);
        group.everRebalancedBecause(RebalanceReason.MEMBER_JOINED);
        group.everRebalancedBecause(RebalanceReason.MEMBER_JOINED, first);
        group.assigns(second, "orders-0", "orders-1", "orders-2", "orders-3");
        group.owns(first, "orders-0", "orders-1"); // it has not learned of its expiry
        String last = "SESSION_TIMEOUT by first";
        fails(group, it -> it.rebalancedBecause(RebalanceReason.MEMBER_LEFT), "MEMBER_LEFT", last);
        fails(
                group,
                it -> it.rebalancedBecause(RebalanceReason.SESSION_TIMEOUT, second),
                "SESSION_TIMEOUT by second",
                last);
        fails(group, it -> it.everRebalancedBecause(RebalanceReason.MEMBER_LEFT), "MEMBER_LEFT", last);
        fails(
                group,
                it -> it.everRebalancedBecause(RebalanceReason.SESSION_TIMEOUT, second),
                "SESSION_TIMEOUT by second",
                last);
        group.completedWithin(Duration.ofSeconds(3));
        fails(group, it -> it.completedWithin(Duration.ZERO), "at most 0 ms", "ms");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rebalanceUnderWayIsNotCompleted(Function<GroupView, GroupAssertions<?>> assertions) {
        kafka.awaitStable("billing");
        kafka.client(first).crash();
        kafka.clock().advanceUntil(() -> !kafka.group("billing").isStable(), Duration.ofMinutes(1));
        GroupAssertions<?> group = assertions.apply(kafka.group("billing"));

        fails(group, GroupAssertions::isStable, "Stable", "PreparingRebalance");
        fails(group, it -> it.completedWithin(Duration.ofHours(1)), "at most 3600000 ms", "has not been completed");
    }

    @Test
    void groupThatDoesNotExistIsNotEmpty() {
        GroupAssertions<?> group = PlainAssertions.assertThat(kafka.group("nobody"));

        fails(group, GroupAssertions::isEmpty, "Empty", "Dead");
        fails(group, it -> it.completedWithin(Duration.ZERO), "at most 0 ms", "no rebalance started");
        fails(group, it -> it.rebalancedBecause(RebalanceReason.MEMBER_LEFT), "MEMBER_LEFT", "no rebalance has been");
        fails(group, it -> it.hasLeader("first"), "first", "no leader");
    }

    @Test
    void clientsWithOneClientIdAreToldApart() {
        KafkaConsumer<String, String> namesake = consumer("first");
        kafka.awaitStable("billing");
        GroupAssertions<?> group = PlainAssertions.assertThat(kafka.group("billing"));

        group.hasMembers(first, second, namesake);
        group.hasLeader(first);
        fails(group, it -> it.hasLeader(namesake), "first#2", "first");
    }

    @Test
    void membersMayBeGivenAsWrappersHandlesAndViews() {
        Object wrapper = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Runnable.class},
                new Object() {
                    final KafkaConsumer<String, String> wrapped = first;

                    java.lang.reflect.InvocationHandler handler() {
                        return (proxy, method, arguments) -> wrapped.hashCode();
                    }
                }.handler());
        kafka.awaitStable("billing");
        GroupView group = kafka.group("billing");

        PlainAssertions.assertThat(group).hasMembers(wrapper, kafka.client(second));
        PlainAssertions.assertThat(group)
                .hasMembers(group.members().get(0), group.members().get(1).ref());
        assertThatThrownBy(() -> PlainAssertions.assertThat(group).hasMembers(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("This cluster made no client that stands behind java.lang.Object");
    }

    @Test
    void messageTellsMembersWhoIsWaitedForAndTheLastEventsWithTheirTimes() {
        kafka.awaitStable("billing");
        kafka.client(first).crash();
        kafka.clock().advanceUntil(() -> !kafka.group("billing").isStable(), Duration.ofMinutes(1));

        AssertionFailedError error = catchThrowableOfType(
                AssertionFailedError.class,
                () -> PlainAssertions.assertThat(kafka.group("billing")).isStable());

        assertThat(error).hasMessage("""
                        Expected group 'billing' to be Stable
                          expected: Stable
                          actual:   PreparingRebalance
                        Group 'billing' at 00:00:51.000: PreparingRebalance, generation 1, protocol range
                          second, leader: []
                        Waiting for second to join again, for 300.000 s at most
                        Events:
                          00:00:00.000 billing | joined: first
                          00:00:00.000 billing | rebalance started: generation 0 ends: MEMBER_JOINED by first
                          00:00:00.000 billing | joined: second
                          00:00:06.000 billing | rebalance completed: generation 1, protocol range, leader first: \
                        MEMBER_JOINED by first: first=[orders-0, orders-1] second=[orders-2, orders-3]
                          00:00:06.000 billing | assigned to first: generation 1 [orders-0, orders-1]
                          00:00:06.000 billing | assigned to second: generation 1 [orders-2, orders-3]
                          00:00:06.000 billing | the test: crash: first
                          00:00:51.000 billing | expired: first: SESSION_TIMEOUT
                          00:00:51.000 billing | rebalance started: generation 1 ends: SESSION_TIMEOUT by first""");
    }

    @Test
    void assertionsKeepTheirDescriptionAndAreReportedTogetherWhenSoft() {
        kafka.awaitStable("billing");
        GroupCoordinatorSoftAssertions softly = new GroupCoordinatorSoftAssertions();
        softly.assertThat(kafka.group("billing"))
                .as("billing")
                .isEmpty()
                .hasGeneration(7)
                .isStable();
        softly.assertThat(kafka.events())
                .inGroup("billing")
                .never(EventMatcher.joined(first))
                .contains(EventMatcher.joined(second));

        assertThat(softly.assertionErrorsCollected())
                .extracting(Throwable::getMessage)
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("[billing] Expected group 'billing' to be Empty"),
                        text -> assertThat(text).contains("to be in generation 7"),
                        text -> assertThat(text).contains("never joined: first"));
    }

    @Test
    void failureSaysHowToJoinWhereNobodyHasJoined() {
        assertThatThrownBy(() ->
                        PlainAssertions.assertThat(kafka.group("unheard-of")).isStable())
                .hasMessageContaining(
                        "No events. A consumer joins when it is polled, or by" + " kafka.awaitStable(\"unheard-of\").");
    }

    private static void fails(
            GroupAssertions<?> group, Consumer<GroupAssertions<?>> assertion, String expected, String actual) {
        AssertionFailedError error = catchThrowableOfType(AssertionFailedError.class, () -> assertion.accept(group));
        assertThat(error).as("the failure").isNotNull();
        assertThat(error.getExpected().getStringRepresentation()).contains(expected);
        assertThat(error.getActual().getStringRepresentation()).contains(actual);
        assertThat(error.getMessage())
                .contains("Expected group '", expected, actual, "Group '")
                .containsAnyOf("vents:\n  00:00:", "No events.");
        assertThat(error.getStackTrace()[0].getClassName()).isEqualTo(GroupAssertionsTest.class.getName());
    }

    private KafkaConsumer<String, String> consumer(String clientId) {
        KafkaConsumer<String, String> made = kafka.consumer(
                Map.of("client.id", clientId, "group.id", "billing", "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer());
        made.subscribe(List.of("orders"));
        kafka.client(made).closedByFixture();
        return made;
    }
}
