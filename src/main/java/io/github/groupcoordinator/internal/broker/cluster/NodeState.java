package io.github.groupcoordinator.internal.broker.cluster;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One node's life: whether it runs, whether it is paused, what waits until it goes on, and who is connected. */
public final class NodeState {

    /** A connection of a client to the node. */
    public interface Peer {

        /** Ends the connection from the node's side; it may be asked several times. */
        void closeFromBroker();

        /** Returns whether a client with this {@code client.id}, which came over a listener, is at its other end. */
        boolean isOutsideClient(String clientId);
    }

    private final Node node;
    private final List<Peer> connections = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean running = true;
    private boolean paused;
    private boolean fenced;
    private int lives;
    private int connectionsMade;

    NodeState(Node node) {
        this.node = node;
    }

    public Node node() {
        return node;
    }

    public boolean isRunning() {
        return running;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Returns whether it would answer another node now. */
    public boolean isResponsive() {
        return running && !paused;
    }

    /** Returns whether the controller takes it for dead; it may be the last to know. */
    boolean isFenced() {
        return fenced;
    }

    void setFenced(boolean fenced) {
        this.fenced = fenced;
    }

    public void start() {
        running = true;
    }

    /** Returns whether a client with this {@code client.id}, which came over a listener, is connected. */
    public boolean hasOutsideClient(String clientId) {
        return connections.stream().anyMatch(connection -> connection.isOutsideClient(clientId));
    }

    /** Ends the process: its connections are gone, and so is whatever it had not sent or not looked at yet. */
    public void stop() {
        running = false;
        paused = false;
        lives++;
        held.clear();
        for (Peer connection : List.copyOf(connections)) {
            connection.closeFromBroker();
        }
    }

    public void pause() {
        paused = true;
    }

    /** Goes on: what was held is done now, in the order in which it came, also after a task that throws. */
    public void resume() {
        paused = false;
        RuntimeException thrown = null;
        for (Runnable next = held.poll(); next != null; next = paused ? null : held.poll()) {
            try {
                next.run();
            } catch (RuntimeException e) {
                if (thrown == null) {
                    thrown = e;
                } else {
                    thrown.addSuppressed(e);
                }
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Lets the node do something now, or as soon as it goes on; a process that has ended does nothing any more. */
    public void run(Runnable task) {
        if (isAtWork()) {
            task.run();
        } else if (running) {
            held.add(task);
        }
    }

    /** Returns whether it hangs, or has gone on and not yet done all that came meanwhile. */
    public boolean isBehind() {
        return paused || !held.isEmpty();
    }

    /** Returns the task as something that the process has in its memory: it is lost when the process ends. */
    public Runnable inMemory(Runnable task) {
        int life = lives;
        return () -> run(() -> {
            if (life == lives) {
                task.run();
            }
        });
    }

    /** Returns whether the node would do something now that it is given to do. */
    public boolean isAtWork() {
        return running && !isBehind();
    }

    /** Takes in a connection; returns an id that no other has. */
    public String connected(Peer connection) {
        connections.add(connection);
        return node.id() + "-" + connectionsMade++;
    }

    public void disconnected(Peer connection) {
        connections.remove(connection);
    }

    /** Returns timers as the node sees them: while it is paused, nothing falls due. */
    public Timers timers(Timers timers) {
        return new NodeTimers(timers);
    }

    private final class NodeTimers implements Timers {
        private final Timers timers;

        NodeTimers(Timers timers) {
            this.timers = timers;
        }

        @Override
        public long nowMs() {
            return timers.nowMs();
        }

        @Override
        public Timer schedule(long deadlineMs, Object what, Runnable task) {
            return new NodeTimer(timers, deadlineMs, what, task);
        }
    }

    private final class NodeTimer implements Timers.Timer {
        private final Timers.Timer timer;
        private boolean pending = true;

        NodeTimer(Timers timers, long deadlineMs, Object what, Runnable task) {
            this.timer = timers.schedule(
                    deadlineMs,
                    what,
                    () -> run(() -> {
                        if (pending) {
                            pending = false;
                            task.run();
                        }
                    }));
        }

        @Override
        public long deadlineMs() {
            return timer.deadlineMs();
        }

        @Override
        public boolean cancel() {
            boolean wasPending = pending;
            pending = false;
            timer.cancel();
            return wasPending;
        }

        @Override
        public boolean reschedule(long deadlineMs) {
            // One that fell due while the node is paused can't be moved any more.
            return pending && timer.reschedule(deadlineMs);
        }
    }
}
