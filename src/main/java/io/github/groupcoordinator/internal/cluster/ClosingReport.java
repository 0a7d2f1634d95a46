package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.fault.UnusedFaultException;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.invariant.Invariants;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.invariant.InvariantViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The complaints of a cluster that closes. All are told: the first thrown, the others as suppressed by it. */
final class ClosingReport {
    private final Function<String, RuntimeException> leakedClients;
    private final List<Throwable> wrong = new ArrayList<>();

    /** @param leakedClients makes the exception for clients that were left open, of its message */
    ClosingReport(Function<String, RuntimeException> leakedClients) {
        this.leakedClients = leakedClients;
    }

    /** The test left clients open that it had made itself. */
    void leaked(List<AdoptedClient> clients) {
        if (clients.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("The test left clients open; close each, best with try-with-resources:");
        for (AdoptedClient client : clients) {
            text.append("\n  - ").append(client.describe()).append(" made at ").append(client.madeAt());
        }
        text.append("\n").append(Invariants.howToRelax(Invariant.CLIENTS_CLOSED));
        wrong.add(leakedClients.apply(text.toString()));
    }

    /** Something that must always be true was not. */
    void violated(@Nullable InvariantViolation violation) {
        if (violation != null) {
            wrong.add(violation);
        }
    }

    /** Simulated applications died, and nobody has asked why. */
    void died(List<WorkerLoop<?, ?, ?>> workers) {
        for (WorkerLoop<?, ?, ?> worker : workers) {
            wrong.add(new IllegalStateException(
                    worker.describeFailure() + ". If that is meant to happen, ask for its failure().",
                    worker.lastFailure()));
        }
    }

    /** A fault never fired. */
    void unused(@Nullable UnusedFaultException unused) {
        if (unused != null) {
            wrong.add(unused);
        }
    }

    /** Clients or workers threw while they were closed; each failure says which. */
    void notClosed(List<Throwable> failures) {
        wrong.addAll(failures);
    }

    /** Takes what the test has not been told: an invariant that was violated is told already, in a summary. */
    void found(List<Throwable> findings) {
        findings.stream()
                .filter(finding -> !(finding instanceof InvariantViolation))
                .forEach(wrong::add);
    }

    /** A request of an outside client could not be served. */
    void overTcp(@Nullable RuntimeException failure) {
        if (failure != null) {
            wrong.add(failure);
        }
    }

    void throwIfAny() {
        if (!wrong.isEmpty()) {
            Throwable first = wrong.get(0);
            wrong.subList(1, wrong.size()).forEach(first::addSuppressed);
            if (first instanceof InvariantViolation violation) {
                throw violation;
            }
            throw (RuntimeException) first;
        }
    }
}
