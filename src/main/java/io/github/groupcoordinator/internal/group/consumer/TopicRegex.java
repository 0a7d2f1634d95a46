package io.github.groupcoordinator.internal.group.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions for topics, by RE2/J as in Kafka's broker. RE2/J is loaded with this class, when the first comes.
 */
final class TopicRegex {
    /** By its number: clients before 4.0 have no name for it, and no field for a regular expression either. */
    private static final short INVALID_REGULAR_EXPRESSION = 128;

    private TopicRegex() {}

    /** Returns why a regular expression can't be used, or null if it can. */
    static @Nullable Refusal check(String regex) {
        try {
            Pattern.compile(regex);
            return null;
        } catch (PatternSyntaxException e) {
            return new Refusal(
                    Errors.forCode(INVALID_REGULAR_EXPRESSION),
                    "SubscribedTopicRegex `" + regex + "` is not a regular expression that RE2/J takes: "
                            + e.getDescription());
        }
    }

    /** Returns the topics that a regular expression matches from their first to their last character. */
    static SortedSet<String> matching(String regex, Iterable<String> topics) {
        Pattern pattern = Pattern.compile(regex);
        SortedSet<String> matching = new TreeSet<>();
        for (String topic : topics) {
            if (pattern.matches(topic)) {
                matching.add(topic);
            }
        }
        return matching;
    }
}
