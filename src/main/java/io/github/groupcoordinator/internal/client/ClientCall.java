package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Enters the loop for the calls of one client that has an I/O thread of its own, and waits on its behalf. */
final class ClientCall {
    private final EventLoop loop;
    private final String client;
    private final ClientTime time;
    private String current = "nothing";
    private @Nullable AdoptedClient adopted;

    ClientCall(EventLoop loop, String client, ClientTime time) {
        this.loop = loop;
        this.client = client;
        this.time = time;
    }

    void belongsTo(AdoptedClient owner) {
        adopted = owner;
    }

    /** Returns whether the client is crashed at the moment; closing it then waits for nothing. */
    boolean isCrashed() {
        return adopted != null && adopted.isCrashed();
    }

    /** Notes that the client was closed from within its own I/O thread, which is still to end. */
    void markClosed() {
        if (adopted != null) {
            adopted.markClosed();
        }
    }

    /** Runs the call that closes the client, which a crashed one allows: it clears away what is left. */
    void close(String name, Runnable action) {
        if (adopted != null) {
            adopted.resumeForClosing();
        }
        run(name, () -> {
            action.run();
            return client;
        });
    }

    /** Runs one call of the application. */
    <T> T run(String name, Supplier<T> action) {
        loop.ownership().enter(client + "." + name);
        String outer = current;
        current = name;
        try {
            if (adopted != null) {
                adopted.requireNotCrashed(name);
            }
            T result = action.get();
            loop.throwIfFailed();
            return result;
        } finally {
            current = outer;
            loop.ownership().exit();
        }
    }

    /** Lets time pass until the condition holds or the timeout is over. */
    void await(String name, BooleanSupplier done, long timeoutMs) {
        run(name, () -> {
            time.await(done, timeoutMs);
            return client;
        });
    }

    String describeWait() {
        return client + " waits in " + current;
    }
}
