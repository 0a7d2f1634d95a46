package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Share consumers (KIP-932) whose process crashes or hangs, or loses its network, and what they hold then. */
class ShareDisturbedTest {
    private static final String GROUP = ShareScene.GROUP;

    /** The lock on a record that was delivered: {@code group.share.record.lock.duration.ms}. */
    private static final Duration LOCK = Duration.ofSeconds(30);

    private ShareScene scene;
    private InMemoryKafka kafka;

    @BeforeEach
    void start() throws Exception {
        scene = ShareScene.start();
        kafka = scene.kafka();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private KafkaShareConsumer<String, String> consumer(String clientId, String... more) {
        return scene.member(ShareScene.config(clientId, more));
    }

    /** Polls until something comes, and tells it, the how manieth time it comes, and how long it took. */
    private String next(KafkaShareConsumer<String, String> consumer) {
        Instant before = kafka.clock().now();
        ConsumerRecord<String, String> record =
                consumer.poll(Duration.ofMinutes(10)).iterator().next();
        return record.value() + " x" + record.deliveryCount().orElseThrow() + " after "
                + Duration.between(before, kafka.clock().now());
    }

    /** One consumer holds a record, and another waits. */
    private record Holding(
            KafkaShareConsumer<String, String> holder,
            ConsumerRecord<String, String> held,
            KafkaShareConsumer<String, String> other) {}

    private Holding holding() throws Exception {
        KafkaShareConsumer<String, String> holder = scene.member("holder");
        KafkaShareConsumer<String, String> other = scene.member("other");
        kafka.awaitStable(GROUP);
        scene.produce("a");
        ConsumerRecord<String, String> held =
                holder.poll(Duration.ofSeconds(1)).iterator().next();
        return new Holding(holder, held, other);
    }

    @Test
    void crashReleasesTheLocksAtOnce() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).crash();
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        holding.other().close();
    }

    @Test
    void pausedProcessHoldsItsLocksUntilTheyRunOut() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        assertThat(next(holding.other())).isEqualTo("a x2 after " + LOCK);
        holding.other().close();
    }

    @Test
    void processThatIsKilledWhileItHangsHoldsNothingAnyMore() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        kafka.clock().advance(Duration.ofSeconds(7));
        kafka.client(holding.holder()).crash();
        assertThat(kafka.client(holding.holder()).isPaused()).isFalse();
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        holding.other().close();
    }

    @Test
    void pausedProcessIsExpiredAndComesBackTooLateToAcknowledge() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        assertThat(kafka.client(holding.holder()).isPaused()).isTrue();
        assertThatThrownBy(() -> holding.holder().poll(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("poll(..) was called on KafkaShareConsumer 'holder', which was paused at 00:00:05.005 and"
                        + " was not resumed. Call client(..).resume() first if it is meant to come back.");
        kafka.clock().advance(Duration.ofSeconds(45));
        assertThat(kafka.group(GROUP).members())
                .extracting(member -> member.ref().clientId())
                .containsExactly("other");
        kafka.client(holding.holder()).resume();
        holding.holder().acknowledge(holding.held(), AcknowledgeType.ACCEPT);
        assertThat(holding.holder().commitSync().values())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome).get().isInstanceOf(InvalidRecordStateException.class));
        kafka.awaitStable(GROUP);
        assertThat(kafka.group(GROUP).members())
                .extracting(member -> member.ref().clientId())
                .containsExactly("other", "holder");
        holding.holder().close();
        holding.other().close();
    }

    @Test
    void connectionThatIsCutReleasesTheLocksAndTheConsumerGoesOn() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).disconnect();
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        holding.other().close();
        holding.holder().acknowledge(holding.held(), AcknowledgeType.ACCEPT);
        assertThat(next(holding.holder())).isEqualTo("a x3 after PT0.1S");
        holding.holder().close();
    }

    @Test
    void memberWithoutHeartbeatsIsExpiredAndHoldsItsLocks() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pauseHeartbeats();
        kafka.clock().advance(LOCK.minusMillis(1));
        holding.holder().acknowledge(holding.held(), AcknowledgeType.ACCEPT);
        assertThat(holding.holder().commitSync().values()).containsExactly(Optional.empty());
        kafka.clock().advance(Duration.ofSeconds(16));
        assertThat(kafka.group(GROUP).members())
                .extracting(member -> member.ref().clientId())
                .containsExactly("other");
        kafka.client(holding.holder()).resume();
        kafka.awaitStable(GROUP);
        holding.holder().close();
        holding.other().close();
    }

    @Test
    void pausedConsumerIsNoLeakAndIsClosedWithoutAWord() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        holding.holder().close();
        assertThat(kafka.group(GROUP).members()).hasSize(2);
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        kafka.client(holding.other()).pause();
    }
}
