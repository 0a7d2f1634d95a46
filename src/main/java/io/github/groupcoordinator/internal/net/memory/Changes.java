package io.github.groupcoordinator.internal.net.memory;

/** The count of what has come, gone or been taken on one client's network, and whoever is told of each. */
final class Changes {
    private long count;
    private volatile Runnable listener = () -> {};

    /** Adds what is run on each change, on its thread. */
    void listen(Runnable added) {
        Runnable before = listener;
        listener = () -> {
            before.run();
            added.run();
        };
    }

    void happen() {
        count++;
        tell();
    }

    /** Tells the listeners of something that is not counted, since any thread may do it. */
    void tell() {
        listener.run();
    }

    long count() {
        return count;
    }
}
