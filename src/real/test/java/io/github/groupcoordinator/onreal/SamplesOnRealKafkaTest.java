package io.github.groupcoordinator.onreal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/**
 * Every sample in memory and on real Kafka; what came of each is written into docs/fidelity-on-real.md. What came of
 * some, chosen by {@code -Dreal.samples=PATTERN}, is written into the module's target folder.
 */
class SamplesOnRealKafkaTest {
    private static final Path PAGE = (System.getProperty("real.samples") == null
                    ? Path.of("..", "..", "docs")
                    : Path.of("target"))
            .resolve("fidelity-on-real.md");

    /** Enough of a message to know what it is about. */
    private static final int LONGEST_REASON = 300;

    @Test
    void everySamplePassesThereOrIsAbortedByName() throws Exception {
        SortedMap<String, SampleRun.Outcome> inMemory = SampleRun.of(Map.of());
        SortedMap<String, SampleRun.Outcome> onReal;
        String address = System.getProperty("real.cluster", "");
        if (address.isBlank()) {
            try (KafkaInProcess kafka = new KafkaInProcess()) {
                onReal = SampleRun.of(Map.of("embedded-group-coordinator.cluster", kafka.bootstrapServers()));
            }
        } else {
            onReal = SampleRun.of(Map.of("embedded-group-coordinator.cluster", address));
        }
        write(inMemory, onReal, address.isBlank() ? "Kafka 4.3.1 in process" : "the cluster at " + address);

        assertThat(inMemory.values())
                .allSatisfy(outcome -> assertThat(outcome.what()).isEqualTo("passed"));
        assertThat(onReal).isNotEmpty().allSatisfy((sample, outcome) -> assertThat(outcome.what())
                .as(sample + ": " + outcome.why())
                .isNotEqualTo("differs"));
        assertThat(onReal.values())
                .anySatisfy(outcome -> assertThat(outcome.what()).isEqualTo("passed"));
    }

    private static void write(
            SortedMap<String, SampleRun.Outcome> inMemory, SortedMap<String, SampleRun.Outcome> onReal, String where)
            throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("# The samples on real Kafka\n\n");
        page.append("`mvn -B verify -P real` runs samples in memory and on real Kafka, and writes this")
                .append(" page. The last run was on ")
                .append(where)
                .append(". Not among them are samples of Spring contexts, which stay in memory, of threads under")
                .append(" the agent's control, and those that compare runs in memory or show bugs there.\n\n");
        for (String what : List.of("passed", "aborted", "differs")) {
            page.append("- ")
                    .append(what)
                    .append(": ")
                    .append(count(onReal, what))
                    .append('\n');
        }
        long memoryMs = passed(inMemory, onReal, inMemory);
        long realMs = passed(inMemory, onReal, onReal);
        page.append("\nThose that passed both ways took ")
                .append(memoryMs)
                .append(" ms in memory and ")
                .append(realMs)
                .append(" ms on real Kafka, ")
                .append(realMs / Math.max(1, memoryMs))
                .append(" times as long.\n\n| sample | on real Kafka | why |\n|---|---|---|\n");
        onReal.forEach((sample, outcome) -> page.append("| ")
                .append(sample)
                .append(" | ")
                .append(outcome.what())
                .append(" | ")
                .append(cell(outcome.why(), where))
                .append(" |\n"));
        Files.writeString(PAGE, page);
    }

    private static long count(SortedMap<String, SampleRun.Outcome> outcomes, String what) {
        return outcomes.values().stream()
                .filter(outcome -> outcome.what().equals(what))
                .count();
    }

    /** Returns how long those took in one run that passed in both. */
    private static long passed(
            SortedMap<String, SampleRun.Outcome> inMemory,
            SortedMap<String, SampleRun.Outcome> onReal,
            SortedMap<String, SampleRun.Outcome> counted) {
        return inMemory.keySet().stream()
                .filter(sample -> inMemory.get(sample).what().equals("passed"))
                .filter(sample ->
                        onReal.containsKey(sample) && onReal.get(sample).what().equals("passed"))
                .map(sample -> counted.get(sample).took())
                .reduce(Duration.ZERO, Duration::plus)
                .toMillis();
    }

    private static String cell(String why, String where) {
        String line = why.strip().replace("|", "\\|").replaceAll("localhost:\\d+", "localhost");
        String first = line.lines().map(String::strip).reduce("", (one, two) -> one.isEmpty() ? two : one + " " + two);
        return first.length() > LONGEST_REASON ? first.substring(0, LONGEST_REASON) + "..." : first;
    }
}
