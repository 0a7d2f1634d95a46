package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.LeakedClientException;
import io.github.groupcoordinator.fault.UnusedFaultException;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a test: clients that are closed, those that count as leaks, and the report of a test that fails. */
class AfterTheTestTest {
    private static final List<Consumer<String, String>> consumers = new ArrayList<>();
    private static final List<Producer<String, String>> producers = new ArrayList<>();

    private static Run run(Class<?> testClass) {
        consumers.clear();
        producers.clear();
        return Run.of(testClass);
    }

    @Test
    void whatWasInjectedIsClosedAlsoAfterAFailure() {
        Run run = run(Closed.class);

        assertThat(run.succeeded()).isEqualTo(1);
        assertThat(run.failure()).hasMessage("on purpose").hasNoSuppressedExceptions();
        assertThat(consumers).hasSize(4).allSatisfy(consumer -> assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed"));
        assertThat(producers).hasSize(2).allSatisfy(producer -> assertThatThrownBy(
                        () -> producer.send(new ProducerRecord<>("orders", "late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed"));
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class Closed {
        @BeforeEach
        void before(@GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            consumers.add(consumer);
        }

        @Test
        void succeeds(
                InMemoryKafka kafka,
                Admin admin,
                @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer,
                @RecordProducer Producer<String, String> producer) {
            consumers.add(consumer);
            producers.add(producer);
            kafka.awaitStable("g");
        }

        @Test
        void fails(
                InMemoryKafka kafka,
                @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer,
                @RecordProducer Producer<String, String> producer) {
            consumers.add(consumer);
            producers.add(producer);
            kafka.awaitStable("g");
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void crashedOrClosedMembersAreNoLeak() {
        assertThat(run(CrashedOrClosed.class).failures()).isEmpty();
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class CrashedOrClosed {
        @Test
        void test(
                InMemoryKafka kafka,
                @GroupMember(group = "g", topics = "orders") Consumer<String, String> crashed,
                @GroupMember(group = "g", topics = "orders") Consumer<String, String> closed) {
            kafka.awaitStable("g");
            kafka.client(crashed).crash();
            closed.close();
        }
    }

    @Test
    void clientThatTheTestLeftOpenFailsIt() {
        Run run = run(Leaking.class);

        assertThat(run.failure())
                .isInstanceOf(LeakedClientException.class)
                .hasMessageContaining("leaky")
                .hasMessageContaining("AfterTheTestTest.open(AfterTheTestTest.java:");
        assertThat(run.succeeded()).isZero();
    }

    @EmbeddedGroupCoordinator
    static class Leaking {
        @Test
        void test(InMemoryKafka kafka) {
            open(kafka, "leaky");
        }
    }

    @Test
    void leakIsReportedWithTheGroupsAsTheTestLeftThem() {
        assertThat(run(LeakingMember.class).reports()).singleElement().satisfies(report -> assertThat(report)
                .contains("LeakingMember.test", "failed as it ended (LeakedClientException) at 00:00:03.000")
                .contains("billing | joined: billing-1 = member billing-1-")
                .contains("billing: Stable, generation 1, protocol range")
                .contains("billing-1, the leader, owns [orders-0]"));
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"))
    static class LeakingMember {
        @Test
        void test(
                InMemoryKafka kafka,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
            kafka.awaitStable("billing");
            open(kafka, "leaky");
        }
    }

    @Test
    void faultThatNeverFiredIsReported() {
        Run run = run(UnusedFault.class);

        assertThat(run.failure()).isInstanceOf(UnusedFaultException.class);
        assertThat(run.reports()).singleElement().satisfies(report -> assertThat(report)
                .contains("UnusedFault.test", "failed as it ended (UnusedFaultException)")
                .containsPattern("Faults:\\n.*HEARTBEAT"));
    }

    @EmbeddedGroupCoordinator
    static class UnusedFault {
        @Test
        void test(InMemoryKafka kafka) {
            kafka.faults().on(ApiKeys.HEARTBEAT).disconnect();
        }
    }

    @Test
    void leakDoesNotHideTheFailureOfTheTest() {
        Run run = run(FailingAndLeaking.class);
        Throwable failure = run.failure();

        assertThat(failure).hasMessage("on purpose");
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(LeakedClientException.class);
        assertThat(run.reports()).hasSize(1);
    }

    @EmbeddedGroupCoordinator
    static class FailingAndLeaking {
        @Test
        void test(InMemoryKafka kafka) {
            open(kafka, "leaky");
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void leakInAClusterOfAClassFailsTheClass() {
        Run run = run(LeakingClass.class);

        assertThat(run.succeeded()).isEqualTo(1);
        assertThat(run.failure()).isInstanceOf(LeakedClientException.class);
    }

    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS)
    static class LeakingClass {
        @Test
        void test(InMemoryKafka kafka) {
            open(kafka, "leaky");
        }
    }

    @Test
    void failingTestReportsWhatHappenedWhoOwnsWhatAndHowToReplay() {
        Run run = run(Failing.class);

        assertThat(run.failures()).hasSize(1);
        assertThat(run.reports()).singleElement().satisfies(report -> assertThat(report)
                .contains("Failing.test", "failed at 00:00:50.000 of virtual time (2026-05-01T00:00:50Z)")
                .contains("billing | joined: billing-1 = member billing-1-")
                .contains("billing: Stable, generation 1, protocol range")
                .contains("billing-1, the leader, owns [orders-0, orders-1]")
                .contains("with seed 0, virtual time from 2026-05-01T00:00:00Z")
                .containsPattern("event-log sha256: [0-9a-f]{64}")
                .contains("Its unique id: [engine:junit-jupiter]"));
    }

    @EmbeddedGroupCoordinator(
            topics = @Topic(name = "orders", partitions = 2),
            startTime = "2026-05-01T00:00:00Z",
            brokerProperties = "group.initial.rebalance.delay.ms=0")
    static class Failing {
        @Test
        void test(
                InMemoryKafka kafka,
                VirtualClock clock,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
            Duration passed = kafka.awaitStable("billing");
            clock.advance(Duration.ofSeconds(50).minus(passed));
            throw new AssertionError("on purpose");
        }

        @Test
        void succeeding(InMemoryKafka kafka) {
            kafka.createTopic("more", 1);
        }
    }

    @Test
    void failureBeforeTheTestIsReportedToo() {
        Run run = run(FailingBefore.class);

        assertThat(run.failure()).hasMessage("on purpose");
        assertThat(run.reports()).singleElement().asString().contains("(nothing)", "(no group)");
    }

    @EmbeddedGroupCoordinator
    static class FailingBefore {
        @BeforeEach
        void before() {
            throw new AssertionError("on purpose");
        }

        @Test
        void test() {}
    }

    @Test
    void abortedTestReportsNothing() {
        Run run = run(Aborted.class);

        assertThat(run.aborted()).isEqualTo(1);
        assertThat(run.reports()).isEmpty();
    }

    @EmbeddedGroupCoordinator
    static class Aborted {
        @Test
        void test() {
            assumeThat(1).isEqualTo(2);
        }
    }

    private static void open(InMemoryKafka kafka, String clientId) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("client.id", clientId);
        kafka.consumer(properties, new StringDeserializer(), new StringDeserializer());
    }
}
