package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.fault.UnusedFaultException;
import io.github.groupcoordinator.time.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** A cluster that is a bean of a Spring test's context lives as long as it, and belongs to whoever shares it. */
@Timeout(60)
class SpringContextsTest {
    private static final Map<String, InMemoryKafka> clusters = new TreeMap<>();

    @BeforeEach
    void forget() {
        clusters.clear();
    }

    private static boolean isClosed(InMemoryKafka kafka) {
        try {
            kafka.topicNames();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void send(InMemoryKafka kafka, String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "x"));
        }
    }

    @Configuration
    static class Beans {}

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(
            topics = @Topic(name = "orders", partitions = 2),
            bootstrapServersProperty = "own.address")
    static class GetsAllOfIt {
        @Autowired
        InMemoryKafka kafka;

        @Autowired
        EventLog events;

        @Autowired
        VirtualClock clock;

        @Value("${spring.kafka.bootstrap-servers}")
        String address;

        @Test
        void fromTheContext(
                InMemoryKafka plain,
                @Autowired InMemoryKafka springs,
                EventLog log,
                @Autowired Environment properties) {
            assertThat(plain).isSameAs(kafka).isSameAs(springs);
            assertThat(log).isSameAs(events).isSameAs(kafka.events());
            assertThat(clock).isSameAs(kafka.clock());
            assertThat(address).startsWith("127.0.0.1:").isEqualTo(kafka.bootstrapServers());
            assertThat(properties.getProperty("spring.embedded.kafka.brokers")).isEqualTo(address);
            assertThat(properties.getProperty("own.address")).isEqualTo(address);
            assertThat(System.getProperty("own.address")).isNull();
            assertThat(kafka.topicNames()).containsExactly("orders");
            send(kafka, "orders");
            assertThat(kafka.endOffset("orders", 0) + kafka.endOffset("orders", 1))
                    .isEqualTo(1);
        }
    }

    @Test
    void testsTakeItFromTheContextAndByParameters() {
        Run run = Run.of(GetsAllOfIt.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(1);
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "shared"))
    abstract static class Shared {
        @Test
        void test(InMemoryKafka kafka) {
            clusters.put(getClass().getSimpleName(), kafka);
        }
    }

    static class First extends Shared {}

    static class Second extends Shared {}

    /** As it is by default, in so many words. */
    @EmbeddedGroupCoordinator(topics = @Topic(name = "shared"), listener = ListenerMode.SYSTEM_TIME)
    static class SaysItsListener extends Shared {}

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "shared", partitions = 2))
    static class Other {
        @Test
        void test(InMemoryKafka kafka) {
            clusters.put("Other", kafka);
        }
    }

    @Test
    void equalSettingsShareTheClusterAndOthersDoNot() {
        assertThat(Run.of(First.class, Second.class, SaysItsListener.class, Other.class)
                        .failures())
                .isEmpty();

        assertThat(clusters.get("First"))
                .isSameAs(clusters.get("Second"))
                .isSameAs(clusters.get("SaysItsListener"))
                .isNotSameAs(clusters.get("Other"));
        assertThat(clusters.values()).noneMatch(SpringContextsTest::isClosed);
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "parallel-1"))
    static class FirstInParallel {
        @Test
        void test(InMemoryKafka kafka) {
            send(kafka, "parallel-1");
            clusters.put("FirstInParallel", kafka);
        }
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "parallel-2"))
    static class SecondInParallel {
        @Test
        void test(InMemoryKafka kafka) {
            send(kafka, "parallel-2");
            assertThat(kafka.topicNames()).containsExactly("parallel-2");
        }
    }

    @Test
    void classesInParallelHaveTheirOwn() {
        Run run = Run.inParallel(FirstInParallel.class, SecondInParallel.class);

        assertThat(run.failures()).isEmpty();
        assertThat(clusters.get("FirstInParallel").topicNames()).containsExactly("parallel-1");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "dirty"))
    @DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Dirty {
        @Test
        void one(InMemoryKafka kafka) {
            clusters.put("one", kafka);
        }

        @Test
        void two(InMemoryKafka kafka) {
            clusters.put("two", kafka);
            assertThat(isClosed(clusters.get("one"))).isTrue();
        }
    }

    @Test
    void clusterClosesWithItsContext() {
        assertThat(Run.of(Dirty.class).failures()).isEmpty();

        assertThat(clusters.get("one")).isNotSameAs(clusters.get("two"));
        assertThat(clusters.values()).allMatch(SpringContextsTest::isClosed);
    }

    /** Our extension comes before Spring's here, so that the context is closed when ours looks at the cluster. */
    @EmbeddedGroupCoordinator(topics = @Topic(name = "dirty"))
    @SpringJUnitConfig(Beans.class)
    @DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
    static class FailsAndIsClosedFirst {
        @Test
        void test(InMemoryKafka kafka) {
            kafka.faults().on(ApiKeys.HEARTBEAT).disconnect();
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void failureIsReportedThoughTheContextIsClosedBefore() {
        Run run = Run.of(FailsAndIsClosedFirst.class);

        assertThat(run.failure()).hasMessage("on purpose");
        assertThat(run.failure().getSuppressed()).singleElement().isInstanceOf(UnusedFaultException.class);
        assertThat(run.reports())
                .singleElement()
                .asString()
                .contains("FailsAndIsClosedFirst.test")
                .contains("(no group)")
                .contains("the cluster's clients came over TCP, in real time");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "outer"))
    static class Outer {
        @Test
        void test(InMemoryKafka kafka) {
            clusters.put("Outer", kafka);
        }

        @Nested
        class Inner {
            @Test
            void test(InMemoryKafka kafka) {
                clusters.put("Inner", kafka);
            }
        }

        @Nested
        @EmbeddedGroupCoordinator(topics = @Topic(name = "inner"))
        class InnerWithMore {
            @Test
            void test(InMemoryKafka kafka) {
                clusters.put("InnerWithMore", kafka);
            }
        }

        @Nested
        @NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
        @SpringJUnitConfig(Beans.class)
        class WithoutIt {
            @Test
            void test(@Autowired ObjectProvider<InMemoryKafka> clusters) {
                assertThat(clusters).isEmpty();
            }
        }
    }

    @SpringJUnitConfig(Beans.class)
    static class Around {
        @EmbeddedGroupCoordinator(topics = @Topic(name = "static"))
        static class IsNoSpringTest {
            @Test
            void test(InMemoryKafka kafka) {
                clusters.put("static", kafka);
            }
        }
    }

    @Test
    void staticClassIsNoSpringTestBecauseOfTheOneAroundIt() {
        assertThat(Run.of(Around.IsNoSpringTest.class).failures()).isEmpty();

        assertThat(isClosed(clusters.get("static"))).isTrue();
    }

    @Test
    void nestedClassesInheritAndAdd() {
        Run run = Run.of(Outer.class, Outer.Inner.class, Outer.InnerWithMore.class);

        assertThat(run.failures()).isEmpty();
        assertThat(clusters.get("Inner")).isSameAs(clusters.get("Outer"));
        assertThat(clusters.get("InnerWithMore").topicNames()).containsExactly("inner", "outer");
        assertThat(clusters.get("Outer").topicNames()).containsExactly("outer");
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "early"))
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class Early {
        private final InMemoryKafka inConstructor;
        private final List<InMemoryKafka> seen = new ArrayList<>();

        Early(InMemoryKafka kafka) {
            inConstructor = kafka;
        }

        @BeforeAll
        void all(InMemoryKafka kafka) {
            seen.add(kafka);
        }

        @Test
        void test(InMemoryKafka kafka) {
            assertThat(seen).containsExactly(kafka);
            assertThat(inConstructor).isSameAs(kafka);
        }
    }

    @Test
    void constructorsAndBeforeAllMethodsTakeItToo() {
        assertThat(Run.of(Early.class).failures()).isEmpty();
    }

    @SpringJUnitConfig(Beans.class)
    @EmbeddedGroupCoordinator(topics = @Topic(name = "faulty"))
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class OneAfterTheOther {
        @Test
        @Order(1)
        void declaresAFaultThatNeverFires(InMemoryKafka kafka) {
            kafka.broker(0).pause();
            kafka.broker(0).resume();
            kafka.faults().on(ApiKeys.HEARTBEAT).disconnect();
        }

        @Test
        @Order(2)
        void passes(InMemoryKafka kafka) {
            assertThat(kafka.faults().all()).isEmpty();
        }

        @Test
        @Order(3)
        void fails(InMemoryKafka kafka) {
            kafka.broker(0).stop();
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void eachTestAnswersForItselfAndIsToldWhatHappenedSinceItBegan() {
        Run run = Run.of(OneAfterTheOther.class);

        assertThat(run.succeeded()).isEqualTo(1);
        assertThat(run.failures())
                .satisfiesExactly(
                        unused -> assertThat(unused).isInstanceOf(UnusedFaultException.class),
                        own -> assertThat(own).hasMessage("on purpose"));
        assertThat(run.reports())
                .satisfiesExactly(
                        first -> assertThat(first).contains("pause", "resume").doesNotContain("since the test began"),
                        third -> assertThat(third)
                                .contains("since the test began (kafka.events() has the 2 events before it, too):")
                                .contains("stop")
                                .doesNotContain("pause"));
    }
}
