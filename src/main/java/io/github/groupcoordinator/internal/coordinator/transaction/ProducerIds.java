package io.github.groupcoordinator.internal.coordinator.transaction;

/** The source of producer ids, in the order of asking and never twice; one for the whole cluster. */
public final class ProducerIds {
    private long next;

    /** Returns an id that nobody has had. */
    public long next() {
        return next++;
    }
}
