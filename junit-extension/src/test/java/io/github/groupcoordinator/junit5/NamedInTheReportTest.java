package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;

/** The report of a failed test names what may be behind it: a crash that its group does not know of, a slip. */
class NamedInTheReportTest {

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class Crashed {
        @Test
        void test(
                InMemoryKafka kafka,
                @GroupMember(group = "billing", topics = "orders", properties = "sesion.timeout.ms=10000")
                        Consumer<String, String> consumer) {
            kafka.awaitStable("billing");
            kafka.client(consumer).crash();
            kafka.clock().advance(Duration.ofSeconds(10));
            throw new AssertionError("on purpose");
        }
    }

    @Test
    void crashAndMistypedPropertyAreNamed() {
        assertThat(Run.of(Crashed.class).reports())
                .singleElement()
                .asString()
                .contains("billing-1 crashed at 00:00:03.000, its session ends at 00:00:48.000 at the latest")
                .contains("warning: billing-1 has the property sesion.timeout.ms")
                .contains("the nearest known one is session.timeout.ms");
    }
}
