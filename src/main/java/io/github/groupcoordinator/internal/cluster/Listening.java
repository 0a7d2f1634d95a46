package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.net.tcp.SystemTime;
import io.github.groupcoordinator.internal.net.tcp.TcpConfig;
import io.github.groupcoordinator.internal.net.tcp.TcpListener;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cluster's clock and its TCP listener, if it has one. */
final class Listening {
    private final @Nullable TcpListener listener;

    private Listening(@Nullable TcpListener listener) {
        this.listener = listener;
    }

    /** Makes the loop of a cluster, or takes the one that it shares. */
    static EventLoop loopOf(ClusterPlan.Time time, ClusterPlan.@Nullable Door door) {
        VirtualClock shared = time.shared();
        if (shared == null) {
            return new EventLoop(startOf(time, door), door != null && door.inSystemTime(), time.seed());
        }
        if (door != null && door.inSystemTime()) {
            throw new IllegalArgumentException("A cluster in system time has a clock of its own: several such clusters"
                    + " follow the same time anyway. Leave out clock(..), or take ListenerConfig.inVirtualTime().");
        }
        if (shared instanceof EventLoop loop) {
            return loop;
        }
        throw new IllegalArgumentException(
                "A cluster can only share a clock made by InMemoryKafka.newClock() or the clock"
                        + " of another cluster, not a " + shared.getClass().getName());
    }

    /** Records of outside clients bear real times, and a broker refuses what is from its future. */
    private static Instant startOf(ClusterPlan.Time time, ClusterPlan.@Nullable Door door) {
        if (time.start() != null) {
            return time.start();
        }
        return door == null ? time.fallback() : SystemTime.wallClock();
    }

    static Listening open(ClusterPlan.@Nullable Door door, BrokerConfig limits, Broker broker, EventLoop loop) {
        return new Listening(
                door == null
                        ? null
                        : TcpListener.open(
                                broker,
                                loop,
                                new TcpConfig(
                                        door.bindHost(),
                                        door.advertisedHost(),
                                        door.firstPort(),
                                        limits.socketRequestMaxBytes(),
                                        broker::maxConnections)));
    }

    /** Returns where outside clients connect to, or what the cluster is called where there is no listener. */
    String bootstrapServers(String inMemory) {
        return listener == null ? inMemory : listener.bootstrapServers();
    }

    /** Returns whether clients outside can come at all. */
    boolean isOpen() {
        return listener != null;
    }

    /** Gives clients outside real time to do what they have to do; returns whether something has arrived. */
    boolean awaitArrival(long atMostMs) {
        return listener != null && listener.awaitArrival(atMostMs);
    }

    /** Throws what went wrong while an outside client was served, once. */
    void throwIfFailed() {
        Throwable failure = listener == null ? null : listener.takeFailure();
        if (failure != null) {
            throw failed(failure);
        }
    }

    private static IllegalStateException failed(Throwable failure) {
        return new IllegalStateException("A request that came over TCP could not be served: " + failure, failure);
    }

    /** Closes the listener; returns what went wrong since that was last asked, or null. */
    @Nullable
    IllegalStateException close() {
        if (listener == null) {
            return null;
        }
        listener.close();
        Throwable failure = listener.takeFailure();
        return failure == null ? null : failed(failure);
    }
}
