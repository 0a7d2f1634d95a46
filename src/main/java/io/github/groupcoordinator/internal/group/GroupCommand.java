package io.github.groupcoordinator.internal.group;

/** The command that a group decides: a request, an elapsed timer, or what follows from an earlier decision. */
public interface GroupCommand {

    /**
     * Returns whether Kafka tries again half a second later if what follows from an elapsed timer can't be appended.
     */
    default boolean isRetried() {
        return false;
    }
}
