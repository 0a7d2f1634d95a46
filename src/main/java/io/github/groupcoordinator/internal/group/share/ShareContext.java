package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;

/** The surroundings of a share group that a decision may look at. */
public record ShareContext(ShareConfig config, GroupContext shared) {

    long nowMs() {
        return shared.nowMs();
    }

    TopicCatalog topics() {
        return shared.topics();
    }
}
