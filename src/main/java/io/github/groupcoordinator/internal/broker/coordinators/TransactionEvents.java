package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.event.broker.TransactionOutcome;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionMetadata;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionObserver;
import io.github.groupcoordinator.internal.journal.EventSink;
import java.time.Instant;

/** The events of transactions, as they end. */
final class TransactionEvents implements TransactionObserver {
    private final EventSink sink;

    TransactionEvents(EventSink sink) {
        this.sink = sink;
    }

    @Override
    public void ended(TransactionMetadata transaction, End end, long nowMs) {
        sink.append(new TransactionEnded(
                Instant.ofEpochMilli(nowMs),
                transaction.transactionalId(),
                transaction.producer().id(),
                transaction.producer().epoch(),
                outcome(end),
                transaction.partitions()));
    }

    private static TransactionOutcome outcome(TransactionObserver.End end) {
        return switch (end) {
            case COMMITTED -> TransactionOutcome.COMMITTED;
            case ABORTED -> TransactionOutcome.ABORTED;
            case TIMED_OUT -> TransactionOutcome.TIMED_OUT;
            case FENCED -> TransactionOutcome.FENCED;
        };
    }
}
