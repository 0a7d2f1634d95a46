package io.github.groupcoordinator.internal.net.tcp;

import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;

/**
 * The thread that serves what has arrived while nobody else is inside a call of the cluster. In system time it lets
 * time flow; in virtual time it serves at the instant at which the clock stands and never moves it.
 */
final class ServingThread extends Thread {
    private static final Logger LOG = System.getLogger(ServingThread.class.getName());

    /** After so many arrivals in one go, others who wait for the loop have their turn. */
    private static final int ARRIVALS_PER_TURN = 512;

    /** Nothing scheduled: look again after so long, in real time. */
    private static final long IDLE_MS = 60_000;

    /** The pause after a failure, in ms: the rest that is due is seen to soon, but not in a tight loop. */
    private static final long AFTER_FAILURE_MS = 10;

    private final EventLoop loop;
    private final EventLoop pace;
    private final SystemTime time;
    private final Inbox inbox;
    private final Runnable afterTurn;
    private final Failures failures;

    /**
     * @param pace the loop whose time is real: the cluster's own in system time, else one for long polls
     * @param afterTurn run after each turn, to send what was answered
     */
    ServingThread(EventLoop loop, EventLoop pace, SystemTime time, Inbox inbox, Runnable afterTurn, Failures failures) {
        setDaemon(true);
        this.loop = loop;
        this.pace = pace;
        this.time = time;
        this.inbox = inbox;
        this.afterTurn = afterTurn;
        this.failures = failures;
    }

    @Override
    public void run() {
        loop.ownership().addServer(this);
        try {
            long nextMs = Long.MIN_VALUE;
            while (!inbox.isClosed()) {
                inbox.await(Math.min(IDLE_MS, nextMs - Math.min(nextMs, time.nowMs())));
                nextMs = turn();
            }
        } catch (InterruptedException e) {
            // Nobody but a closing JVM interrupts it: what has arrived will not be served any more.
            inbox.close();
        } finally {
            loop.ownership().removeServer(this);
        }
    }

    /** Returns when the next turn is due, in real time, if nothing arrives before. */
    private long turn() {
        OptionalLong nextMs;
        try (Calls.Inside call = Calls.enter(loop, "serving TCP clients")) {
            nextMs = serve();
        }
        nextMs.ifPresent(due -> afterTurn.run());
        return nextMs.orElse(Long.MAX_VALUE);
    }

    /** Returns when the next turn is due; nothing if nobody is to be served any more. */
    private OptionalLong serve() {
        if (inbox.isClosed()) {
            return OptionalLong.empty();
        }
        try {
            long enough = inbox.served() + ARRIVALS_PER_TURN;
            pace.flowTo(time.nowMs(), () -> inbox.served() >= enough);
            if (pace != loop) {
                loop.flowTo(loop.nowMs(), () -> inbox.served() >= enough);
            }
            // Who made room for others in the middle goes on at once.
            return OptionalLong.of(inbox.served() >= enough ? Long.MIN_VALUE : pace.nextTimerMs());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A request from a TCP client could not be served", e);
            failures.add(e);
            return OptionalLong.of(time.nowMs() + AFTER_FAILURE_MS);
        }
    }
}
