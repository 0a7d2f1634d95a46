package io.github.groupcoordinator.internal.group.consumer;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions for topics. Kafka's broker has RE2/J, which promises linear time and for that leaves out what
 * needs backtracking. The JDK's are used here, and what RE2/J refuses is refused as well.
 */
final class TopicRegex {
    /** By its number: clients before 4.0 have no name for it, and no field for a regular expression either. */
    private static final short INVALID_REGULAR_EXPRESSION = 128;

    private TopicRegex() {}

    /** Returns why a regular expression can't be used, or null if it can. */
    static @Nullable Refusal check(String regex) {
        String unsupported = unsupported(regex);
        if (unsupported != null) {
            return refuse(regex, unsupported);
        }
        try {
            compile(regex);
        } catch (PatternSyntaxException e) {
            return refuse(regex, e.getDescription());
        }
        return null;
    }

    static Pattern compile(String regex) {
        // RE2 writes named groups as (?P<name>...), too.
        return Pattern.compile(regex.replace("(?P<", "(?<"));
    }

    private static Refusal refuse(String regex, String why) {
        return new Refusal(
                Errors.forCode(INVALID_REGULAR_EXPRESSION),
                "SubscribedTopicRegex `" + regex + "` is not a regular expression that RE2/J takes: " + why);
    }

    private static @Nullable String unsupported(String regex) {
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char next = regex.charAt(i);
            if (next == '\\' && i + 1 < regex.length()) {
                i++;
                if (regex.charAt(i) == 'Q') {
                    int end = regex.indexOf("\\E", i);
                    i = end < 0 ? regex.length() : end + 1;
                } else if (!inClass && "123456789kGXRZ".indexOf(regex.charAt(i)) >= 0) {
                    return "it has no \\" + regex.charAt(i);
                }
            } else if (next == '[') {
                inClass = true;
            } else if (next == ']') {
                inClass = false;
            } else if (!inClass) {
                String refused = groupOrQuantifier(regex, i);
                if (refused != null) {
                    return refused;
                }
            }
        }
        return null;
    }

    private static @Nullable String groupOrQuantifier(String regex, int at) {
        for (String group : new String[] {"(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
            if (regex.startsWith(group, at)) {
                return "it has no " + group + "...)";
            }
        }
        boolean isPossessive = regex.charAt(at) == '+' && at > 0 && "*+?}".indexOf(regex.charAt(at - 1)) >= 0;
        boolean isEscaped = at > 1 && regex.charAt(at - 2) == '\\';
        return isPossessive && !isEscaped ? "it has no possessive quantifiers" : null;
    }
}
