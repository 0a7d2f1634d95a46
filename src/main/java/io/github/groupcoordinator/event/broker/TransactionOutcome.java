package io.github.groupcoordinator.event.broker;

import org.apiguardian.api.API;

/** The reason why a transaction ended. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum TransactionOutcome {
    /** The producer committed it. */
    COMMITTED("committed"),
    /** The producer aborted it. */
    ABORTED("aborted"),
    /** The coordinator aborted it, because it took longer than {@code transaction.timeout.ms}. */
    TIMED_OUT("aborted, because it took longer than transaction.timeout.ms"),
    /** The coordinator aborted it, because a new producer with the same {@code transactional.id} has come. */
    FENCED("aborted, because a new producer with its transactional.id has come");

    private final String words;

    TransactionOutcome(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
