package io.github.groupcoordinator.internal.thread;

/**
 * The signal that wakes the thread which lets time pass: a thread of the application has come to rest, or has something
 * to say.
 */
final class Signal {
    private static final int LOOK_AGAIN_MS = 1;

    private int given;

    synchronized void give() {
        given++;
        notifyAll();
    }

    synchronized int count() {
        return given;
    }

    /** Waits in real time until a signal is given, but not for long: not everybody who comes to rest can give one. */
    synchronized void await(int seen) {
        if (given != seen) {
            return;
        }
        try {
            wait(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // Interrupted, it cannot wait; who is waited for needs a processor all the same.
            Thread.yield();
        }
    }
}
