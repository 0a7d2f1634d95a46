package io.github.groupcoordinator.internal.group.streams.topology;

import java.util.Collection;
import java.util.Iterator;

/**
 * The problem that a topology has with the topics that are there, as its members are told it.
 *
 * @param status the code in the response
 * @param detail the reason
 */
public record TopicProblem(byte status, String detail) {
    private static final byte MISSING_SOURCE_TOPICS = 1;
    private static final byte INCORRECTLY_PARTITIONED_TOPICS = 2;
    private static final byte MISSING_INTERNAL_TOPICS = 3;
    private static final int MOST_NAMED = 3;

    static TopicProblem missingSources(Collection<String> names) {
        return new TopicProblem(MISSING_SOURCE_TOPICS, "Source topics " + summary(names) + " are missing.");
    }

    static TopicProblem missingInternalTopics(Collection<String> names) {
        return new TopicProblem(MISSING_INTERNAL_TOPICS, "Internal topics are missing: " + summary(names));
    }

    static Found incorrectlyPartitioned(String detail) {
        return new Found(new TopicProblem(INCORRECTLY_PARTITIONED_TOPICS, detail));
    }

    private static String summary(Collection<String> names) {
        StringBuilder text = new StringBuilder();
        Iterator<String> each = names.iterator();
        for (int i = 0; i < MOST_NAMED && each.hasNext(); i++) {
            text.append(i == 0 ? "" : ", ").append(each.next());
        }
        if (names.size() > MOST_NAMED) {
            text.append(" and ").append(names.size() - MOST_NAMED).append(" additional topics");
        }
        return text.toString();
    }

    /** The end of a configuration by a problem. */
    static final class Found extends Exception {
        private static final long serialVersionUID = 1;

        private final transient TopicProblem problem;

        Found(TopicProblem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }

        TopicProblem problem() {
            return problem;
        }
    }
}
