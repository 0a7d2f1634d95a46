package io.github.groupcoordinator;

import org.apiguardian.api.API;

/**
 * Something that waits for the application's threads, such as {@code app::stop}.
 *
 * @param <E> what it may throw
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@FunctionalInterface
public interface BlockingAction<E extends Exception> {

    /** Does it, on the thread that was asked to. */
    void run() throws E;
}
