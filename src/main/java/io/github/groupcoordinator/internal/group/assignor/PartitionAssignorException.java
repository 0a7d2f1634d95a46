package io.github.groupcoordinator.internal.group.assignor;

/** An assignor cannot make sense of what it is asked; Kafka answers UNKNOWN_SERVER_ERROR. */
public final class PartitionAssignorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PartitionAssignorException(String message) {
        super(message);
    }
}
