package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static io.github.groupcoordinator.samples.Records.send;
import static io.github.groupcoordinator.samples.Records.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** Going away: by wakeup and close, or by dying. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
class ClosingTest {

    @Test
    void wakeupEndsAPollAtOnce(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        Duration before = clock.elapsed();
        clock.schedule(Duration.ofSeconds(7), consumer::wakeup); // as a shutdown hook would

        assertThatThrownBy(() -> consumer.poll(Duration.ofHours(1))).isInstanceOf(WakeupException.class);

        assertThat(clock.elapsed().minus(before)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void wakeupBeforeAPollEndsTheNextOne(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        Duration before = clock.elapsed();

        consumer.wakeup();

        assertThatThrownBy(() -> consumer.poll(Duration.ofHours(1))).isInstanceOf(WakeupException.class);
        assertThat(clock.elapsed()).isEqualTo(before);
    }

    @Test
    void closeLeavesTheGroupAtOnceAndAnotherTakesOver(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> leaving,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> staying) {
        kafka.awaitStable("billing");
        Duration before = clock.elapsed();

        leaving.close();
        kafka.awaitStable("billing");

        // Not after session.timeout.ms, but with the next heartbeat of those who stay.
        assertThat(clock.elapsed().minus(before)).isLessThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(kafka.group("billing"))
                .assigns(staying, "orders-0", "orders-1")
                .rebalancedBecause(RebalanceReason.MEMBER_LEFT, leaving);
    }

    @Test
    void closeCommitsWhatAutoCommitHasNotCommittedYet(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "a");
        assertThat(values(consumer.poll(Duration.ofSeconds(1)))).containsExactly("a");

        consumer.close();

        assertThat(kafka.group("billing")).hasCommitted("orders-0", 1);
    }

    @Test
    void crashLeavesItsPartitionsIdleUntilTheSessionTimesOut(
            InMemoryKafka kafka,
            VirtualClock clock,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> crashing,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> staying) {
        kafka.awaitStable("billing");
        int orphan = crashing.assignment().iterator().next().partition();
        crashing.commitSync();
        kafka.client(crashing).crash();

        for (int i = 0; i < 4; i++) {
            send(producer, "orders", orphan, "waiting");
            assertThat(values(staying.poll(Duration.ofSeconds(10)))).isEmpty();
        }
        assertThat(kafka.group("billing")).hasMembers(crashing, staying).hasLag("orders-" + orphan, 4);

        clock.advance(Duration.ofSeconds(6)); // 45 s without a heartbeat are over
        kafka.awaitStable("billing");

        assertThat(values(staying.poll(Duration.ofSeconds(1)))).hasSize(4).containsOnly("waiting");
    }
}
