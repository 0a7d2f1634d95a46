package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka Streams as members of a streams group (KIP-1071), unchanged; every run has the same log. */
@Timeout(300)
class StreamsProtocolTest {

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void wordCountOfTwoInstancesHasTheSameLogInEveryRun(String guarantee, @TempDir Path directory) throws Exception {
        AtomicInteger run = new AtomicInteger();
        Repeats.inEveryRun(
                "streams protocol " + guarantee,
                () -> run(guarantee, directory.resolve("run" + run.incrementAndGet())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void instanceThatCrashesIsReplacedByItsStandbyAndEveryRunHasTheSameLog(String guarantee, @TempDir Path directory)
            throws Exception {
        AtomicInteger run = new AtomicInteger();
        Repeats.inEveryRun(
                "streams protocol standby " + guarantee,
                () -> crash(guarantee, directory.resolve("run" + run.incrementAndGet())));
    }

    private static List<String> run(String guarantee, Path directory) {
        try (InMemoryKafka kafka = WordCount.cluster()) {
            WordCount application = new WordCount(kafka, directory, guarantee);
            application.useStreamsProtocol();
            KafkaStreams one = application.instance("one");
            one.start();
            kafka.clock().advance(Duration.ofSeconds(20));
            application.produce("all streams lead to kafka", "hello kafka streams");
            kafka.clock().advance(Duration.ofSeconds(35));
            KafkaStreams two = application.instance("two");
            two.start();
            kafka.clock().advance(Duration.ofSeconds(40));
            assertThat(one.state()).isEqualTo(KafkaStreams.State.RUNNING);
            assertThat(two.state()).isEqualTo(KafkaStreams.State.RUNNING);
            application.produce("join kafka summit", "kafka kafka");
            kafka.clock().advance(Duration.ofSeconds(31));
            Map<String, Long> counts = WordCount.finalCounts(one, two);
            assertThat(two.close(Duration.ofSeconds(30))).isTrue();
            kafka.clock().advance(Duration.ofSeconds(20));
            assertThat(one.close(Duration.ofSeconds(30))).isTrue();
            return application.log(counts);
        }
    }

    private static List<String> crash(String guarantee, Path directory) throws Exception {
        try (InMemoryKafka kafka = WordCount.cluster()) {
            WordCount application = new WordCount(kafka, directory, guarantee);
            application.useStreamsProtocol();
            haveStandbys(kafka);
            WordCount.Clients clients = new WordCount.Clients(kafka);
            KafkaStreams one = application.instance("one", clients);
            KafkaStreams two = application.instance("two", new WordCount.Clients(kafka));
            one.start();
            two.start();
            kafka.clock().advance(Duration.ofMinutes(1));
            application.produce("all streams lead to kafka", "hello kafka streams");
            kafka.clock().advance(Duration.ofSeconds(31));
            assertThat(WordCount.counts(one)).isNotEmpty();
            assertThat(WordCount.counts(two)).isNotEmpty();

            assertThat(kafka.streamsGroup("wc"))
                    .isStable()
                    .runs("one", "0_1", "1_1")
                    .runs("two", "0_0", "1_0")
                    .hasStandbys("one", "1_0")
                    .hasStandbys("two", "1_1");

            clients.crash("one");
            kafka.clock().advance(Duration.ofMinutes(1));
            assertThat(kafka.streamsGroup("wc")).hasMemberCount(1).runs("two", "0_0", "0_1", "1_0", "1_1");
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

    /** It is the group that has standbys; the instances' own num.standby.replicas is not read. */
    private static void haveStandbys(InMemoryKafka kafka) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, "wc"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("streams.num.standby.replicas", "1"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
