package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The pace of an application's polls, as annotations say: a worker's polls are over so often. */
@EmbeddedGroupCoordinator(pollEvery = "PT1S", topics = @Topic(name = "orders", partitions = 1))
class PollEveryTest {

    private static int turnsInTenSeconds(InMemoryKafka kafka) {
        AtomicInteger turns = new AtomicInteger();
        Map<String, Object> config = Map.of(
                "group.id", "billing",
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", StringDeserializer.class);
        kafka.<String, String>worker(config, List.of("orders"), (records, consumer) -> turns.incrementAndGet());
        kafka.awaitStable("billing");
        kafka.runFor(Duration.ofMillis(1)); // The time of the join is behind it.
        turns.set(0);
        kafka.runFor(Duration.ofSeconds(10));
        return turns.get();
    }

    @Test
    void classSaysHowOften(InMemoryKafka kafka) {
        assertThat(turnsInTenSeconds(kafka)).isEqualTo(10);
    }

    @Test
    @EmbeddedGroupCoordinator(pollEvery = "PT2S")
    void methodSaysMore(InMemoryKafka kafka) {
        assertThat(turnsInTenSeconds(kafka)).isEqualTo(5);
    }

    @Test
    void whatIsNoDurationIsRefused() {
        assertThat(Run.of(NoDuration.class).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("pollEvery = \"1 s\" is no duration; write it as \"PT0.5S\"");
        assertThat(Run.of(TooOften.class).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("pollEvery is 1 ms or more, but it was PT0S");
    }

    @EmbeddedGroupCoordinator(pollEvery = "1 s")
    static class NoDuration {
        @Test
        void test() {}
    }

    @EmbeddedGroupCoordinator(pollEvery = "PT0S")
    static class TooOften {
        @Test
        void test() {}
    }
}
