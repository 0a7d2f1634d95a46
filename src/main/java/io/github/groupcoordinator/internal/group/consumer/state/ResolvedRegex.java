package io.github.groupcoordinator.internal.group.consumer.state;

import java.util.Collections;
import java.util.SortedSet;

/**
 * The topics that a regular expression matched.
 *
 * @param version which state of the cluster's topics was looked at
 * @param timestampMs when that was
 */
public record ResolvedRegex(SortedSet<String> topics, long version, long timestampMs) {

    private static final ResolvedRegex NOTHING = new ResolvedRegex(Collections.emptySortedSet(), -1, -1);

    /** Returns what a regular expression comes to that has not been looked at yet. */
    public static ResolvedRegex nothing() {
        return NOTHING;
    }
}
