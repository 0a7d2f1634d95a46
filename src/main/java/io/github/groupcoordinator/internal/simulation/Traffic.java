package io.github.groupcoordinator.internal.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The largest number of requests of each API that a test was seen to send in one run, so that faults are drawn on
 * requests that it does send: one that commits within transactions never sends an OffsetCommit.
 */
final class Traffic {
    private final Map<ApiKeys, Integer> all = new EnumMap<>(ApiKeys.class);
    private final Map<ApiKeys, Integer> ofWorkers = new EnumMap<>(ApiKeys.class);

    /** Takes note of the n-th request of an API; it was the m-th of a worker, or m is 0. */
    void saw(ApiKeys api, int number, int numberOfWorkers) {
        all.merge(api, number, Math::max);
        if (numberOfWorkers > 0) {
            ofWorkers.merge(api, numberOfWorkers, Math::max);
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it can't be read
     */
    static Traffic parse(String text) {
        Traffic traffic = new Traffic();
        for (String word : text.isEmpty() ? new String[0] : text.split(" ")) {
            String[] parts = word.split("[=/]");
            if (parts.length != 3) {
                throw new IllegalArgumentException("\"" + word + "\" says of no API how many requests there were");
            }
            traffic.saw(ApiKeys.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }
        return traffic;
    }

    void add(Traffic other) {
        other.all.forEach((api, number) -> all.merge(api, number, Math::max));
        other.ofWorkers.forEach((api, number) -> ofWorkers.merge(api, number, Math::max));
    }

    /** Returns whether nothing is known: no run has been seen, or none that sent anything. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns how many requests of an API there were at most, of workers or of all. */
    int most(ApiKeys api, boolean workersOnly) {
        return (workersOnly ? ofWorkers : all).getOrDefault(api, 0);
    }

    /** Returns a word for each API, as {@code FETCH=12/3}: twelve requests, three of workers. */
    @Override
    public String toString() {
        return all.entrySet().stream()
                .map(entry -> entry.getKey().name() + "=" + entry.getValue() + "/"
                        + ofWorkers.getOrDefault(entry.getKey(), 0))
                .collect(Collectors.joining(" "));
    }
}
