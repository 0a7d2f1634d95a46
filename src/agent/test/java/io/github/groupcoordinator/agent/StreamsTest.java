package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka Streams, unchanged: two instances, a store, a rebalance, a punctuator; every run has the same log. */
@Timeout(300)
class StreamsTest {

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void wordCountOfTwoInstancesHasTheSameLogInEveryRun(String guarantee, @TempDir Path directory) throws Exception {
        AtomicInteger run = new AtomicInteger();
        Repeats.inEveryRun(
                "streams " + guarantee, () -> run(guarantee, directory.resolve("run" + run.incrementAndGet())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void instanceThatCrashesIsReplacedByItsStandbyAndEveryRunHasTheSameLog(String guarantee, @TempDir Path directory)
            throws Exception {
        AtomicInteger run = new AtomicInteger();
        Repeats.inEveryRun(
                "streams standby " + guarantee,
                () -> crash(guarantee, directory.resolve("run" + run.incrementAndGet())));
    }

    private static List<String> run(String guarantee, Path directory) {
        try (InMemoryKafka kafka = WordCount.cluster()) {
            WordCount application = new WordCount(kafka, directory, guarantee);
            KafkaStreams one = application.instance("one");
            one.start();
            kafka.clock().advance(Duration.ofSeconds(20));
            application.produce("all streams lead to kafka", "hello kafka streams");
            kafka.clock().advance(Duration.ofSeconds(35));
            KafkaStreams two = application.instance("two");
            two.start();
            kafka.clock().advance(Duration.ofMinutes(2));
            assertThat(one.state()).isEqualTo(KafkaStreams.State.RUNNING);
            assertThat(two.state()).isEqualTo(KafkaStreams.State.RUNNING);
            application.produce("join kafka summit", "kafka kafka");
            kafka.clock().advance(Duration.ofSeconds(31));
            Map<String, Long> counts = WordCount.finalCounts(one, two);
            assertThat(two.close(Duration.ofSeconds(30))).isTrue();
            kafka.clock().advance(Duration.ofMinutes(1));
            assertThat(one.close(Duration.ofSeconds(30))).isTrue();
            return application.log(counts);
        }
    }

    private static List<String> crash(String guarantee, Path directory) {
        try (InMemoryKafka kafka = WordCount.cluster()) {
            WordCount application = new WordCount(kafka, directory, guarantee);
            application.setStandbys(1);
            WordCount.Clients clients = new WordCount.Clients(kafka);
            KafkaStreams one = application.instance("one", clients);
            KafkaStreams two = application.instance("two", new WordCount.Clients(kafka));
            one.start();
            two.start();
            kafka.clock().advance(Duration.ofMinutes(2));
            application.produce("all streams lead to kafka", "hello kafka streams");
            kafka.clock().advance(Duration.ofSeconds(31));
            assertThat(WordCount.counts(one)).isNotEmpty();
            assertThat(WordCount.counts(two)).isNotEmpty();
            assertThat(WordCount.threads())
                    .as("the state updater is on")
                    .anyMatch(name -> name.contains("StateUpdater"));

            clients.crash();
            kafka.clock().advance(Duration.ofMinutes(2));
            application.produce("join kafka summit", "kafka kafka");
            kafka.clock().advance(Duration.ofSeconds(31));

            Map<String, Long> counts = WordCount.finalCounts(two);
            assertThat(two.close(Duration.ofSeconds(30))).isTrue();
            assertThat(one.close(Duration.ofSeconds(1)))
                    .as("its threads are frozen")
                    .isFalse();
            return application.log(counts);
        }
    }
}
