package io.github.groupcoordinator.internal.coordinator.transaction;

import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The decision on a request: an error, or NONE without a change; or the change to be appended and applied. */
record Decision(Errors error, @Nullable TransactionMetadata next) {

    static Decision refuse(Errors error) {
        return new Decision(error, null);
    }

    /** Returns that all is as asked already. */
    static Decision nothingToDo() {
        return new Decision(Errors.NONE, null);
    }

    static Decision change(TransactionMetadata next) {
        return new Decision(Errors.NONE, next);
    }
}
