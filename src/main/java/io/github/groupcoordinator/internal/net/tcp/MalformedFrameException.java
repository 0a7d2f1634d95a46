package io.github.groupcoordinator.internal.net.tcp;

import java.io.IOException;

/** The bytes that a client sent cannot be the beginning of a request. */
final class MalformedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }
}
