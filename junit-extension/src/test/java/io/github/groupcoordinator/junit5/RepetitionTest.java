package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The annotation and the configuration parameter by which every test is run twice. */
class RepetitionTest {
    private static final String PARAMETER = "embedded-group-coordinator.verify-repeatable";

    /** The number of runs of each body below; each class below has places of its own. */
    private static final int[] RUNS = new int[17];

    private static final int PASSING = 0;
    private static final int PARAMETERIZED = 1;
    private static final int NESTED = 2;
    private static final int RECORDS = 3;
    private static final int REQUESTS = 4;
    private static final int EVENTS = 5;
    private static final int FAILING = 6;
    private static final int FAILING_LATER = 7;
    private static final int OF_CLASS = 8;
    private static final int OF_CLASS_FIELD = 9;
    private static final int OF_TEST_FIELD = 10;
    private static final int BY_ITSELF = 11;
    private static final int SIMULATED = 12;
    private static final int SWITCHED_OFF = 13;
    private static final int ANNOTATED = 14;
    private static final int OF_TODAY = 15;
    private static final int WITH_LISTENER = 16;

    private static int nth(int place) {
        return ++RUNS[place];
    }

    private static Run twice(Class<?> testClass) {
        return Run.with(PARAMETER, "true", testClass);
    }

    private static void send(InMemoryKafka kafka, String value) {
        try (Producer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", 0, null, value));
        }
    }

