package io.github.groupcoordinator.internal.journal;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.TopicCreatedAutomatically;
import java.util.List;

/**
 * The topics that there are only because a client asked for them, as a failure message tells them, while the test
 * declared others: a consumer of a mistyped topic looks well, and receives nothing.
 */
public final class UndeclaredTopics {

    private UndeclaredTopics() {}

    /** Returns a line for each, with its virtual time; none if the test declares no topics at all. */
    public static List<String> in(EventLog log) {
        return log.stream()
                .filter(TopicCreatedAutomatically.class::isInstance)
                .map(TopicCreatedAutomatically.class::cast)
                .filter(event -> !event.declared().isEmpty())
                .map(event -> log.elapsedAt(event.at()) + " " + event.describe())
                .toList();
    }
}
