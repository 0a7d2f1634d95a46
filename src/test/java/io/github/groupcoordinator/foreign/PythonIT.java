package io.github.groupcoordinator.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.view.GroupState;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python's clients, of which kafka-python has its own protocol code, over TCP in system time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PythonIT {
    private static final Path SCRIPTS = Path.of("test", "python");

    /** Debian's: its packages are where no other Python looks. */
    private static final String PYTHON = "/usr/bin/python3";

    @ParameterizedTest
    @CsvSource({"kafka, kafka_python.py", "confluent_kafka, confluent_kafka_python.py"})
    void groupConsumesWhatIsProducedAndResumesWhereItCommitted(String module, String script) throws Exception {
        assumeTrue(
                has(module),
                "Not tried: " + PYTHON + " has no " + module + " (apt-get install python3-" + module.replace('_', '-')
                        + ")");
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.builder()
                        .listener(ListenerConfig.inSystemTime())
                        .brokerProperty("group.initial.rebalance.delay.ms", "0")
                        .topic("orders", 2)
                        .build());
                Program python = Program.start(SCRIPTS, PYTHON, script, kafka.bootstrapServers())) {
            assertThat(python.rest()).containsExactly("a b c", "d e");
            assertThat(kafka.group("billing").state()).isEqualTo(GroupState.EMPTY);
            assertThat(kafka.group("billing").committedOffsets().values().stream()
                            .mapToLong(committed -> committed.offset())
                            .sum())
                    .isEqualTo(5);
        }
    }

    private static boolean has(String module) throws Exception {
        return Path.of(PYTHON).toFile().canExecute()
                && new ProcessBuilder(PYTHON, "-c", "import " + module)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }
}
