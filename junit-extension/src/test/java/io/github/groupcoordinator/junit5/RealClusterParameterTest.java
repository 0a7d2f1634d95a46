package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The parameter by which annotated tests run on a real cluster: here on one of ours, behind a listener. */
@Timeout(60)
class RealClusterParameterTest {
    private static final String CLUSTER = "embedded-group-coordinator.cluster";

    private static InMemoryKafka there() {
        return InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .listener(ListenerConfig.inSystemTime())
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .build());
    }

    @Test
    void testsRunThereUnchangedOrAreAbortedByName() {
        try (InMemoryKafka there = there()) {
            Run run = Run.with(CLUSTER, there.bootstrapServers(), Tests.class);

            assertThat(run.failures()).isEmpty();
            assertThat(run.succeeded()).isEqualTo(1);
            assertThat(run.aborted()).isEqualTo(3);
            assertThat(there.topicNames()).containsExactly("embedded-group-coordinator-marker");
            assertThat(there.groupIds()).isEmpty();
        }
    }

    @Test
    void testOfAClassThatSharesItsClusterDoesNotAnswerForWhatAnEarlierOneAsked() {
        try (InMemoryKafka there = there()) {
            Run run = Run.with(CLUSTER, there.bootstrapServers(), TestsOfOneCluster.class);

            assertThat(run.failure()).isInstanceOf(AssertionError.class).hasMessage("of its own");
            assertThat(run.aborted()).isEqualTo(1);
            assertThat(run.succeeded()).isEqualTo(1);
        }
    }

    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class TestsOfOneCluster {
        @Test
        void aCatchesTheRefusalAndGoesOn(InMemoryKafka kafka) {
            assertThatThrownBy(kafka::faults).isInstanceOf(RuntimeException.class);
        }

        @Test
        void bFails() {
            throw new AssertionError("of its own");
        }

        @Test
        void cPasses(InMemoryKafka kafka) {
            assertThat(kafka.topicNames()).isEmpty();
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
    static class Tests {
        @Test
        void readsWhatWasSent(
                InMemoryKafka kafka,
                @RecordProducer Producer<String, String> producer,
                @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                        Consumer<String, String> consumer) {
            kafka.awaitStable("billing");
            producer.send(new ProducerRecord<>("orders", "order"));
            producer.flush();
            assertThat(consumer.poll(Duration.ofSeconds(20)).count()).isEqualTo(1);
        }

        @Test
        void asksForWhatIsNotPortable(VirtualClock clock) {
            assertThat(clock.elapsed()).isEqualTo(Duration.ZERO);
        }

        @Test
        void catchesTheRefusalAndGoesOn(InMemoryKafka kafka) {
            assertThatThrownBy(() -> kafka.broker(0).stop()).isInstanceOf(RuntimeException.class);
        }

        @Test
        @EmbeddedGroupCoordinator(brokers = 3)
        void wantsAnotherCluster(InMemoryKafka kafka) {
            assertThat(kafka.topicNames()).containsExactly("orders");
        }

        @Test
        @DisabledOnRealCluster("it holds in memory only")
        void isNotTried() {
            assertThat(System.nanoTime()).as("this test is disabled").isZero();
        }
    }
}
