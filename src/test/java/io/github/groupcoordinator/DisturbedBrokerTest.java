package io.github.groupcoordinator;

import static io.github.groupcoordinator.assertion.EventMatcher.any;
import static io.github.groupcoordinator.assertion.EventMatcher.coordinatorFailedOver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.assertion.GroupCoordinatorAssertions;
import io.github.groupcoordinator.assertion.PlainAssertions;
import io.github.groupcoordinator.event.broker.BrokerDisturbed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The event log about what a test does to brokers. */
final class DisturbedBrokerTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .brokers(3)
            .brokerProperty("default.replication.factor", "3")
            .topic("orders", 1)
            .build());
    private final Consumer<String, String> consumer = kafka.consumer(
            Map.of("group.id", "billing", "client.id", "billing-1"),
            new StringDeserializer(),
            new StringDeserializer());

    @BeforeEach
    void settle() {
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
    }

    @AfterEach
    void close() {
        consumer.close();
        kafka.close();
    }

    private int coordinator() {
        return kafka.coordinator("billing").partition().leader().orElseThrow();
    }

    private List<String> told() {
        return kafka.events().of(BrokerDisturbed.class).stream()
                .map(event -> kafka.events().elapsedAt(event.at()) + " " + event.describe())
                .toList();
    }

    @Test
    void eachThingThatIsDoneToABrokerIsToldWithItsVirtualTime() {
        BrokerHandle broker = kafka.broker(2);
        broker.pause();
        kafka.clock().advance(Duration.ofSeconds(1));
        broker.resume();
        broker.stop();
        broker.start();
        broker.crash();

        assertThat(told())
                .containsExactly(
                        "00:00:03.000 the test: pause: broker 2",
                        "00:00:04.000 the test: resume: broker 2",
                        "00:00:04.000 the test: stop: broker 2",
                        "00:00:04.000 the test: start: broker 2",
                        "00:00:04.000 the test: crash: broker 2");
        assertThat(kafka.events().of(BrokerDisturbed.class))
                .extracting(BrokerDisturbed::recovers)
                .containsExactly(false, true, false, true, false);
    }

    @Test
    void whatIsRefusedIsNotTold() {
        assertThatThrownBy(() -> kafka.broker(2).start()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kafka.broker(2).resume()).isInstanceOf(IllegalStateException.class);

        assertThat(told()).isEmpty();
    }

    @Test
    void stopIsToldBeforeTheFailoverThatItLeadsTo() {
        kafka.broker(coordinator()).stop();

        GroupCoordinatorAssertions.assertThat(kafka.events())
                .containsSubsequence(any(BrokerDisturbed.class), coordinatorFailedOver());
    }

    @Test
    void failedAssertionOnAGroupTellsOfItsBrokers() {
        kafka.broker(2).pause();

        assertThatThrownBy(
                        () -> PlainAssertions.assertThat(kafka.group("billing")).isEmpty())
                .hasMessageContaining("00:00:03.000  | the test: pause: broker 2");
    }
}
