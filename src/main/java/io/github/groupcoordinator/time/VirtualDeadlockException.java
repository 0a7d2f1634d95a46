package io.github.groupcoordinator.time;

import org.apiguardian.api.API;

/** A client waits for something that nothing scheduled can bring about; the message says who waits, for what, when. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class VirtualDeadlockException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * For the cluster.
     *
     * @param message who waits, for what, and when
     */
    public VirtualDeadlockException(String message) {
        super(message);
    }
}
