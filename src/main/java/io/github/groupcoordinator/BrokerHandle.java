package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.broker.ClusterControl;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import org.apiguardian.api.API;

/**
 * A handle on one of the cluster's brokers: a test stops, pauses and starts it. The other brokers know at once who
 * leads what; clients learn of it as real ones do. None of this moves time. The event log tells of each
 * ({@link io.github.groupcoordinator.event.broker.BrokerDisturbed}).
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class BrokerHandle {
    private final EventLoop loop;
    private final ClusterControl control;
    private final int id;

    BrokerHandle(EventLoop loop, ClusterControl control, int id) {
        this.loop = loop;
        this.control = control;
        this.id = id;
        isRunning(); // says at once if there is no such broker
    }

    /** Returns its {@code node.id}; they count up from 0. */
    public int id() {
        return id;
    }

    /**
     * Stops the broker in order: what it leads is led by other replicas in sync, then its connections close, and new
     * ones are refused until {@link #start}. A partition without another replica in sync has no leader meanwhile.
     *
     * @throws IllegalStateException if it is stopped
     */
    public void stop() {
        guarded("stop", () -> control.stop(id));
    }

    /**
     * Kills the broker: its connections close at once and new ones are refused, but it goes on leading what it led
     * until {@code broker.session.timeout.ms} (9 s) have passed, because nobody knows; the only broker leads it for
     * ever, as nobody else could. {@link #start} brings it back.
     *
     * @throws IllegalStateException if it is stopped
     */
    public void crash() {
        guarded("crash", () -> control.crash(id));
    }

    /**
     * Starts the broker again after {@link #stop} or {@link #crash}. It catches up with its partitions at once, and
     * leads those that had no leader; what others lead now stays theirs.
     *
     * @throws IllegalStateException if it is running
     */
    public void start() {
        guarded("start", () -> control.start(id));
    }

    /**
     * Makes the broker hang, as a long garbage collection does: connections stay open and new ones are taken, but
     * nothing is answered and no timeout of the broker's falls due until {@link #resume}. After {@code
     * broker.session.timeout.ms} (9 s) others lead what it led, where there are others.
     *
     * @throws IllegalStateException if it is stopped or paused
     */
    public void pause() {
        guarded("pause", () -> control.pause(id));
    }

    /**
     * Ends a {@link #pause}: what has arrived or fallen due meanwhile is done now, in the order in which it did.
     *
     * @throws IllegalStateException if it is not paused
     */
    public void resume() {
        guarded("resume", () -> control.resume(id));
    }

    /** Returns whether its process is there; true also while it is paused. */
    public boolean isRunning() {
        return Calls.ask(loop, this + ".isRunning()", () -> control.isRunning(id));
    }

    /** Returns whether it hangs. */
    public boolean isPaused() {
        return Calls.ask(loop, this + ".isPaused()", () -> control.isPaused(id));
    }

    private void guarded(String what, Runnable action) {
        Calls.run(loop, this + "." + what + "()", action);
    }

    @Override
    public String toString() {
        return "broker " + id;
    }
}
