package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Re2;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Regular expressions for topics. */
final class TopicRegex {
    /** By its number: clients before 4.0 have no name for it, and no field for a regular expression either. */
    private static final short INVALID_REGULAR_EXPRESSION = 128;

    private TopicRegex() {}

    /** Returns why a regular expression can't be used, or null if it can. */
    static @Nullable Refusal check(String regex) {
        try {
            compile(regex);
            return null;
        } catch (PatternSyntaxException e) {
            return new Refusal(
                    Errors.forCode(INVALID_REGULAR_EXPRESSION),
                    "SubscribedTopicRegex `" + regex + "` is not a regular expression that RE2/J takes: "
                            + e.getDescription());
        }
    }

    static Pattern compile(String regex) {
        return Re2.compile(regex);
    }
}
