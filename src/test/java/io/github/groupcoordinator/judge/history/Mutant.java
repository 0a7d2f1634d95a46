package io.github.groupcoordinator.judge.history;

import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/**
 * A deliberate mistake in ours.
 *
 * @param row which numbered statement about Kafka's semantics it violates
 * @param what the mistake in words
 * @param file the source below io/github/groupcoordinator/internal
 * @param from the text that must be there exactly once
 * @param to what is compiled instead
 * @param first the number of the history that is tried before all others, since it has caught the mutant
 */
record Mutant(int row, String what, String file, String from, String to, int first) {
    Mutant(int row, String what, String file, String from, String to) {
        this(row, what, file, from, to, 0);
    }

    /** Returns the same mutant, which few histories catch, with the number of one that did: the hunt begins there. */
    Mutant firstTriedOn(int number) {
        return new Mutant(row, what, file, from, to, number);
    }

    /** Returns the histories in the order in which they hunt it: should the known one do no more, all the others do. */
    PrimitiveIterator.OfInt histories(int from, int to) {
        return IntStream.concat(IntStream.of(Math.max(from, first)), IntStream.range(from, to))
                .distinct()
                .iterator();
    }
}
