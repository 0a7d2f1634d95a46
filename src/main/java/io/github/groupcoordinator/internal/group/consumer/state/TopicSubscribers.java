package io.github.groupcoordinator.internal.group.consumer.state;

import org.jspecify.annotations.Nullable;

/** The subscribers of a topic: the number of members by name, and the number of resolved regular expressions. */
record TopicSubscribers(int byName, int byRegex) {
    private static final TopicSubscribers NOBODY = new TopicSubscribers(0, 0);

    /** Returns the count with more names and regular expressions, or null if nobody is left. */
    static @Nullable TopicSubscribers plus(@Nullable TopicSubscribers before, int names, int regexes) {
        TopicSubscribers from = before == null ? NOBODY : before;
        TopicSubscribers sum = new TopicSubscribers(from.byName + names, from.byRegex + regexes);
        return sum.byName <= 0 && sum.byRegex <= 0 ? null : sum;
    }
}
