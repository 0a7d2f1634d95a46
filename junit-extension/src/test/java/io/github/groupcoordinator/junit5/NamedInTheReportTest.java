package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.GroupProtocol;
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

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
    static class NeverPolled {
        @Test
        void test(
                InMemoryKafka kafka,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> polled,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> forgotten,
                @GroupMember(group = "billing") Consumer<String, String> without,
                @GroupMember(group = "audit", topics = "orders", protocol = GroupProtocol.CONSUMER)
                        Consumer<String, String> alone) {
            polled.poll(Duration.ofSeconds(5));
            throw new AssertionError("on purpose");
        }

        @Test
        void waited(
                InMemoryKafka kafka,
                @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
                @GroupMember(group = "audit", topics = "orders") Consumer<String, String> second) {
            kafka.awaitStable("billing");
            kafka.runFor(Duration.ofSeconds(1));
            throw new AssertionError("on purpose");
        }
    }

    /** A consumer joins its group in poll: one that nobody polls is missing without a word from Kafka. */
    @Test
    void whoSubscribedAndWasNeverPolledIsNamed() {
        List<String> reports = Run.of(NeverPolled.class).reports();
        String advice = " has subscribed and was never polled, so it has not joined";

        assertThat(reports).hasSize(2);
        assertThat(reports.stream().flatMap(String::lines).filter(line -> line.contains("never polled")))
                .containsExactly(
                        "KafkaConsumer 'billing-2' of group 'billing'" + advice,
                        "KafkaConsumer 'audit-1' of group 'audit'" + advice);
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
