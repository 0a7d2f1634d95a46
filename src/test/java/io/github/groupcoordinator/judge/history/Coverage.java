package io.github.groupcoordinator.judge.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Counts which error codes Kafka answered to which API in which state of the group. */
final class Coverage implements Player.Observer {

    /** A question, the state in which it was asked, and what came of it. */
    record Hit(ApiKeys api, String groupState, Errors error) implements Comparable<Hit> {
        @Override
        public int compareTo(Hit other) {
            return toString().compareTo(other.toString());
        }
    }

    private final Map<Hit, Integer> hits = new TreeMap<>();
    private final Map<String, Integer> versions = new TreeMap<>();

    @Override
    public void answered(String groupState, ApiKeys api, short version, Set<Short> errorCodes) {
        versions.merge(api.name + " v" + version, 1, Integer::sum);
        if (errorCodes.isEmpty()) {
            hits.merge(new Hit(api, groupState, Errors.NONE), 1, Integer::sum);
        }
        for (short code : errorCodes) {
            hits.merge(new Hit(api, groupState, Errors.forCode(code)), 1, Integer::sum);
        }
    }

    /** Returns the stable versions of the APIs that came up less often than that. */
    List<String> versionsBelow(int minimum) {
        List<String> below = new ArrayList<>();
        for (ApiKeys api : byApi().keySet()) {
            for (short version = api.oldestVersion(); version <= api.latestVersion(false); version++) {
                int count = versions.getOrDefault(api.name + " v" + version, 0);
                if (count < minimum) {
                    below.add(api.name + " v" + version + " came up " + count + " times");
                }
            }
        }
        return below;
    }

    int of(Hit hit) {
        return hits.getOrDefault(hit, 0);
    }

    Map<Hit, Integer> hits() {
        return hits;
    }

    /** Returns the hits of an API and an error in any state. */
    Map<ApiKeys, Map<Errors, Integer>> byApi() {
        Map<ApiKeys, Map<Errors, Integer>> table = new TreeMap<>();
        hits.forEach((hit, count) ->
                table.computeIfAbsent(hit.api(), a -> new TreeMap<>()).merge(hit.error(), count, Integer::sum));
        return table;
    }
}