    @Test
    void everyTestIsRunTwiceAndToldOnce() {
        Run run = twice(Passing.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(4);
        assertThat(RUNS[PASSING]).isEqualTo(2);
        assertThat(RUNS[PARAMETERIZED]).isEqualTo(4);
        assertThat(RUNS[NESTED]).isEqualTo(2);
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class Passing {
        @BeforeEach
        void before(InMemoryKafka kafka) {
            send(kafka, "before each");
        }

        @Test
        void members(
                InMemoryKafka kafka,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
            nth(PASSING);
            kafka.awaitStable("billing");
            kafka.runFor(Duration.ofSeconds(10));
            assertThat(first.assignment()).hasSize(1);
            assertThat(second.assignment()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void parameterized(String value, InMemoryKafka kafka) {
            nth(PARAMETERIZED);
            send(kafka, value);
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(2);
        }

        @Nested
        class Inner {
            @Test
            void nested(InMemoryKafka kafka) {
                nth(NESTED);
                assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
            }
        }
    }

    @Test
    void annotationOfAClassDoesTheSameForItsTests() {
        assertThat(Run.of(Annotated.class).failures()).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("first:  record orders-0 offset 0, timestamp 1704067200000: null = '1'")
                .hasMessageContaining("second: record orders-0 offset 0, timestamp 1704067200000: null = '2'"));
        assertThat(RUNS[ANNOTATED]).isEqualTo(2);
    }

    @VerifyRepeatable
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class Annotated {
        @Test
        void same(InMemoryKafka kafka) {
            send(kafka, "same");
        }

        @Nested
        class Inner {
            @Test
            void another(InMemoryKafka kafka) {
                send(kafka, Integer.toString(nth(ANNOTATED)));
            }
        }
    }

    @Test
    void testThatUsesNothingIsRunTwiceWithTheParameterOnly() {
        assertThat(Run.of(Once.class).failures()).isEmpty();
        assertThat(RUNS[SWITCHED_OFF]).isEqualTo(1);
        assertThat(Run.with(PARAMETER, "false", Once.class).failures()).isEmpty();
        assertThat(RUNS[SWITCHED_OFF]).isEqualTo(2);
        assertThat(twice(Once.class).failures()).isEmpty();
        assertThat(RUNS[SWITCHED_OFF]).isEqualTo(4);
    }

    @EmbeddedGroupCoordinator
    static class Once {
        @Test
        void test() {
            nth(SWITCHED_OFF);
        }
    }

    @Test
    void valuesOtherThanTrueAndFalseAreRefused() {
        assertThat(Run.with(PARAMETER, "twice", Once.class).failure())
                .hasMessageContaining(PARAMETER + " is \"twice\"; write true or false");
    }

    @Test
    void testWhoseRunsDifferFailsWithTheFirstLineThatDoes() {
        List<String> messages = twice(Differing.class).failures().stream()
                .map(Throwable::getMessage)
                .toList();
        assertThat(messages)
                .hasSize(3)
                .allSatisfy(message -> assertThat(message).contains("The second run differs from the first"))
                .anySatisfy(message -> assertThat(message)
                        .contains("first:  record orders-0 offset 0, timestamp 1704067200000: null = 'run 1'")
                        .contains("second: record orders-0 offset 0, timestamp 1704067200000: null = 'run 2'"))
                .anySatisfy(message ->
                        assertThat(message).contains("first:  nothing more").contains("second: request "))
                .anySatisfy(message -> assertThat(message)
                        .contains("first:  event 00:00:00.000 billing | joined: ")
                        .contains("second: event 00:00:01.000 billing | joined: "));
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class Differing {
        @Test
        void records(InMemoryKafka kafka) {
            send(kafka, "run " + nth(RECORDS));
        }

        @Test
        void requests(Admin admin) throws Exception {
            for (int i = nth(REQUESTS); i > 0; i--) {
                admin.listTopics().names().get();
            }
        }

        @Test
        void events(InMemoryKafka kafka, @GroupMember(group = "billing") Consumer<String, String> member) {
            kafka.clock().advance(Duration.ofSeconds(nth(EVENTS) - 1));
            member.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
        }
    }

    @Test
    void testThatFailsIsNotRepeatedAndOneThatFailsTheSecondTimeFails() {
        List<String> messages = twice(Failing.class).failures().stream()
                .map(Throwable::getMessage)
                .toList();
        assertThat(RUNS[FAILING]).isEqualTo(1);
        assertThat(RUNS[FAILING_LATER]).isEqualTo(2);
        assertThat(messages)
                .containsExactlyInAnyOrder(
                        "the first time",
                        "The first run passed, but the second does not: theSecondTime() fails:"
                                + " java.lang.IllegalStateException: the second time");
    }

    @EmbeddedGroupCoordinator
    static class Failing {
        @Test
        void theFirstTime() {
            nth(FAILING);
            throw new IllegalStateException("the first time");
        }

        @Test
        void theSecondTime() {
            if (nth(FAILING_LATER) == 2) {
                throw new IllegalStateException("the second time");
            }
        }
    }

    @Test
    void clusterOfAClassIsComparedWithThatOfTheWholeClassRunAgain() {
        Throwable failure = twice(OfClass.class).failure();
        assertThat(RUNS[OF_CLASS]).isEqualTo(4);
        assertThat(failure)
                .hasMessageContaining("first:  record orders-0 offset 1, timestamp 1704067200000: null = 'run 2'")
                .hasMessageContaining("second: record orders-0 offset 1, timestamp 1704067200000: null = 'run 4'");
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2), lifecycle = Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class OfClass {
        @Test
        @Order(1)
        void first(InMemoryKafka kafka) {
            nth(OF_CLASS);
            send(kafka, "same");
        }

        @Test
        @Order(2)
        void second(InMemoryKafka kafka) {
            send(kafka, "run " + nth(OF_CLASS));
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(2);
        }
    }

    @Test
    void clustersOfRegisteredExtensionsAreComparedEach() {
        List<Throwable> failures = twice(Registered.class).failures();
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).hasMessageContaining("null = 'of the test 1'");
        // The class has been run twice, and its test once more by itself.
        assertThat(failures.get(1)).hasMessageContaining("null = 'of the class 1'");
    }

    static class Registered {
        @RegisterExtension
        static final GroupCoordinatorExtension ofTheClass =
                GroupCoordinatorExtension.builder().topic("orders", 1).build();

        @RegisterExtension
        final GroupCoordinatorExtension ofTheTest =
                GroupCoordinatorExtension.builder().topic("orders", 1).build();

        @Test
        void test() {
            send(ofTheClass.kafka(), "of the class " + nth(OF_CLASS_FIELD));
            send(ofTheTest.kafka(), "of the test " + nth(OF_TEST_FIELD));
        }
    }

    @Test
    void bothRunsStartAtTheSamePresentTime() {
        assertThat(twice(OfToday.class).failures()).isEmpty();
        assertThat(RUNS[OF_TODAY]).isEqualTo(4);
    }

    @EmbeddedGroupCoordinator(startTime = "now", topics = @Topic(name = "orders", partitions = 1))
    static class OfToday {
        @Test
        void test(InMemoryKafka kafka) {
            nth(OF_TODAY);
            send(kafka, "same");
        }

        @VerifyRepeatable
        void verified(InMemoryKafka kafka) {
            nth(OF_TODAY);
            send(kafka, "same");
        }
    }

    @Test
    void clusterWithAListenerIsNotRunOnceMore() {
        assertThat(twice(WithListener.class).failures()).isEmpty();
        assertThat(RUNS[WITH_LISTENER]).isEqualTo(1);
    }

    static class WithListener {
        @RegisterExtension
        final GroupCoordinatorExtension cluster = GroupCoordinatorExtension.builder()
                .topic("orders", 1)
                .listener(ListenerConfig.inVirtualTime())
                .build();

        @Test
        void test() {
            nth(WITH_LISTENER);
            send(cluster.kafka(), "stamped with the time of day");
        }
    }

    @Test
    void whatRepeatsItselfIsNotRunMoreOften() {
        assertThat(twice(ByItself.class).failures()).isEmpty();
        assertThat(RUNS[BY_ITSELF]).isEqualTo(2);
        assertThat(RUNS[SIMULATED]).isEqualTo(3);
    }

    @EmbeddedGroupCoordinator
    static class ByItself {
        @VerifyRepeatable
        void verified(InMemoryKafka kafka) {
            assertThat(kafka.topicNames()).isEmpty();
            nth(BY_ITSELF);
        }

        @Simulation(runs = 3)
        void simulated(InMemoryKafka kafka, SimulationRun run) {
            assertThat(kafka.topicNames()).isEmpty();
            nth(SIMULATED);
        }
    }
}
