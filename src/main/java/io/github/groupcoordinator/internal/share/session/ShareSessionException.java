package io.github.groupcoordinator.internal.share.session;

import org.apache.kafka.common.protocol.Errors;

/** The refusal of a request because of its session: an error of the whole answer. */
public final class ShareSessionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** SHARE_SESSION_LIMIT_REACHED, which the oldest supported kafka-clients does not know by name. */
    public static final short LIMIT_REACHED = 133;

    private final short code;

    ShareSessionException(Errors error, String message) {
        this(error.code(), message);
    }

    ShareSessionException(short code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the code of the error. A full cache is told only when the request's max wait is over. */
    public short code() {
        return code;
    }
}
