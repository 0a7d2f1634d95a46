package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.text.Text;
import org.apiguardian.api.API;

/** A test ended with clients open that it had made itself; the message says where each was made. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class LeakedClientException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LeakedClientException(String message) {
        super(Text.lines(message));
    }
}
