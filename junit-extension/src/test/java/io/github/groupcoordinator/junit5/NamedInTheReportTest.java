package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.StringDeserializer;
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

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class Restarted {
        @Test
        void test(
                InMemoryKafka kafka,
                @GroupMember(group = "billing", topics = "orders", clientId = "hangs")
                        Consumer<String, String> consumer) {
            Map<String, Object> config = Map.of(
                    "group.id",
                    "billing",
                    "client.id",
                    "restarts",
                    "key.deserializer",
                    StringDeserializer.class,
                    "value.deserializer",
                    StringDeserializer.class);
            Worker<String, String> worker = kafka.worker(config, List.of("orders"), (records, with) -> {});
            kafka.awaitStable("billing");
            worker.crash();
            kafka.client(consumer).pause();
            kafka.client(consumer).latency(Duration.ofMillis(1));
            worker.restart();
            kafka.runFor(Duration.ofSeconds(1));
            throw new AssertionError("on purpose");
        }
    }

    /** The members of both processes are in the group; only the one of the first has no process any more. */
    @Test
    void memberOfTheProcessThatCrashedIsToldFromThatOfTheNextOneWithTheSameClientId() {
        String report = Run.of(Restarted.class).reports().get(0);

        assertThat(report.split("restarts crashed at ", -1)).hasSize(2);
        assertThat(report).contains("hangs was paused at 00:00:06.000, its session ends at 00:00:51.000 at the latest");
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
