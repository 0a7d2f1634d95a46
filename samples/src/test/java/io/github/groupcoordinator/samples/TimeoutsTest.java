package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.EventMatcher.expired;
import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * The times for which a group waits for a member that does not heartbeat, poll, or rejoin; hours cost milliseconds
 * here.
 */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class TimeoutsTest {

    @Test
    void heartbeatsKeepAMemberForHoursWithoutAPoll(
            InMemoryKafka kafka,
            VirtualClock clock,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = "max.poll.interval.ms=86400000")
                    Consumer<String, String> consumer) {
        kafka.awaitStable("billing");

        clock.advance(Duration.ofHours(8));

        assertThat(events).never(expired(consumer));
        assertThat(kafka.group("billing")).isStable();
        assertThat(consumer.assignment()).hasSize(4);
    }

    @Test
    void memberWithoutHeartbeatsExpiresAtItsSessionTimeoutAndNotBefore(
            InMemoryKafka kafka,
            VirtualClock clock,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = "session.timeout.ms=10000")
                    Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        Instant lastHeard = clock.now();
        kafka.client(consumer).pauseHeartbeats();

        clock.advance(Duration.ofMillis(9_999));
        assertThat(events).never(expired(consumer));

        clock.advance(Duration.ofMillis(1));
        assertThat(events.of(MemberExpired.class)).singleElement().satisfies(event -> {
            assertThat(event.at()).isEqualTo(lastHeard.plusSeconds(10));
            assertThat(event.reason()).isEqualTo(RebalanceReason.SESSION_TIMEOUT);
        });
    }

    @Test
    void memberThatDoesNotPollForTooLongLeavesByItself(
            InMemoryKafka kafka,
            VirtualClock clock,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = "max.poll.interval.ms=60000")
                    Consumer<String, String> slow,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> other) {
        kafka.awaitStable("billing");

        clock.advance(Duration.ofSeconds(61)); // moves time, and polls nobody

        assertThat(events.of(MemberLeft.class)).singleElement().satisfies(left -> {
            assertThat(left.member().clientId()).isEqualTo(kafka.client(slow).clientId());
            assertThat(left.reason()).contains("poll timeout");
        });
        assertThat(other.assignment()).hasSize(2); // it will learn of it at its next poll
    }

    @Test
    void memberThatDoesNotRejoinInTimeIsDropped(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", properties = "max.poll.interval.ms=60000")
                    Consumer<String, String> laggard,
            @GroupMember(group = "billing") Consumer<String, String> newcomer) {
        kafka.awaitStable("billing");
        kafka.client(laggard).pauseHeartbeats();
        newcomer.subscribe(List.of("orders"));

        newcomer.poll(Duration.ofSeconds(70)); // the group waits for the laggard, which does not poll

        assertThat(events).contains(expired(laggard));
        assertThat(newcomer.assignment()).hasSize(4);
    }

    @Test
    void sessionTimeoutMustLieWithinTheBrokersBounds(
            @GroupMember(group = "a", topics = "orders", properties = "session.timeout.ms=5999")
                    Consumer<String, String> tooShort,
            @GroupMember(group = "b", topics = "orders", properties = "session.timeout.ms=1800001")
                    Consumer<String, String> tooLong) {
        assertThatThrownBy(() -> tooShort.poll(Duration.ofSeconds(10)))
                .isInstanceOf(InvalidSessionTimeoutException.class);
        assertThatThrownBy(() -> tooLong.poll(Duration.ofSeconds(10)))
                .isInstanceOf(InvalidSessionTimeoutException.class);
    }
}
