package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong input fails at the call that gives it, in words that name it. */
class SmallInputTest {
    private static final InMemoryKafkaConfig DEFAULTS = InMemoryKafkaConfig.defaults();

    @Test
    void taskThatIsNullFailsWhenItIsScheduled() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            assertThatThrownBy(() -> kafka.clock().schedule(Duration.ofSeconds(1), null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("schedule: the task is null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999Z", "1900-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"})
    void timeDoesNotStartBefore1970NorAfter9999(String text) {
        Instant start = Instant.parse(text);

        assertThatThrownBy(() -> DEFAULTS.toBuilder().startTime(start))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Virtual time starts from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z, since Kafka"
                        + " counts milliseconds from 1970, but the start time is " + start);
        assertThatThrownBy(() -> InMemoryKafka.newClock(start)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InMemoryKafka.newClock(Instant.MAX)).hasMessageContaining("9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"})
    void clusterRunsAtTheFirstAndTheLastStart(String text) {
        InMemoryKafkaConfig config = DEFAULTS.toBuilder()
                .startTime(Instant.parse(text))
                .topic("t", 1)
                .build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
            kafka.clock().advance(Duration.ofDays(8));

            assertThat(kafka.endOffset("t", 0)).isZero();
        }
    }

    @Test
    void whatIsNullIsNamed() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            assertThatThrownBy(() -> kafka.group(null)).hasMessage("The groupId is null");
            assertThatThrownBy(() -> kafka.coordinator(null)).hasMessage("The groupId is null");
            assertThatThrownBy(() -> kafka.awaitStable(null)).hasMessage("The groupId is null");
            assertThatThrownBy(() -> kafka.awaitStable("g", null)).hasMessage("The atMost is null");
            assertThatThrownBy(() -> kafka.createTopic(null, 1)).hasMessage("The name of a topic is null");
            assertThatThrownBy(() -> kafka.endOffset(null, 0)).hasMessage("The topic is null");
            assertThatThrownBy(() -> kafka.partition(null, 0)).hasMessage("The topic is null");
            assertThatThrownBy(() -> kafka.client(null)).hasMessage("The client is null");
            assertThatThrownBy(() -> kafka.consumer((Map<String, Object>) null)).hasMessage("The config is null");
            assertThatThrownBy(() -> kafka.runFor(null)).hasMessage("The duration is null");
        }
        assertThatThrownBy(() -> InMemoryKafka.start(null)).hasMessage("The config is null");
        assertThatThrownBy(() -> DEFAULTS.toBuilder().topic(null, 1)).hasMessage("The name of a topic is null");
        assertThatThrownBy(() -> DEFAULTS.toBuilder().brokerProperty("x", null)).hasMessage("The value of x is null");
    }

    @Test
    void topicThatIsAddedTwiceHasOneNumberOfPartitions() {
        InMemoryKafkaConfig.Builder builder =
                DEFAULTS.toBuilder().topic("orders", 4).topic("orders", 4);

        assertThat(builder.build().topics()).containsExactly(Map.entry("orders", 4));
        assertThatThrownBy(() -> builder.topic("orders", 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Topic 'orders' was added with 4 partitions and now with 8");
    }

    @Test
    void hostThatNobodyKnowsIsNamed() {
        InMemoryKafkaConfig config = DEFAULTS.toBuilder()
                .listener(ListenerConfig.inVirtualTime().boundTo("nowhere.invalid", "localhost"))
                .build();

        assertThatThrownBy(() -> InMemoryKafka.start(config))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("A TCP listener could not be opened at nowhere.invalid: nobody knows a host"
                        + " 'nowhere.invalid'");
    }

    @Test
    void propertyThatIsFarFromAllIsNotCompared() {
        assertThatThrownBy(() -> start("zookeeper.x")).hasMessageEndingWith("not read here: zookeeper.x");
        assertThatThrownBy(() -> start("group.max.sise"))
                .hasMessageEndingWith("; the nearest known one is group.max.size");
        assertThatThrownBy(() -> start("num.network.thread"))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("; the nearest known one is num.network.threads");
    }

    private static void start(String property) {
        InMemoryKafka.start(DEFAULTS.toBuilder().brokerProperty(property, "1").build())
                .close();
    }
}
