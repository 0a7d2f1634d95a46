package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One binary runs on every supported kafka-clients: whatever it names there must exist in each of them. Runs in the
 * core's build and, over the same jars, in the extension's.
 */
final class LinkageIT {
    private static final String KAFKA = "org/apache/kafka/";
    private static final Path JARS = Path.of("..", "src", "target", "kafka-clients");

    /** Members that some supported version lacks, and what keeps our code from reaching them there. */
    private static final Map<String, String> NOT_REACHED = new LinkedHashMap<>();

    static {
        String neverRun = "only in DrivenProducerMetadata's constructor, which never runs: Shadow makes the instance";
        NOT_REACHED.put("org/apache/kafka/common/utils/LogContext", neverRun);
        NOT_REACHED.put(
                "org/apache/kafka/clients/producer/internals/ProducerMetadata#<init>:(JJJJ"
                        + "Lorg/apache/kafka/common/utils/LogContext;"
                        + "Lorg/apache/kafka/common/internals/ClusterResourceListeners;"
                        + "Lorg/apache/kafka/common/utils/Time;)V",
                neverRun);
    }

    @Test
    void everySupportedVersionIsChecked() throws IOException {
        assertThat(jars())
                .extracting(jar -> jar.getFileName().toString().replaceAll("kafka-clients-|\\.jar", ""))
                .containsExactly("3.9.2", "4.0.2", "4.1.2", "4.2.2", "4.3.1", "4.4.0");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void whatOurClassesNameExists(Path jar) throws IOException {
        Map<String, String> missing =
                Linkage.of(Path.of("target", "classes"), KAFKA).missingIn(jar);
        missing.keySet().removeAll(NOT_REACHED.keySet());
        assertThat(missing)
                .as("named by our classes but not in %s", jar.getFileName())
                .isEmpty();
    }

    @Test
    void everyExceptionIsStillNeeded() throws IOException {
        Linkage ours = Linkage.of(Path.of("..", "src", "target", "classes"), KAFKA);
        TreeSet<String> missing = new TreeSet<>();
        for (Path jar : jars()) {
            missing.addAll(ours.missingIn(jar).keySet());
        }
        assertThat(missing).containsAll(NOT_REACHED.keySet());
    }

    @Test
    void newerMemberIsFoundMissingInTheOldestVersionOnly() throws IOException {
        Linkage fixture = Linkage.of(fixture(), KAFKA);
        assertThat(fixture.missingIn(jar("3.9.2")))
                .containsKey("org/apache/kafka/common/message/OffsetCommitRequestData$OffsetCommitRequestTopic#"
                        + "topicId:()Lorg/apache/kafka/common/Uuid;");
        assertThat(fixture.missingIn(jar("4.1.2"))).isEmpty();
    }

    @Test
    void movedClassIsFoundMissingInTheNewestVersion() throws IOException {
        assertThat(Linkage.of(fixture(), KAFKA).missingIn(jar("4.4.0")))
                .containsKeys(
                        "org/apache/kafka/common/utils/LogContext",
                        "org/apache/kafka/common/utils/LogContext#<init>:()V");
    }

    @Test
    void inheritedMembersAreFound() throws IOException {
        assertThat(Linkage.of(fixture(), KAFKA).references())
                .contains("org/apache/kafka/common/errors/TimeoutException#getMessage:()Ljava/lang/String;")
                .contains("org/apache/kafka/common/TopicPartition");
    }

    static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(JARS)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static Path jar(String version) {
        return JARS.resolve("kafka-clients-" + version + ".jar");
    }

    private static Path fixture() {
        return Path.of(
                "..",
                "src",
                "target",
                "test-classes",
                "io",
                "github",
                "groupcoordinator",
                "gates",
                "fixture",
                "linkage");
    }
}
