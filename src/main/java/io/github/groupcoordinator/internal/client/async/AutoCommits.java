package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/** The auto commits of a consumer of the consumer protocol, as far as we read and set them. */
final class AutoCommits {
    private static final String INTERNALS = "org.apache.kafka.clients.consumer.internals.";
    private static final Class<?> COMMITS = Reflect.type(INTERNALS + "CommitRequestManager");
    private static final Field AUTO_COMMIT = Reflect.field(COMMITS, "autoCommitState");
    private static final Field COMMIT_IN_FLIGHT =
            Reflect.field(Reflect.type(INTERNALS + "CommitRequestManager$AutoCommitState"), "hasInflightCommit");
    private static final Method RESTART_AUTO_COMMIT = Reflect.method(COMMITS, "resetAutoCommitTimer");

    private final Object commits;

    AutoCommits(Object commits) {
        this.commits = commits;
    }

    /** Returns the client's own manager of commits. */
    Object manager() {
        return commits;
    }

    /** Returns whether an auto commit has been sent and not been answered. */
    boolean isInFlight() {
        return Reflect.<Optional<?>>get(AUTO_COMMIT, commits)
                .map(state -> Reflect.<Boolean>get(COMMIT_IN_FLIGHT, state))
                .orElse(false);
    }

    /** Switches auto commit off; what is returned switches it on again. Not while one is in flight. */
    Optional<?> suspend() {
        Optional<?> before = Reflect.get(AUTO_COMMIT, commits);
        Reflect.set(AUTO_COMMIT, commits, Optional.empty());
        return before;
    }

    void resume(Optional<?> suspended) {
        Reflect.set(AUTO_COMMIT, commits, suspended);
    }

    /** Lets the interval of auto commits start now. */
    void restartInterval() {
        Reflect.invoke(RESTART_AUTO_COMMIT, commits);
    }
}
