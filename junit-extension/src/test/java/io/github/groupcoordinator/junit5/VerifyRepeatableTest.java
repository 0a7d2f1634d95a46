package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class VerifyRepeatableTest {

    /** Tests that are run by the tests below only. */
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class Subjects {
        private static int runs;

        @VerifyRepeatable
        void same(InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> a) {
            kafka.awaitStable("billing");
            kafka.runFor(Duration.ofSeconds(10));
            assertThat(a.assignment()).hasSize(2);
        }

        @VerifyRepeatable
        void another(InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
            producer.send(new ProducerRecord<>("orders", 0, null, "run " + ++runs));
            producer.flush();
        }
    }

    private static java.util.List<Event> failed(String method) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Subjects.class, method(method)))
                .execute()
                .testEvents()
                .failed()
                .list();
    }

    private static java.lang.reflect.Method method(String name) {
        return java.util.Arrays.stream(Subjects.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void testThatRepeatsItselfPasses() {
        assertThat(failed("same")).isEmpty();
    }

    @Test
    void testThatDiffersFailsWithTheFirstRecordThatDoes() {
        assertThat(failed("another")).singleElement().satisfies(event -> assertThat(
                        event.getPayload().orElseThrow().toString())
                .contains("The second run differs from the first")
                .contains("first:  record orders-0 offset 0, timestamp 1704067200000: null = 'run 1'")
                .contains("second: record orders-0 offset 0, timestamp 1704067200000: null = 'run 2'"));
    }
}
