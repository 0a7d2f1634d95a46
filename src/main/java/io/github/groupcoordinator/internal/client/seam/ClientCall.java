package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call of a client that has an I/O thread of its own: enters the loop, and waits on the caller's behalf. */
public final class ClientCall {
    private final EventLoop loop;
    private final String client;
    private final ClientTime time;
    private String current = "nothing";
    private @Nullable AdoptedClient adopted;

    public ClientCall(EventLoop loop, String client, ClientTime time) {
        this.loop = loop;
        this.client = client;
        this.time = time;
    }

    public void belongsTo(AdoptedClient owner) {
        adopted = owner;
    }

    /** Returns whether the client is crashed at the moment; closing it then waits for nothing. */
    public boolean isCrashed() {
        return adopted != null && adopted.isCrashed();
    }

    /** Notes that the client was closed from within its own I/O thread, which is still to end. */
    public void markClosed() {
        if (adopted != null) {
            adopted.markClosed();
        }
    }

    /** Runs the call that closes the client, which a crashed one allows: it clears away what is left. */
    public void close(String name, Runnable action) {
        if (adopted != null) {
            adopted.resumeForClosing();
        }
        run(name, () -> {
            action.run();
            return client;
        });
    }

    /** Runs one call of the application. */
    public <T> T run(String name, Supplier<T> action) {
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
    public void await(String name, BooleanSupplier done, long timeoutMs) {
        run(name, () -> {
            time.await(done, timeoutMs);
            return client;
        });
    }

    public String describeWait() {
        return client + " waits in " + current;
    }
}
