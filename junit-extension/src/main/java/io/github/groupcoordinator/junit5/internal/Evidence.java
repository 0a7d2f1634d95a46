package io.github.groupcoordinator.junit5.internal;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.view.RequestView;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/** The traces of a run: a line for each event, each request, and each batch and record that is stored. */
public record Evidence(List<String> lines) {

    public static Evidence of(InMemoryKafka kafka) {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + kafka.seed());
        kafka.events().render().lines().forEach(line -> lines.add("event " + line));
        for (RequestView request : kafka.requests().all()) {
            lines.add("request " + request + ": " + request.request() + " -> "
                    + request.response().orElse("no answer"));
        }
        kafka.storedRecords().forEach(line -> lines.add("record " + line));
        return new Evidence(lines);
    }

    /** Takes what {@link #text()} gave. */
    public static Evidence ofText(String text) {
        return new Evidence(List.of(text.split("\n", -1)));
    }

    public String text() {
        return String.join("\n", lines);
    }

    /**
     * Compares the second run with this first one.
     *
     * @throws AssertionFailedError with the first line that differs, if there is one
     */
    public void requireSame(Evidence second) {
        List<String> here = ofText(text()).lines();
        List<String> there = ofText(second.text()).lines();
        int most = Math.max(here.size(), there.size());
        for (int i = 0; i < most; i++) {
            String expected = lineOrEnd(here, i);
            String actual = lineOrEnd(there, i);
            if (!expected.equals(actual)) {
                throw new AssertionFailedError(
                        "The second run differs from the first; the first line that does, of " + most + ":\n  first:  "
                                + expected + "\n  second: " + actual,
                        expected,
                        actual);
            }
        }
    }

    private static String lineOrEnd(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "nothing more";
    }
}
