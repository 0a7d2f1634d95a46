package io.github.groupcoordinator.internal.schedule;

import java.util.Random;

/** Seeds drawn from one seed, for choices that have nothing to do with each other. */
public final class Seeds {
    private Seeds() {}

    /** Returns a generator of its own for a purpose; neighbouring seeds give sequences that look nothing alike. */
    public static Random random(long seed, String purpose) {
        return new Random(mix(seed + mix(purpose.hashCode())));
    }

    // The finalizer of SplitMix64: java.util.Random's first numbers are much alike for seeds that are.
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
