package io.github.groupcoordinator.time;

import org.apiguardian.api.API;

/**
 * A second thread entered a client or the clock while another was inside. Determinism holds for one driving thread;
 * the message names both.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ConcurrentUseException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * For the cluster.
     *
     * @param message the two threads and their calls
     */
    public ConcurrentUseException(String message) {
        super(message);
    }
}
