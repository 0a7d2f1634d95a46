package io.github.groupcoordinator.view;

import io.github.groupcoordinator.internal.text.Text;
import org.apiguardian.api.API;

/** A group did not settle in the time that it was given; the message says who is missing. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class GroupNotStableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * For the cluster.
     *
     * @param message who is missing
     */
    public GroupNotStableException(String message) {
        super(Text.lines(message));
    }
}
