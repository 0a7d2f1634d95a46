package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import io.github.groupcoordinator.internal.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * The life of one client: open, crashed or closed, and the call that its application is in. It is there before the
 * client, whose parts ask it.
 */
public final class ClientLife {
    private final EventLoop loop;
    private final ClientKind kind;
    private final String clientId;
    private final String described;
    private String currentCall = "nothing";
    private boolean crashed;
    private boolean closed;
    private @Nullable String crashedAt;

    public ClientLife(EventLoop loop, ClientKind kind, String clientId) {
        this.loop = loop;
        this.kind = kind;
        this.clientId = clientId;
        this.described = Text.shown(kind.typeName() + " '" + clientId + "'");
    }

    EventLoop loop() {
        return loop;
    }

    ClientKind kind() {
        return kind;
    }

    String clientId() {
        return clientId;
    }

    boolean isCrashed() {
        return crashed;
    }

    boolean isClosed() {
        return closed;
    }

    /** Notes that the client was closed. */
    public void markClosed() {
        closed = true;
    }

    void crash() {
        crashed = true;
        crashedAt = loop.describeNow();
    }

    void resume() {
        crashed = false;
    }

    /** Returns the virtual time at which it crashed, or null if it is not crashed. */
    @Nullable
    String crashedAt() {
        return crashed ? crashedAt : null;
    }

    /** Refuses calls of the application while it is crashed: a dead process makes none. */
    void requireNotCrashed(String call) {
        Passengers threads = loop.passengers();
        Thread caller = crashed && threads != null ? threads.current() : null;
        if (caller != null && threads != null) {
            // Its thread dies with the process, and says no more, until that comes back.
            threads.stopWhile(caller, () -> crashed && !closed);
            threads.await(() -> !crashed, Long.MAX_VALUE, () -> call);
        }
        if (crashed) {
            throw new IllegalStateException(call + " was called on " + describe() + ", which crashed at " + crashedAt
                    + " and was not resumed. Call client(..).resume() first if it is meant to come back.");
        }
    }

    /** Enters the loop for a call of the application. */
    public Calls.Inside enter(String name) {
        return Calls.enter(loop, described + "." + name);
    }

    /** Names the call of the application in messages from now on; returns what was named before. */
    public String name(String call) {
        String outer = currentCall;
        currentCall = call;
        return outer;
    }

    /** Returns kind and id, for messages. */
    public String describe() {
        return described;
    }

    /** Returns who waits in which call, for a message. */
    public String describeWait() {
        return describe() + " waits in " + currentCall;
    }
}
