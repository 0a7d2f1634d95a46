package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsLost;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.GroupState;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The life of a group from its first join to its last member's close, in some seven virtual minutes. The same run, on
 * every machine, gives the same event log to the byte; its digest is printed.
 */
@EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 8), @Topic(name = "payments", partitions = 8)})
class MainScenarioTest {
    private static final String GROUP = "billing";

    /** Annotations may be composed: this one says all about a member of our group. */
    @GroupMember(
            group = GROUP,
            topics = {"orders", "payments"},
            properties = "auto.offset.reset=earliest")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface BillingMember {}

    private InMemoryKafka kafka;
    private VirtualClock clock;
    private EventLog events;
    private Consumer<String, String> first;
    private Consumer<String, String> second;

    @BeforeEach
    void setUp(
            InMemoryKafka kafka,
            @BillingMember Consumer<String, String> first,
            @BillingMember Consumer<String, String> second) {
        this.kafka = kafka;
        this.clock = kafka.clock();
        this.events = kafka.events();
        this.first = first;
        this.second = second;
    }

    @Test
    void twoConsumersLiveThroughWhatHappensToConsumers(@RecordProducer Producer<String, String> producer) {
        story(producer);

        System.out.println("event-log sha256: " + events.digest());
    }

    void story(Producer<String, String> producer) {
        bothJoin();
        bothWorkAndCommit(producer);
        firstCrashesAndExpires();
        firstComesBack();
        leaderLeavesAndAnotherIsElected();
        secondIsTooBusyToPoll();
        bothClose();
    }

    /**
     * The broker waits for latecomers for group.initial.rebalance.delay.ms, 3 s; and since there was one, for as long
     * again.
     */
    private void bothJoin() {
        kafka.awaitStable(GROUP);

        Instant started = events.of(RebalanceStarted.class).get(0).at();
        assertThat(events.of(RebalanceCompleted.class).get(0).at()).isEqualTo(started.plusSeconds(6));
        assertThat(first.assignment()).hasSize(8);
        assertThat(second.assignment()).hasSize(8);
    }

    /** They commit all their partitions every auto.commit.interval.ms, 5 s. */
    private void bothWorkAndCommit(Producer<String, String> producer) {
        for (int partition = 0; partition < 8; partition++) {
            producer.send(new ProducerRecord<>("orders", partition, "customer-" + partition, "an order"));
            producer.send(new ProducerRecord<>("payments", partition, "customer-" + partition, "a payment"));
        }
        producer.flush();

        assertThat(kafka.runFor(Duration.ofSeconds(10)).count()).isEqualTo(16);
        assertThat(events.of(OffsetsCommitted.class))
                .isNotEmpty()
                .allSatisfy(committed -> assertThat(committed.offsets()).hasSize(8));
    }

    /** No LeaveGroup, no more heartbeats: the group learns of it session.timeout.ms, 45 s, after the last one. */
    private void firstCrashesAndExpires() {
        clock.advance(Duration.ofSeconds(2));
        Instant lastHeartbeat = clock.now(); // the fourth, one every heartbeat.interval.ms, 3 s
        assertThat(lastHeartbeat)
                .isEqualTo(events.of(RebalanceCompleted.class).get(0).at().plusSeconds(4 * 3));
        kafka.client(first).crash();

        clock.advance(Duration.ofSeconds(46));
        kafka.awaitStable(GROUP);

        MemberExpired expired = events.of(MemberExpired.class).get(0);
        assertThat(expired.member().clientId()).isEqualTo(kafka.client(first).clientId());
        assertThat(expired.reason()).isEqualTo(RebalanceReason.SESSION_TIMEOUT);
        assertThat(expired.at()).isEqualTo(lastHeartbeat.plusSeconds(45));
        assertThat(second.assignment()).hasSize(16);
    }

    /** As from a long pause: it learns that its partitions are lost, and joins again. */
    private void firstComesBack() {
        kafka.client(first).resume();
        kafka.awaitStable(GROUP);

        PartitionsLost lost = events.of(PartitionsLost.class).get(0);
        assertThat(lost.member().clientId()).isEqualTo(kafka.client(first).clientId());
        assertThat(lost.partitions()).hasSize(8);
        assertThat(first.assignment()).hasSize(8);
    }

    private void leaderLeavesAndAnotherIsElected() {
        assertThat(kafka.group(GROUP).leaderId()).isEqualTo(kafka.client(second).memberId());

        second.unsubscribe();
        kafka.awaitStable(GROUP);

        assertThat(kafka.group(GROUP).leaderId()).isEqualTo(kafka.client(first).memberId());
        assertThat(first.assignment()).hasSize(16);
    }

    /** For longer than max.poll.interval.ms, 5 min: then its client leaves the group by itself. */
    private void secondIsTooBusyToPoll() {
        second.subscribe(List.of("orders", "payments"));
        kafka.awaitStable(GROUP);

        for (int i = 0; i < 31; i++) {
            clock.advance(Duration.ofSeconds(10)); // moves time, and polls nobody
            first.poll(Duration.ZERO);
        }

        MemberLeft left = events.last(MemberLeft.class, GROUP).orElseThrow();
        assertThat(left.member().clientId()).isEqualTo(kafka.client(second).clientId());
        assertThat(left.reason()).contains("poll timeout");
        kafka.awaitStable(GROUP); // polls the second one too, which joins again
        assertThat(second.assignment()).hasSize(8);
    }

    private void bothClose() {
        first.close();
        second.close();

        assertThat(kafka.group(GROUP).state()).isEqualTo(GroupState.EMPTY);
    }
}
