package io.github.groupcoordinator.internal.group;

import org.jspecify.annotations.Nullable;

/** The surroundings of a group that a decision or a view may look at; one for all groups of a partition. */
public interface GroupContext {

    long nowMs();

    TopicCatalog topics();

    /** Returns the version of the catalog in which a topic was last created, as far as this coordinator saw. */
    long newTopicsVersion();

    boolean isArmed(TimerKey key);

    /** Returns for how long a timer runs yet, or null if it is not armed. */
    @Nullable
    Long remainingMs(TimerKey key);
}
