package io.github.groupcoordinator.internal.share;

/**
 * A state in which Kafka 4.3's own code fails unexpectedly, and leaves what it has begun as it is. Clients get
 * UNKNOWN_SERVER_ERROR.
 */
public final class UnexpectedStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnexpectedStateException(String message) {
        super(message);
    }
}
