package io.github.groupcoordinator.internal.share;

import org.apache.kafka.common.protocol.Errors;

/** The error that ends an operation on a share partition, and what it is about. */
public record ShareFailure(Errors error, String message) {

    /** Returns what a client gets to see of an error of the share coordinator. */
    static ShareFailure ofPersister(Errors error, String message) {
        Errors seen =
                switch (error) {
                    case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS ->
                        Errors.COORDINATOR_NOT_AVAILABLE;
                    case FENCED_LEADER_EPOCH, FENCED_STATE_EPOCH -> Errors.NOT_LEADER_OR_FOLLOWER;
                    case GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION -> error;
                    default -> Errors.UNKNOWN_SERVER_ERROR;
                };
        return new ShareFailure(seen, message);
    }
}
