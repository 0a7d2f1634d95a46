package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;

/** The surroundings of a consumer-protocol group that a decision may look at. */
public record ConsumerContext(ConsumerConfig config, GroupContext shared) {

    long nowMs() {
        return shared.nowMs();
    }

    TopicCatalog topics() {
        return shared.topics();
    }

    /** Returns the version of the catalog in which a topic was last created, as far as this coordinator saw. */
    long newTopicsVersion() {
        return shared.newTopicsVersion();
    }

    boolean isArmed(TimerKey key) {
        return shared.isArmed(key);
    }
}
