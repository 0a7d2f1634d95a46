package io.github.groupcoordinator.internal.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * The process of one simulated application, as its {@code Worker} shows it.
 *
 * @param <C> what it polls
 */
public interface RunningWorker<C> {

    /** Returns its {@code client.id}, which stays the same when it is restarted. */
    String clientId();

    /** Returns its consumer: a new one after each {@link #restart}. */
    C consumer();

    /** Returns whether its loop goes on: it has not been paused, crashed, died or been closed. */
    boolean isRunning();

    /** Returns what it died of; whoever has asked has seen it, and the test does not fail of it any more. */
    Optional<Throwable> failure();

    /** Kills its process. Does nothing if it has crashed or is closed. */
    void crash();

    /** Stops its whole process for a while, heartbeats included. Does nothing unless it runs. */
    void pause(Duration duration);

    /** Starts the application again as a new process would. A process that still runs is killed. */
    void restart();

    /** Ends the loop in an orderly way. Does nothing if it has crashed or is closed. */
    void close();
}
