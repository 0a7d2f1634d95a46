package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Test classes that run at the same time in two threads don't see each other. */
class ParallelClassesTest {
    private static final int TESTS = 20;

    /** Each test of one class meets one of the other here, so that both are inside at the same time. */
    private static final CyclicBarrier together = new CyclicBarrier(2);

    private static final Map<InMemoryKafka, String> seen = new ConcurrentHashMap<>();
    private static final Map<String, String> digests = new ConcurrentHashMap<>();

    @Test
    void annotatedClassesDoNotSeeEachOther() {
        seen.clear();
        digests.clear();

        Run run = Run.inParallel(First.class, Second.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(2 * TESTS);
        assertThat(seen).hasSize(2 * TESTS);
        assertThat(digests).hasSize(1); // Neither the thread nor the neighbour leaves a trace in the log.
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
    abstract static class Base {
        @RepeatedTest(TESTS)
        void test(
                InMemoryKafka kafka,
                VirtualClock clock,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second)
                throws Exception {
            seen.put(kafka, getClass().getSimpleName());
            meet();
            kafka.awaitStable("billing");
            meet();
            kafka.client(first).crash();
            clock.advance(Duration.ofSeconds(46));
            kafka.awaitStable("billing");
            assertThat(second.assignment()).hasSize(4);
            digests.put(kafka.events().digest(), kafka.events().render());
        }
    }

    static class First extends Base {}

    static class Second extends Base {}

    @Test
    void classesThatShareAStaticFieldGetAClusterEach() {
        seen.clear();

        Run run = Run.inParallel(FirstOfField.class, SecondOfField.class);

        assertThat(run.failures()).isEmpty();
        assertThat(seen).hasSize(2);
    }

    abstract static class FieldBase {
        @RegisterExtension
        static final GroupCoordinatorExtension kafka =
                GroupCoordinatorExtension.builder().build();

        @Test
        void test(InMemoryKafka parameter) throws Exception {
            seen.put(parameter, getClass().getSimpleName());
            meet();
            assertThat(catchMessage(kafka::kafka)).contains("runs 2 clusters at once", "as a parameter instead");
            meet();
        }
    }

    static class FirstOfField extends FieldBase {}

    static class SecondOfField extends FieldBase {}

    private static String catchMessage(Runnable access) {
        try {
            access.run();
            return "nothing was thrown";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
        together.await(10, TimeUnit.SECONDS);
    }
}
