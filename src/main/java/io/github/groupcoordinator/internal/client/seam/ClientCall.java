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

    /** Returns whether the client's process does nothing at the moment; closing it then waits for nothing. */
    public boolean isStopped() {
        return life.isStopped();
    }

    /** Notes that the client was closed from within its own I/O thread, which is still to end. */
    public void markClosed() {
        life.markClosed();
    }

    /**
     * Runs the call that closes the client, which is allowed to one that has crashed or hangs: it clears away what is
     * left, for which the client's methods are used once more. A network that was cut stays so.
     */
    public void close(String name, Runnable action) {
        boolean crashed = life.isCrashed();
        boolean paused = life.isPaused();
        boolean unwound = false;
        // A thread of the application waits for its turn before it clears anything away, and may be told to end there.
        try (Calls.Inside call = life.enter(name)) {
            life.resume();
            ioThread.setFrozen(false);
            run(name, () -> {
                action.run();
                return life;
            });
        } catch (Error e) {
            // The cluster ends, and closes the client itself meanwhile.
            unwound = true;
            throw e;
        } finally {
            if (!unwound && !life.isClosed()) {
                if (crashed) {
                    life.crash();
                } else if (paused) {
                    life.pause(false);
                }
            }
        }
    }

    /** Runs one call of the application. */
    public <T> T run(String name, Supplier<T> action) {
        try (Calls.Inside call = life.enter(name)) {
            String outer = life.name(name);
            try {
                life.requireNotStopped(name);
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
