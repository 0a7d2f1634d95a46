package io.github.groupcoordinator.internal.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The faults that are not the doing of whoever drives the loop at that moment: an invariant that was violated, a
 * client's thread that died. The test is told by its own calls of the cluster; an application never is, whose handlers
 * would decide what comes of it.
 */
public final class Findings {
    private final List<Throwable> untold = new ArrayList<>();

    /** Keeps something that was found. */
    public void add(Throwable finding) {
        untold.add(finding);
    }

    /** Throws the first that has not been told; the others follow with the next calls. */
    void tellFirst() {
        if (untold.isEmpty()) {
            return;
        }
        Throwable first = untold.remove(0);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }

    /** Returns what has not been told, and forgets it. */
    public List<Throwable> take() {
        List<Throwable> all = List.copyOf(untold);
        untold.clear();
        return all;
    }

    /** Adds what may explain a failure of another kind. */
    <T extends Throwable> T explain(T failure) {
        if (!untold.isEmpty()) {
            failure.initCause(untold.get(0));
        }
        return failure;
    }

    /** Returns what has not been told, each on a line of its own, for a message. */
    String describe() {
        StringBuilder text = new StringBuilder();
        untold.forEach(finding -> text.append("\nBefore that: ").append(finding.getMessage()));
        return text.toString();
    }
}
