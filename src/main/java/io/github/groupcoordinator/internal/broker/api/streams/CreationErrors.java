package io.github.groupcoordinator.internal.broker.api.streams;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The errors with which the creation of topics failed, by topic, for a while: until then nobody tries again. Of too
 * many, those that would be forgotten first go.
 */
final class CreationErrors {
    static final int CAPACITY = 1_000;

    private record Error(String message, long expiresMs) {}

    private final Map<String, Error> byTopic = new LinkedHashMap<>();

    void put(String topic, String message, long expiresMs, long nowMs) {
        byTopic.remove(topic);
        byTopic.put(topic, new Error(message, expiresMs));
        byTopic.values().removeIf(error -> error.expiresMs() <= nowMs);
        while (byTopic.size() > CAPACITY) {
            byTopic.entrySet().stream()
                    .min(Comparator.comparingLong(each -> each.getValue().expiresMs()))
                    .ifPresent(first -> byTopic.remove(first.getKey()));
        }
    }

    /** Returns why a topic could not be created, or null if nothing is remembered. */
    @Nullable
    String find(String topic, long nowMs) {
        Error error = byTopic.get(topic);
        return error == null || error.expiresMs() <= nowMs ? null : error.message();
    }
}
