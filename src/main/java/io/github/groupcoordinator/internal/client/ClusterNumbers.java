package io.github.groupcoordinator.internal.client;

import java.util.BitSet;

/**
 * The numbers of the open clusters of a JVM, by which their addresses differ. A cluster has the smallest number that is
 * free, so that tests which run one after the other all see the same one.
 */
public final class ClusterNumbers {
    private static final BitSet TAKEN = new BitSet();

    private ClusterNumbers() {}

    /** Takes a number, 1 or more. */
    public static synchronized int take() {
        int index = TAKEN.nextClearBit(0);
        TAKEN.set(index);
        return index + 1;
    }

    /** Gives a number back. */
    public static synchronized void release(int number) {
        TAKEN.clear(number - 1);
    }
}
