package io.github.groupcoordinator.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kafkajs, which has its own protocol code, over TCP in system time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KafkaJsIT {
    private static final Path SCRIPTS = Path.of("test", "kafkajs");

    @BeforeEach
    void kafkaJsIsInstalled() {
        assumeTrue(Program.isInstalled("node"), "Not tried with kafkajs: no node on the PATH");
        assumeTrue(
                Files.isDirectory(SCRIPTS.resolve("node_modules").resolve("kafkajs")),
                "Not tried with kafkajs: it is not installed (npm ci in src/test/kafkajs)");
    }

    @Test
    void membersJoinRebalanceCommitAndResume() throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .listener(ListenerConfig.inSystemTime())
                        .brokerProperty("group.initial.rebalance.delay.ms", "0")
                        .topic("orders", 4)
                        .build());
                Program js = Program.start(SCRIPTS, "node", "group.js", kafka.bootstrapServers(), "billing")) {
            assertThat(ask(js, "produce orders 20 a")).isEqualTo("{\"errors\":0}");
            assertThat(ask(js, "join one orders")).isEqualTo("{\"partitions\":[0,1,2,3]}");
            assertThat(ask(js, "received one 20")).isEqualTo(values("a", 20));
            assertThat(ask(js, "join two orders")).matches("\\{\"partitions\":\\[\\d,\\d]}");
            assertThat(ask(js, "assigned one 2")).matches("\\{\"partitions\":\\[\\d,\\d]}");
            assertThat(kafka.group("billing").members()).hasSize(2);
            ask(js, "leave one");
            assertThat(ask(js, "assigned two 4")).isEqualTo("{\"partitions\":[0,1,2,3]}");
            // What the first had processed is committed: the second is given nothing again.
            assertThat(ask(js, "leave two")).isEqualTo("{\"values\":[]}");
            assertThat(kafka.group("billing").committedOffsets().values().stream()
                            .mapToLong(committed -> committed.offset())
                            .sum())
                    .isEqualTo(20);
            assertThat(ask(js, "produce orders 5 b")).isEqualTo("{\"errors\":0}");
            ask(js, "join three orders");
            assertThat(ask(js, "received three 5")).isEqualTo(values("b", 5));
            assertThat(kafka.events().of(RebalanceCompleted.class)).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private static String ask(Program js, String command) throws IOException, InterruptedException {
        js.say(command);
        return js.hear("{");
    }

    /** As the script prints them: sorted as text. */
    private static String values(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + i + "\"")
                .sorted()
                .collect(Collectors.joining(",", "{\"values\":[", "]}"));
    }
}
