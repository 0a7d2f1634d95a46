package io.github.groupcoordinator.internal.broker.wire;

import java.util.LinkedHashSet;
import java.util.Set;

/** The names that a request gives more than once, which Kafka refuses as a whole. */
public final class Duplicates {
    private Duplicates() {}

    /** Returns the keys that occur more than once, in the order in which they come up again. */
    public static <K> Set<K> of(Iterable<K> keys) {
        Set<K> seen = new LinkedHashSet<>();
        Set<K> duplicates = new LinkedHashSet<>();
        for (K key : keys) {
            if (!seen.add(key)) {
                duplicates.add(key);
            }
        }
        return duplicates;
    }
}
