package io.github.groupcoordinator.internal.thread;

/**
 * The looks that a thread takes before it goes to sleep: the more, the oftener they have lately spared it the sleep. A
 * turn is shorter than what the machine needs to put a thread to sleep and to wake it, unless its processors are busy.
 * They are looks, not time, and decide nothing but how soon a thread notices what it waits for.
 */
final class Spins {
    private static final int LEAST = 50;
    private static final int MOST = 1_600;

    /** One sleep in so many is preceded by all looks: the machine may have become idle. */
    private static final int TRY_AGAIN = 100;

    private int looks = MOST;
    private int sleeps;

    /** Returns whether another look is worth its while, after so many. */
    boolean isWorthAnother(int taken) {
        return taken < looks;
    }

    /** Takes note that what was waited for came before the last look. */
    void spared() {
        looks = Math.min(MOST, looks * 2);
    }

    /** Takes note that it went to sleep all the same. */
    void slept() {
        looks = ++sleeps % TRY_AGAIN == 0 ? MOST : Math.max(LEAST, looks / 2);
    }
}
