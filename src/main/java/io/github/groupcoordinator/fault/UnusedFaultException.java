package io.github.groupcoordinator.fault;

import io.github.groupcoordinator.internal.text.Text;
import org.apiguardian.api.API;

/** A test ended with faults that never fired: it did not test what it says. The message describes each. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class UnusedFaultException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Made by the cluster that closes; the message tells the whole story. */
    public UnusedFaultException(String message) {
        super(Text.lines(message));
    }
}
