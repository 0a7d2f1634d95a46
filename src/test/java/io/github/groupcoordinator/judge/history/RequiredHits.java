package io.github.groupcoordinator.judge.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * The least number of times that each error code must come up per API and state of the group in 10,000 histories per
 * family; shorter runs must reach their share. The file beside this class states it.
 */
final class RequiredHits {
    private static final int FULL_RUN = 10_000;

    /** One line of the file. */
    record Line(Coverage.Hit hit, int minimum) {}

    private RequiredHits() {}

    static List<String> missing(Coverage coverage, int histories) {
        List<String> missing = new ArrayList<>();
        for (Line line : lines()) {
            long required = (long) line.minimum() * histories / FULL_RUN;
            int reached = coverage.of(line.hit());
            if (reached < required) {
                missing.add(line.hit() + " came up " + reached + " times, not " + required);
            }
        }
        return missing;
    }

    static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (String line : text().split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\s*\\|\\s*");
                Coverage.Hit hit =
                        new Coverage.Hit(ApiKeys.valueOf(parts[0].trim()), parts[1], Errors.valueOf(parts[2]));
                lines.add(new Line(hit, Integer.parseInt(parts[3].trim())));
            }
        }
        return lines;
    }

    private static String text() {
        try (InputStream in = RequiredHits.class.getResourceAsStream("required-hits.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
