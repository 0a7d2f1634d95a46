package io.github.groupcoordinator.assertion;

import static io.github.groupcoordinator.assertion.EventMatcher.any;
import static io.github.groupcoordinator.assertion.EventMatcher.assigned;
import static io.github.groupcoordinator.assertion.EventMatcher.assignedNothing;
import static io.github.groupcoordinator.assertion.EventMatcher.committed;
import static io.github.groupcoordinator.assertion.EventMatcher.expired;
import static io.github.groupcoordinator.assertion.EventMatcher.fenced;
import static io.github.groupcoordinator.assertion.EventMatcher.joined;
import static io.github.groupcoordinator.assertion.EventMatcher.left;
import static io.github.groupcoordinator.assertion.EventMatcher.lost;
import static io.github.groupcoordinator.assertion.EventMatcher.rebalanceCompleted;
import static io.github.groupcoordinator.assertion.EventMatcher.rebalanceStarted;
import static io.github.groupcoordinator.assertion.EventMatcher.revoked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/** Each assertion on events and each matcher, holding and failing, with AssertJ and without. */
class EventAssertionsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final MemberRef A = new MemberRef("a-1", "a", null);
    private static final MemberRef B = new MemberRef("b-1", "b", "static-b");

    private final EventLog log = new EventLog(InMemoryKafka.newClock(START));

    static Stream<Named<Function<EventLog, EventAssertions<?>>>> kinds() {
        return Stream.of(
                Named.of("AssertJ", GroupCoordinatorAssertions::assertThat),
                Named.of("plain", PlainAssertions::assertThat));
    }

    /** One event of each kind, a second apart, in the group billing; then one in another group. */
    @BeforeEach
    void oneEventOfEachKind() {
        SortedSet<TopicPartition> partitions = Partitions.parse("orders-0", "orders-1");
        TreeMap<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(partitions.comparator());
        offsets.put(Partitions.parse("orders-0"), new OffsetAndMetadata(5));
        log.append(new MemberJoined(at(0), "billing", A));
        log.append(new RebalanceStarted(at(0), "billing", 0, RebalanceReason.MEMBER_JOINED, A));
        log.append(new RebalanceCompleted(
                at(3), "billing", 1, "a-1", "range", new TreeMap<>(), RebalanceReason.MEMBER_JOINED, A));
        log.append(new PartitionsAssigned(at(4), "billing", A, 1, partitions));
        log.append(new OffsetsCommitted(at(5), "billing", A, offsets));
        log.append(new PartitionsRevoked(at(6), "billing", A, 1, partitions));
        log.append(new PartitionsLost(at(7), "billing", B, 1, partitions));
        log.append(new MemberFenced(at(8), "billing", B, A));
        log.append(new MemberExpired(at(9), "billing", A, RebalanceReason.SESSION_TIMEOUT));
        log.append(new MemberLeft(at(10), "billing", B, "bye"));
        log.append(new MemberJoined(at(11), "audit", A));
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void exactSequence(Function<EventLog, EventAssertions<?>> assertions) {
        assertions.apply(log).inGroup("billing");
        EventMatcher[] all = {
            joined("a"),
            rebalanceStarted(RebalanceReason.MEMBER_JOINED),
            rebalanceCompleted(RebalanceReason.MEMBER_JOINED),
            assigned("a", "orders-0", "orders-1"),
            committed("orders-0", 5),
            revoked("a-1", "orders-0", "orders-1"),
            lost("static-b", "orders-0", "orders-1"),
            fenced(B),
            expired(A),
            left("b"),
            joined("a").inGroup("audit")
        };
        assertions.apply(log).containsExactly(all);

        fails(
                log,
                assertions,
                it -> it.containsExactly(joined("a")),
                "they differ at number 2",
                "    joined: a",
                "left: b");
        all[4] = committed("orders-0", 6);
        fails(log, assertions, it -> it.containsExactly(all), "they differ at number 5", "orders-0@6", "orders-0@5");
        all[4] = committed("orders-1", 5);
        fails(log, assertions, it -> it.containsExactly(all), "they differ at number 5", "orders-1@5", "orders-0@5");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void subsequence(Function<EventLog, EventAssertions<?>> assertions) {
        assertions.apply(log).containsSubsequence();
        assertions.apply(log).containsSubsequence(joined("a"), rebalanceCompleted(), expired("a"));

        fails(
                log,
                assertions,
                it -> it.containsSubsequence(joined("a"), expired("a"), rebalanceCompleted()),
                "did not find \"rebalance completed\" after the 2 before it",
                "rebalance completed",
                "00:00:09.000 billing | expired: a: SESSION_TIMEOUT");
        fails(
                log,
                assertions,
                it -> it.containsSubsequence(left("a")),
                "did not find \"left: a\"",
                "left: a",
                "left: b");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void presenceAbsenceAndCount(Function<EventLog, EventAssertions<?>> assertions) {
        assertions.apply(log).contains(expired("a"), joined("a"));
        fails(log, assertions, it -> it.contains(expired("b")), "to contain this", "expired: b", "no such event");
        assertions.apply(log).never(expired("b"), joined("b"));
        fails(log, assertions, it -> it.never(expired("a")), "never to", "never expired: a", "00:00:09.000 billing");
        assertions.apply(log).hasCount(2, any(MemberJoined.class));
        fails(log, assertions, it -> it.hasCount(1, joined("a")), "this 1 times", "1 times", "2 times:");
        assertions.apply(log).contains(assigned("a"), revoked("a"), lost("static-b"));
        assertions.apply(log).contains(assigned("a", "orders-1", "orders-0"));
        assertions
                .apply(log)
                .never(
                        assigned("a", "orders-0"),
                        assignedNothing("a"),
                        assigned("static-b"),
                        lost("a", "orders-0", "orders-1"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void groupAndInstantNarrow(Function<EventLog, EventAssertions<?>> assertions) {
        assertions.apply(log).never(joined("a").inGroup("shipping"));
        inGroup(assertions.apply(log), "audit").containsExactly(joined("a"));
        since(assertions.apply(log), at(10)).containsExactly(left("b"), joined("a"));
        since(inGroup(assertions.apply(log), "billing"), at(11)).isEmpty();
        fails(
                log,
                assertions,
                it -> since(it, at(11)).isEmpty(),
                "the events since 00:00:11.000 to be none",
                "no events",
                "joined: a");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rebalancesAreTimed(Function<EventLog, EventAssertions<?>> assertions) {
        assertions.apply(log).completedWithin(Duration.ofSeconds(3));
        fails(
                log,
                assertions,
                it -> it.completedWithin(Duration.ofMillis(2999)),
                "within 2999 ms of virtual time",
                "at most 2999 ms",
                "started at 00:00:00.000 took 3000 ms");
        log.append(new RebalanceStarted(at(12), "billing", 1, RebalanceReason.MEMBER_LEFT, B));
        fails(
                log,
                assertions,
                it -> it.completedWithin(Duration.ofHours(1)),
                "within",
                "at most",
                "started at 00:00:12.000 has not been completed");
    }

    @Test
    void clientCanNotBeFoundInALogWithoutCluster() {
        assertThatThrownBy(() -> PlainAssertions.assertThat(log).never(joined(new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the member's client id");
    }

    private static EventAssertions<?> inGroup(EventAssertions<?> events, String groupId) {
        return (EventAssertions<?>) events.inGroup(groupId);
    }

    private static EventAssertions<?> since(EventAssertions<?> events, Instant instant) {
        return (EventAssertions<?>) events.since(instant);
    }

    private static void fails(
            EventLog log,
            Function<EventLog, EventAssertions<?>> assertions,
            Consumer<EventAssertions<?>> assertion,
            String what,
            String expected,
            String actual) {
        AssertionFailedError error =
                catchThrowableOfType(AssertionFailedError.class, () -> assertion.accept(assertions.apply(log)));
        assertThat(error).as("the failure").isNotNull();
        assertThat(error.getExpected().getStringRepresentation()).contains(expected);
        assertThat(error.getActual().getStringRepresentation()).contains(actual);
        assertThat(error.getMessage()).contains("Expected the events", what, expected, actual, "00:00:");
    }
}
