package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegisteredInAFieldTest {
    private static final List<InMemoryKafka> seen = new ArrayList<>();

    private static Run run(Class<?> testClass) {
        seen.clear();
        Run run = Run.of(testClass);
        assertThat(run.failures()).isEmpty();
        return run;
    }

    @Test
    void staticFieldGivesOneClusterForTheClass() {
        assertThat(run(StaticField.class).succeeded()).isEqualTo(3);
        assertThat(seen).hasSize(4);
        assertThat(seen.stream().distinct()).hasSize(1);
        assertThatThrownBy(StaticField.kafka::kafka)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No cluster is running");
    }

    static class StaticField {
        @RegisterExtension
        static final GroupCoordinatorExtension kafka = GroupCoordinatorExtension.builder()
                .topic("orders", 2)
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .startTime(Instant.parse("2026-05-01T00:00:00Z"))
                .build();

        @BeforeAll
        static void before() {
            seen.add(kafka.kafka());
        }

        @Test
        void one(@GroupMember(group = "g", topics = "orders") Consumer<String, String> consumer) {
            seen.add(kafka.kafka());
            assertThat(kafka.kafka().awaitStable("g")).isLessThan(Duration.ofSeconds(1));
            assertThat(consumer.assignment()).hasSize(2);
            assertThat(kafka.clock().startTime()).isEqualTo("2026-05-01T00:00:00Z");
            assertThat(kafka.events().size()).isPositive();
        }

        @Test
        void two(InMemoryKafka parameter) {
            assertThat(parameter).isSameAs(kafka.kafka());
            seen.add(parameter);
        }

        @Nested
        class Inner {
            @Test
            void inherits(InMemoryKafka parameter) {
                seen.add(parameter);
            }
        }
    }

    @Test
    void instanceFieldGivesAClusterForEachTest() {
        assertThat(run(InstanceField.class).succeeded()).isEqualTo(2);
        assertThat(seen).hasSize(6);
        assertThat(seen.stream().distinct()).hasSize(2);
    }

    static class InstanceField {
        @RegisterExtension
        final GroupCoordinatorExtension kafka =
                GroupCoordinatorExtension.builder().build();

        @BeforeEach
        void before() {
            seen.add(kafka.kafka());
        }

        @Test
        void one(InMemoryKafka parameter) {
            seen.add(parameter);
        }

        @Test
        void two() {
            seen.add(kafka.kafka());
        }

        @AfterEach
        void after(InMemoryKafka parameter) {
            seen.add(parameter);
        }
    }

    @Test
    void instanceFieldOfAnInstancePerClassGivesOneCluster() {
        assertThat(run(InstancePerClass.class).succeeded()).isEqualTo(2);
        assertThat(seen).hasSize(2);
        assertThat(seen.stream().distinct()).hasSize(1);
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class InstancePerClass {
        @RegisterExtension
        final GroupCoordinatorExtension kafka =
                GroupCoordinatorExtension.builder().build();

        @Test
        void one() {
            seen.add(kafka.kafka());
        }

        @Test
        void two() {
            seen.add(kafka.kafka());
        }
    }

    @Test
    void twoClustersMayShareAClock() {
        assertThat(run(TwoClusters.class).succeeded()).isEqualTo(1);
    }

    static class TwoClusters {
        private final VirtualClock clock = InMemoryKafka.newClock();

        @RegisterExtension
        final GroupCoordinatorExtension here =
                GroupCoordinatorExtension.builder().clock(clock).build();

        @RegisterExtension
        final GroupCoordinatorExtension there =
                GroupCoordinatorExtension.builder().clock(clock).build();

        @Test
        void test() {
            assertThat(here.kafka()).isNotSameAs(there.kafka());
            clock.advance(Duration.ofSeconds(3));
            assertThat(here.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
            assertThat(there.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
        }
    }
}
