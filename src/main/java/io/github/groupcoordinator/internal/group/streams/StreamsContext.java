package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;

/** The surroundings of a streams group that a decision may look at. */
public record StreamsContext(StreamsConfig config, GroupContext shared) {

    long nowMs() {
        return shared.nowMs();
    }

    TopicCatalog topics() {
        return shared.topics();
    }

    boolean isArmed(TimerKey key) {
        return shared.isArmed(key);
    }
}
