package io.github.groupcoordinator.time;

import java.time.Instant;
import org.apiguardian.api.API;

/** A task that waits for its virtual instant. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface ScheduledTask {

    /** Returns the virtual instant at which the task falls due. */
    Instant dueAt();

    /**
     * Cancels the task.
     *
     * @return false if it has run or was cancelled before
     */
    boolean cancel();
}
