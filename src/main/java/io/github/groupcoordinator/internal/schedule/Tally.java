package io.github.groupcoordinator.internal.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A count of names, to tell the most frequent ones; of equally frequent ones, the first to come. */
public final class Tally {
    private static final int MOST_NAMES = 5;

    private final Map<String, Integer> counts = new LinkedHashMap<>();

    public void add(String name) {
        counts.merge(name, 1, Integer::sum);
    }

    /** Returns a line for each of the most frequent names, as {@code "\n  - 3 times billing"}. */
    public String lines(String times) {
        List<Map.Entry<String, Integer>> names = new ArrayList<>(counts.entrySet());
        names.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
        StringBuilder text = new StringBuilder();
        names.stream().limit(MOST_NAMES).forEach(name -> text.append("\n  - ")
                .append(name.getValue())
                .append(times)
                .append(name.getKey()));
        return text.toString();
    }
}
