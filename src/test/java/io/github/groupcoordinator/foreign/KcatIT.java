package io.github.groupcoordinator.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.view.GroupState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** librdkafka, by way of kcat, over TCP in system time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KcatIT {
    private static final Path HERE = Path.of(".");

    @BeforeEach
    void kcatIsInstalled() {
        assumeTrue(
                Program.isInstalled("kcat"), "Not tried with librdkafka: no kcat on the PATH (apt-get install kcat)");
    }

    private static InMemoryKafka start() {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .listener(ListenerConfig.inSystemTime())
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .topic("orders", 2)
                .build());
    }

    private static void produce(InMemoryKafka kafka, String... keysAndValues) throws Exception {
        try (Program kcat = Program.start(
                HERE, "kcat", "-b", kafka.bootstrapServers(), "-P", "-t", "orders", "-K", ":", "-X", "acks=all")) {
            for (String line : keysAndValues) {
                kcat.say(line);
            }
            kcat.sayNoMore();
            assertThat(kcat.rest()).isEmpty();
        }
    }

    /** Consumes as a member of a group until the end of every partition, then commits and leaves. */
    private static List<String> consume(InMemoryKafka kafka) throws Exception {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", kafka.bootstrapServers()));
        command.addAll(List.of("-G", "billing", "-q", "-e", "-f", "%k:%s\\n"));
        command.addAll(List.of("-X", "auto.offset.reset=earliest", "-X", "enable.partition.eof=true", "orders"));
        try (Program kcat = Program.start(HERE, command.toArray(String[]::new))) {
            return kcat.rest();
        }
    }

    @Test
    void groupConsumesWhatIsProducedAndResumesWhereItCommitted() throws Exception {
        try (InMemoryKafka kafka = start()) {
            produce(kafka, "a:1", "b:2", "c:3", "d:4");
            assertThat(consume(kafka)).containsExactlyInAnyOrder("a:1", "b:2", "c:3", "d:4");
            assertThat(kafka.group("billing").state()).isEqualTo(GroupState.EMPTY);
            produce(kafka, "a:5", "b:6");
            assertThat(consume(kafka)).containsExactlyInAnyOrder("a:5", "b:6");
            assertThat(kafka.group("billing").committedOffsets().values().stream()
                            .mapToLong(committed -> committed.offset())
                            .sum())
                    .isEqualTo(6);
        }
    }

    @Test
    void idempotentProducerAndCompressionAreUnderstood() throws Exception {
        try (InMemoryKafka kafka = start()) {
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                try (Program kcat = Program.start(
                        HERE,
                        "kcat",
                        "-b",
                        kafka.bootstrapServers(),
                        "-P",
                        "-t",
                        "orders",
                        "-K",
                        ":",
                        "-X",
                        "enable.idempotence=true",
                        "-X",
                        "compression.codec=" + codec)) {
                    kcat.say("a:" + codec);
                    kcat.sayNoMore();
                    assertThat(kcat.rest()).isEmpty();
                }
            }
            assertThat(consume(kafka)).containsExactly("a:none", "a:gzip", "a:snappy", "a:lz4", "a:zstd");
        }
    }
}
