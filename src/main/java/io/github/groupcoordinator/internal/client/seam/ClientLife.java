package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import io.github.groupcoordinator.internal.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * The life of one client: open, crashed, paused or closed, and the call that its application is in. It is there before
 * the client, whose parts ask it.
 */
public final class ClientLife {
    private final EventLoop loop;
    private final ClientKind kind;
    private final String clientId;
    private final String described;
    private String currentCall = "nothing";
    private Stop stop = Stop.NONE;
    private boolean closed;
    private String stoppedAt = "";
    private boolean comesBack;

    /** The reasons for which its process does nothing. */
    private enum Stop {
        NONE,
        CRASHED,
        PAUSED
    }

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
        return stop == Stop.CRASHED;
    }

    boolean isPaused() {
        return stop == Stop.PAUSED;
    }

    /** Returns whether its process does nothing: it has crashed, or hangs. */
    boolean isStopped() {
        return stop != Stop.NONE;
    }

    boolean isClosed() {
        return closed;
    }

    /** Notes that the client was closed. */
    public void markClosed() {
        closed = true;
    }

    void crash() {
        stop(Stop.CRASHED);
    }

    void pause(boolean forAWhile) {
        stop(Stop.PAUSED);
        comesBack = forAWhile;
    }

    private void stop(Stop reason) {
        stop = reason;
        stoppedAt = loop.describeNow();
    }

    void resume() {
        stop = Stop.NONE;
    }

    /** Says what keeps its process from doing anything, and since when; null if nothing does. */
    @Nullable
    String describeStop() {
        return switch (stop) {
            case NONE -> null;
            case CRASHED -> "crashed at " + stoppedAt;
            case PAUSED -> "was paused at " + stoppedAt;
        };
    }

    /** Refuses calls of the application while its process does nothing. */
    void requireNotStopped(String call) {
        Passengers threads = loop.passengers();
        Thread caller = isStopped() && threads != null ? threads.current() : null;
        if (caller != null && threads != null) {
            // Its thread stands still with the process, and says no more, until that comes back.
            threads.stopWhile(caller, () -> isStopped() && !closed);
            threads.await(() -> !isStopped(), Long.MAX_VALUE, () -> call);
        }
        if (isPaused() && comesBack) {
            // Its application stands still with it, in the middle of what it does.
            loop.await(() -> !isStopped(), Long.MAX_VALUE, this::describeWait);
        }
        if (isStopped()) {
            throw new IllegalStateException(call + " was called on " + describe() + ", which " + describeStop()
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
