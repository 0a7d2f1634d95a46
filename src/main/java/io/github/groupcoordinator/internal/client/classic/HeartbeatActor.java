package io.github.groupcoordinator.internal.client.classic;

import io.github.groupcoordinator.internal.client.member.CoordinatorAccess;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.Actor;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import org.apache.kafka.clients.consumer.internals.RequestFutureListener;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/**
 * The classic consumer's heartbeat thread without a thread: each {@link #act} is one turn of its loop, and the deadline
 * is read from the client's own timers, so that heartbeats go out at exactly {@code heartbeat.interval.ms}. A test
 * checks that the loop of every supported version is the one mirrored here.
 */
public final class HeartbeatActor implements Actor {
    private final EventLoop loop;
    private final String clientId;
    private final CoordinatorAccess coordinator;
    private final HeartbeatThreadAccess thread;
    private final MemorySelectable network;
    private boolean paused;
    private long acts;
    private @Nullable Thread owner;
    private long notBeforeMs = Long.MIN_VALUE;
    private int inside;
    private long calls;
    private long askedAt = -1;
    private long answerMs;
    private Runnable changed = () -> {};

    public HeartbeatActor(
            EventLoop loop, String clientId, Object coordinator, CoordinatorAccess access, MemorySelectable network) {
        this.loop = loop;
        this.clientId = clientId;
        this.coordinator = access;
        this.thread = new HeartbeatThreadAccess(coordinator);
        this.network = network;
        thread.installIfAbsent();
    }

    @Override
    public String name() {
        return "heartbeat of " + clientId;
    }

    /** Returns how often it has acted. */
    long acts() {
        return acts;
    }

    /** Stops or continues heartbeats, as a stalled process would. */
    void setPaused(boolean paused) {
        this.paused = paused;
        changed.run();
    }

    /** The application has begun a call: until it has left, anything inside the client may change at any moment. */
    void entered() {
        inside++;
        changed.run();
    }

    void left() {
        inside = Math.max(0, inside - 1); // a call that was refused at its door has not begun
        calls++;
        changed.run();
    }

    /** Says whose thread has the consumer's locks while it waits inside of it. */
    void belongsTo(@Nullable Thread thread) {
        owner = thread;
        changed.run();
    }

    /** After a fatal failure the client forgets its heartbeat thread and would start a real one. */
    void installIfAbsent() {
        thread.installIfAbsent();
        changed.run();
    }

    @Override
    public boolean tells(Runnable changed) {
        this.changed = changed;
        network.onChange(changed);
        return true;
    }

    @Override
    public boolean isSettled() {
        return inside == 0 && owner == null;
    }

    @Override
    public long nextDeadlineMs(long nowMs) {
        if (paused) {
            return NEVER;
        }
        // Where the order is drawn, each step of the loop asks; but the client's own answer changes by a call, an act
        // or
        // a packet of its own, only.
        long moves = calls + acts + network.changes();
        if (inside > 0 || owner != null || moves != askedAt || answerMs <= nowMs) {
            askedAt = moves;
            answerMs = ask(nowMs);
        }
        return answerMs;
    }

    private long ask(long nowMs) {
        if (!thread.isRunning()) {
            return NEVER;
        }
        if (coordinator.hasNotJoinedGroup() || thread.isFailed()) {
            return nowMs;
        }
        if (network.isReady() && !network.isPolling()) {
            return nowMs;
        }
        // The owner may be inside, and has the locks that the client's own question takes.
        boolean unknown = owner == null ? coordinator.coordinatorUnknown() : coordinator.seemsUnknown(nowMs);
        long deadlineMs = unknown ? nowMs : coordinator.nextHeartbeatDeadlineMs();
        return Math.max(deadlineMs, notBeforeMs);
    }

    @Override
    public void act(long nowMs) {
        acts++;
        changed.run();
        Passengers threads = loop.passengers();
        if (threads == null) {
            actHere(nowMs);
        } else {
            threads.on(owner, () -> {
                actHere(nowMs);
                return this;
            });
        }
    }

    private void actHere(long nowMs) {
        // It stands in for a thread of its own: an interrupt of the thread that drives the loop is not meant for it.
        boolean interrupted = Thread.interrupted();
        synchronized (coordinator.monitor()) {
            try {
                turn(nowMs);
            } catch (RuntimeException e) {
                thread.fail(e);
            }
        }
        network.workedOff();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(long nowMs) {
        if (coordinator.hasNotJoinedGroup() || thread.isFailed()) {
            thread.disable();
            return;
        }
        takeWhatHasArrived();
        if (!thread.isRunning() || coordinator.hasNotJoinedGroup()) {
            return;
        }
        if (coordinator.coordinatorUnknown()) {
            if (nowMs >= notBeforeMs) {
                coordinator.findCoordinator();
                notBeforeMs = nowMs + coordinator.retryBackoffMs();
            }
        } else if (coordinator.sessionTimeoutExpired(nowMs)) {
            coordinator.markCoordinatorUnknown("session timed out without receiving a heartbeat response");
        } else if (coordinator.pollTimeoutExpired(nowMs)) {
            coordinator.handlePollTimeoutExpiry();
        } else if (coordinator.shouldHeartbeat(nowMs)) {
            coordinator.sentHeartbeat(nowMs);
            coordinator.sendHeartbeatRequest().addListener(new Outcome());
            notBeforeMs = Long.MIN_VALUE;
        }
        transmit();
    }

    /** NetworkClient is not re-entrant: a client that is polling up the stack takes and sends by itself. */
    private void takeWhatHasArrived() {
        if (!network.isPolling()) {
            coordinator.pollNoWakeup();
        }
    }

    private void transmit() {
        if (network.isPolling()) {
            network.wakeup();
        } else {
            coordinator.pollNoWakeup();
        }
    }

    private final class Outcome implements RequestFutureListener<Void> {
        @Override
        public void onSuccess(Void value) {
            synchronized (coordinator.monitor()) {
                coordinator.receiveHeartbeat();
            }
        }

        @Override
        public void onFailure(RuntimeException e) {
            synchronized (coordinator.monitor()) {
                if (e instanceof RebalanceInProgressException) {
                    // Heartbeats go on while the group rebalances, or the session would expire meanwhile.
                    coordinator.receiveHeartbeat();
                } else if (e instanceof FencedInstanceIdException) {
                    thread.fail(e);
                } else {
                    coordinator.failHeartbeat();
                }
            }
        }
    }
}
