package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.thread.ThreadMode;
import org.apiguardian.api.API;

/**
 * The way in which a cluster treats threads that its application starts itself, such as a loop in an
 * {@code ExecutorService} that polls a consumer.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum ApplicationThreads {

    /**
     * One thread, the test's, calls clients and clock; another that does so at the same time gets a
     * {@link io.github.groupcoordinator.time.ConcurrentUseException}. The default.
     */
    REFUSED,

    /**
     * Threads of the application take part: each waits at the clients for its turn, one runs at a time, and virtual
     * time passes only while all of them wait. The test's own thread lets time pass, as always, with {@code advance},
     * {@code awaitStable}, {@code runFor} or {@code runUntil}, or with {@link InMemoryKafka#letRun} around a call that
     * waits for the application.
     *
     * <p>What threads do to each other outside of clients stays in real time: sleeps last as long as they say, and a
     * thread that another wakes, through a queue or a latch, and that then calls a client, fails the test with a
     * {@link io.github.groupcoordinator.time.ConcurrentUseException}, because runs would not repeat.
     */
    ALLOWED,

    /**
     * As {@link #ALLOWED}, and sleeps, waits, parks, the clock and the starts of threads of the application are the
     * cluster's too, so that runs repeat whatever the threads do to each other. The test's thread is one of them: while
     * it waits, for a latch or a {@code Future}, time passes. Needs the artifact {@code
     * embedded-group-coordinator-agent}.
     */
    CONTROLLED;

    ThreadMode mode() {
        return switch (this) {
            case REFUSED -> ThreadMode.REFUSED;
            case ALLOWED -> ThreadMode.ALLOWED;
            case CONTROLLED -> ThreadMode.CONTROLLED;
        };
    }
}
