package io.github.groupcoordinator.internal.broker.persister;

import java.util.Random;

/** The times that a persister waits before it tries something again: about 2 s, 4 s, 8 s, 16 s, at most 30 s. */
final class RetryBackoff {
    private static final double FIRST_MS = 1_000;
    private static final long LONGEST_MS = 30_000;
    private static final double JITTER = 0.2;

    private final Random random;

    RetryBackoff(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Returns how long to wait, in milliseconds.
     *
     * @param tries how many have failed; as in Kafka the first one counts as a doubling already
     */
    long afterMs(int tries) {
        double undisturbed = Math.min(FIRST_MS * Math.pow(2, tries), LONGEST_MS);
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Math.min((long) (undisturbed * factor), LONGEST_MS);
    }

    /** Returns a number below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }
}
