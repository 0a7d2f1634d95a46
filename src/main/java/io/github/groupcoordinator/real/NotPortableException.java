package io.github.groupcoordinator.real;

import org.apiguardian.api.API;

/**
 * A call that only a cluster in memory can answer was made on a real one. The JUnit extension aborts the test, as
 * after an assumption that does not hold.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class NotPortableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The call as the test knows it. */
    private final String call;

    /**
     * For the cluster.
     *
     * @param call the call as the test knows it, for example {@code InMemoryKafka.faults}
     * @param why why a real cluster has no answer to it
     */
    public NotPortableException(String call, String why) {
        super(call + " is not portable to a real cluster: " + why);
        this.call = call;
    }

    /** Returns the call as the test knows it, for example {@code InMemoryKafka.faults}. */
    public String call() {
        return call;
    }
}
