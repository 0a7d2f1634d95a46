package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.client.seam.SupportedVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever cannot read the list of supported versions names the same. */
class KafkaVersionsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern RANGE = Pattern.compile("kafka-clients (\\d+\\.\\d+) (?:to|and) (\\d+\\.\\d+)");
    private static final Pattern JUDGE = Pattern.compile("Kafka (\\d+\\.\\d+\\.\\d+)");
    private static final List<String> NUMBERS = List.of("three", "four", "five", "six", "seven", "eight", "nine");

    @Test
    void buildCompilesAgainstTheJudgesVersion() throws IOException {
        assertThat(only("pom.xml", "<kafka.version>(.*)</kafka.version>")).isEqualTo(KafkaVersions.judge());
        assertThat(only("src/pom.xml", "<judge.kafka.version>(.*)</judge.kafka.version>"))
                .isEqualTo("${kafka.version}");
        assertThat(only("src/kraft/pom.xml", "<kafka.version>(.*)</kafka.version>"))
                .isEqualTo(KafkaVersions.judge());
        assertThat(only("src/jmh/compare/contenders.py", "(?m)^KAFKA = \"(.*)\"$"))
                .isEqualTo(KafkaVersions.judge());
    }

    @Test
    void buildCopiesTheJarOfEachVersion() throws IOException {
        Pattern item = Pattern.compile("<artifactItem>\\s*<groupId>org.apache.kafka</groupId>\\s*"
                + "<artifactId>kafka-clients</artifactId>\\s*<version>(.*)</version>");
        assertThat(all(Files.readString(ROOT.resolve("src/pom.xml")), item)).isEqualTo(KafkaVersions.all());
    }

    @Test
    void kafkaStreamsIsRunInTheSameVersions() throws IOException {
        String oldest = only("samples/streams/pom.xml", "<oldest.version>(.*)</oldest.version>");
        assertThat(KafkaVersions.all()).contains(oldest);
        assertThat(only(".ci/threads", "(?m)^oldest=(.*)$")).isEqualTo(oldest);
        assertThat(only("samples/streams/pom.xml", "<newest.version>(.*)</newest.version>"))
                .isEqualTo(KafkaVersions.newest());
    }

    @Test
    void clientsTakeEachVersionAndTheirMessageNamesTheRange() {
        assertThat(KafkaVersions.all()).allSatisfy(version -> assertThatCode(() -> SupportedVersions.check(version))
                .doesNotThrowAnyException());
        assertThatThrownBy(() -> SupportedVersions.check("3.8.1"))
                .hasMessageContaining("kafka-clients " + KafkaVersions.range() + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "docs/guide.md",
                "docs/architecture.md",
                "docs/fidelity.md",
                "src/forbidden-apis.txt"
            })
    void documentsNameTheSame(String document) throws IOException {
        assertThat(disagreements(Files.readString(ROOT.resolve(document)))).isEmpty();
    }

    @Test
    void readmeAndContributingTellTheRange() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("kafka-clients " + KafkaVersions.range())
                .contains("answers as Kafka " + KafkaVersions.minor(KafkaVersions.judge()) + "'s does");
        assertThat(Files.readString(ROOT.resolve("CONTRIBUTING.md")))
                .contains("One binary for kafka-clients " + KafkaVersions.range())
                .contains("compiles against one version and runs on "
                        + NUMBERS.get(KafkaVersions.all().size() - 3));
    }

    @Test
    void wrongFiguresAreFound() {
        assertThat(disagreements("kafka-clients 3.8 to 4.4, and Kafka 4.3.0's coordinator"))
                .containsExactly("kafka-clients 3.8 to 4.4", "Kafka 4.3.0");
        assertThat(disagreements("kafka-clients 3.9 to 4.5")).containsExactly("kafka-clients 3.9 to 4.5");
    }

    /** Returns what names another range than the list, or another version of Kafka than the judge's. */
    private static List<String> disagreements(String text) {
        List<String> found = new ArrayList<>();
        Matcher ranges = RANGE.matcher(text);
        while (ranges.find()) {
            // The consumer protocol begins with Kafka 4.
            boolean isFirst = ranges.group(1).equals(KafkaVersions.minor(KafkaVersions.oldest()))
                    || ranges.group(1).equals("4.0");
            boolean isLast = ranges.group(2).equals(KafkaVersions.minor(KafkaVersions.newest()));
            if (!isFirst || !isLast) {
                found.add(ranges.group());
            }
        }
        Matcher judges = JUDGE.matcher(text);
        while (judges.find()) {
            if (!judges.group(1).equals(KafkaVersions.judge())) {
                found.add(judges.group());
            }
        }
        return found;
    }

    private static String only(String file, String pattern) throws IOException {
        List<String> found = all(Files.readString(ROOT.resolve(file)), Pattern.compile(pattern));
        assertThat(found).as("%s in %s", pattern, file).hasSize(1);
        return found.get(0);
    }

    private static List<String> all(String text, Pattern pattern) {
        return pattern.matcher(text).results().map(each -> each.group(1)).toList();
    }
}
