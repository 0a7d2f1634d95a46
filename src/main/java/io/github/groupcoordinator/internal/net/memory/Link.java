package io.github.groupcoordinator.internal.net.memory;

import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One client's way to the cluster: how long packets take, and whether they get through at all. What is sent first
 * arrives first, in each direction.
 */
final class Link {
    private static final int LARGEST_DRAWN_MS = 20;

    private final Timers timers;
    private final String name;
    private final Direction toBroker = new Direction();
    private final Direction toClient = new Direction();
    private long latencyMs;
    private @Nullable Random jitter;
    private boolean partitioned;

    Link(Timers timers, String name) {
        this.timers = timers;
        this.name = name;
    }

    void setLatencyMs(long latencyMs) {
        this.latencyMs = latencyMs;
        this.jitter = null;
    }

    /**
     * Draws how long each packet takes, until somebody says it: as in one data centre, at most 20 ms and as much again.
     */
    void drawLatencies(Random random) {
        latencyMs = random.nextInt(LARGEST_DRAWN_MS + 1);
        jitter = random;
    }

    private long nextLatencyMs() {
        return jitter == null ? latencyMs : latencyMs + jitter.nextInt((int) latencyMs + 1);
    }

    void partition() {
        partitioned = true;
    }

    boolean isPartitioned() {
        return partitioned;
    }

    /** Lets packets through again; those that were sent meanwhile are sent again, as TCP does. */
    void heal() {
        partitioned = false;
        // Answers first: those to the requests that are sent again come after them.
        toClient.sendAgain();
        toBroker.sendAgain();
    }

    /** Sends a request frame; one that takes no time arrives from right here. */
    void toBroker(Connection connection, ByteBuffer frame) {
        if (toBroker.isClear()) {
            connection.receive(frame);
        } else {
            toBroker.send(() -> connection.receive(frame));
        }
    }

    void toBroker(Runnable packet) {
        toBroker.send(packet);
    }

    void toClient(Runnable packet) {
        toClient.send(packet);
    }

    /** One direction: one queue, so that nothing overtakes what a partition holds up. */
    private final class Direction {
        private final Queue<Runnable> underWay = new ArrayDeque<>();
        private long lastArrivalMs = Long.MIN_VALUE;
        private int stuck;

        void send(Runnable packet) {
            if (isClear()) {
                packet.run();
                return;
            }
            underWay.add(packet);
            if (partitioned) {
                stuck++;
            } else {
                arriveLater();
            }
        }

        /** Returns whether a packet would arrive at once. */
        boolean isClear() {
            return !partitioned && latencyMs == 0 && underWay.isEmpty();
        }

        private void arriveLater() {
            lastArrivalMs = Math.max(timers.nowMs() + nextLatencyMs(), lastArrivalMs);
            timers.schedule(lastArrivalMs, "packet of " + name, this::arrive);
        }

        private void arrive() {
            if (partitioned) {
                stuck++;
            } else {
                underWay.remove().run();
            }
        }

        void sendAgain() {
            boolean isAllStuck = stuck == underWay.size();
            int packets = stuck;
            stuck = 0;
            for (; packets > 0; packets--) {
                if (isAllStuck && latencyMs == 0) {
                    underWay.remove().run();
                } else {
                    arriveLater();
                }
            }
        }
    }
}
