package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.time.VirtualClock;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a cluster, how long it is and what it is like where several annotations meet. */
class LifecycleTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

    /** The clusters that the test classes below saw; each test of this class runs its own. */
    private static final List<InMemoryKafka> seen = new ArrayList<>();

    private static Run run(Class<?> testClass) {
        seen.clear();
        Run run = Run.of(testClass);
        assertThat(run.failures()).isEmpty();
        return run;
    }

    @Test
    void everyMethodAndInvocationGetsAFreshCluster() {
        assertThat(run(PerMethod.class).succeeded()).isEqualTo(5);

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @EmbeddedGroupCoordinator
    static class PerMethod {
        @Test
        void one(InMemoryKafka kafka) {
            see(kafka);
        }

        @RepeatedTest(2)
        void repeated(InMemoryKafka kafka) {
            see(kafka);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void parameterized(String value, InMemoryKafka kafka) {
            assertThat(value).isNotEmpty();
            see(kafka);
        }

        private static void see(InMemoryKafka kafka) {
            assertThat(kafka.clock().elapsed()).isZero();
            kafka.clock().advance(Duration.ofSeconds(1));
            seen.add(kafka);
        }
    }

    @Test
    void oneClusterServesAClassAndItsNestedClasses() {
        assertThat(run(PerClass.class).succeeded()).isEqualTo(4);

        assertThat(seen).hasSize(5);
        assertThat(seen.stream().distinct()).hasSize(2);
    }

    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS, topics = @Topic(name = "orders"))
    static class PerClass {
        @BeforeAll
        static void before(InMemoryKafka kafka) {
            seen.add(kafka);
        }

        @Test
        void one(InMemoryKafka kafka, @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            seen.add(kafka);
            kafka.awaitStable("g");
            assertThat(consumer.assignment()).hasSize(1);
        }

        @Test
        void two(InMemoryKafka kafka, @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            seen.add(kafka);
            kafka.awaitStable("g");
            // The other test's member is gone: what was injected into a test ends with the test.
            assertThat(consumer.assignment()).hasSize(1);
        }

        @Test
        @EmbeddedGroupCoordinator
        void ownAnnotationGivesAnOwnCluster(InMemoryKafka kafka) {
            assertThat(seen).doesNotContain(kafka);
            seen.add(kafka);
        }

        @Nested
        class Inner {
            @Test
            void inherits(InMemoryKafka kafka) {
                seen.add(kafka);
            }
        }
    }

    @Test
    void nearerAnnotationsAreMergedAndWin() {
        assertThat(run(Outer.class).succeeded()).isEqualTo(4);
    }

    @EmbeddedGroupCoordinator(
            topics = {@Topic(name = "orders", partitions = 4), @Topic(name = "alerts")},
            brokerProperties = {"group.initial.rebalance.delay.ms=1000", "group.max.size=1"},
            brokers = 2,
            startTime = "2026-05-01T00:00:00Z")
    static class Outer {
        @Test
        void classOnly(
                InMemoryKafka kafka, @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            assertThat(kafka.awaitStable("g")).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1999));
            assertThat(consumer.assignment()).hasSize(4);
            assertThat(kafka.clock().startTime()).isEqualTo(MAY);
        }

        @Test
        @EmbeddedGroupCoordinator(
                topics = {@Topic(name = "orders", partitions = 2), @Topic(name = "extra")},
                brokerProperties = "group.initial.rebalance.delay.ms=2000")
        void methodToo(
                InMemoryKafka kafka, @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            assertThat(kafka.awaitStable("g")).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2999));
            assertThat(consumer.assignment()).hasSize(2);
            assertThat(kafka.topicNames()).containsExactly("alerts", "extra", "orders");
            assertThat(kafka.bootstrapServers()).matches("(.*):19092,\\1:19093");
            assertThat(kafka.clock().startTime()).isEqualTo(MAY);
        }

        @Nested
        @EmbeddedGroupCoordinator(startTime = "2027-01-01T00:00:00Z", topics = @Topic(name = "nested"))
        class Inner {
            @Test
            void nestedToo(VirtualClock clock, InMemoryKafka kafka) {
                assertThat(clock.startTime()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
                assertThat(kafka.topicNames()).containsExactly("alerts", "nested", "orders");
            }

            @Test
            @Composed
            void composed(VirtualClock clock, InMemoryKafka kafka) {
                assertThat(clock.startTime()).isEqualTo(Instant.parse("2028-01-01T00:00:00Z"));
                assertThat(kafka.bootstrapServers()).doesNotContain(",");
                assertThat(kafka.topicNames()).containsExactly("alerts", "nested", "orders");
            }
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @EmbeddedGroupCoordinator(startTime = "2028-01-01T00:00:00Z", brokers = 1)
    @interface Composed {}

    @Test
    void subclassInheritsOrReplaces() {
        assertThat(run(Inheriting.class).succeeded()).isEqualTo(1);
        assertThat(seen)
                .singleElement()
                .extracting(kafka -> kafka.clock().startTime())
                .isEqualTo(MAY);

        assertThat(run(Replacing.class).succeeded()).isEqualTo(1);
        assertThat(seen)
                .singleElement()
                .extracting(kafka -> kafka.clock().startTime())
                .isNotEqualTo(MAY);
    }

    @EmbeddedGroupCoordinator(startTime = "2026-05-01T00:00:00Z")
    abstract static class Base {
        @Test
        void test(InMemoryKafka kafka) {
            seen.add(kafka);
        }
    }

    static class Inheriting extends Base {}

    @EmbeddedGroupCoordinator
    static class Replacing extends Base {}

    @Test
    void annotationOnOneMethodIsEnough() {
        assertThat(run(OneMethod.class).succeeded()).isEqualTo(2);
        assertThat(seen).hasSize(1);
    }

    static class OneMethod {
        @Test
        @EmbeddedGroupCoordinator
        void with(InMemoryKafka kafka) {
            seen.add(kafka);
        }

        @Test
        void without() {}
    }

    @Test
    void constructorMayTakeTheClusterOfItsClass() {
        assertThat(run(WithConstructor.class).succeeded()).isEqualTo(2);
        assertThat(seen.stream().distinct()).hasSize(1);
    }

    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS, topics = @Topic(name = "orders"))
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class WithConstructor {
        private final Consumer<String, String> consumer;
        private final InMemoryKafka kafka;

        WithConstructor(
                InMemoryKafka kafka, @GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            this.kafka = kafka;
            this.consumer = consumer;
        }

        @Test
        void one() {
            kafka.awaitStable("g");
            assertThat(consumer.assignment()).hasSize(1);
            seen.add(kafka);
        }

        @Test
        void two() {
            kafka.awaitStable("g");
            assertThat(consumer.assignment()).hasSize(1);
            seen.add(kafka);
        }
    }
}
