package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A call of a client that has an I/O thread of its own: enters the loop, and waits on the caller's behalf. */
public final class ClientCall {
    private final ClientLife life;
    private final ClientTime time;
    private final ForeignThread ioThread;

    public ClientCall(ClientLife life, ClientTime time, ForeignThread ioThread) {
        this.life = life;
        this.time = time;
        this.ioThread = ioThread;
    }

    /** Returns whether the client is crashed at the moment; closing it then waits for nothing. */
    public boolean isCrashed() {
        return life.isCrashed();
    }

    /** Notes that the client was closed from within its own I/O thread, which is still to end. */
    public void markClosed() {
        life.markClosed();
    }

    /**
     * Runs the call that closes the client, which a crashed one allows: it clears away what is left, for which the
     * client's methods are used once more. Its network stays cut.
     */
    public void close(String name, Runnable action) {
        boolean crashed = life.isCrashed();
        // A thread of the application waits for its turn before it clears anything away, and may be told to end there.
        try (Calls.Inside call = life.enter(name)) {
            life.resume();
            ioThread.setFrozen(false);
            run(name, () -> {
                action.run();
                return life;
            });
        } finally {
            if (crashed && !life.isClosed()) {
                life.crash();
            }
        }
    }

    /** Runs one call of the application. */
    public <T> T run(String name, Supplier<T> action) {
        try (Calls.Inside call = life.enter(name)) {
            String outer = life.name(name);
            try {
                life.requireNotCrashed(name);
                T result = action.get();
                life.loop().throwIfFailed();
                return result;
            } finally {
                life.name(outer);
            }
        }
    }

    /** Lets time pass until the condition holds or the timeout is over. */
    public void await(String name, BooleanSupplier done, long timeoutMs) {
        run(name, () -> {
            time.await(done, timeoutMs);
            return life;
        });
    }
}
