package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.cluster.ClusterPlan;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A door for clients outside of the cluster's own: applications that make their clients with Kafka's constructors,
 * other processes, clients in other languages. They connect over TCP to {@link InMemoryKafka#bootstrapServers()}; each
 * node listens on a port of its own, by default a free one, and on 127.0.0.1 only, without encryption or
 * authentication.
 *
 * <p>Such clients live in real time, and what they do is as repeatable as their threads are. Two clocks are to be had:
 *
 * <ul>
 *   <li>{@link #inVirtualTime()}: the cluster's clock stands until the test moves it. Requests are answered all the
 *       while; timeouts of the coordinator (sessions, rebalances, retention) only run out when the test says so. A
 *       fetch without records is answered after its {@code fetch.max.wait.ms} of real time.
 *   <li>{@link #inSystemTime()}: the clock flows as the system's. Applications run unmodified, as against a broker.
 *       {@link io.github.groupcoordinator.time.VirtualClock#advance} and {@code kafka.consumer(..)} are refused.
 * </ul>
 *
 * <p>The broker properties {@code socket.request.max.bytes} and {@code max.connections} bound what clients can ask for;
 * a client has one request in flight, as with Kafka. A frame that is malformed, too large or not supported closes its
 * connection, and one line is logged ({@link System.Logger}).
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ListenerConfig {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    private final boolean systemTime;
    private final String bindHost;
    private final String advertisedHost;
    private final int firstPort;

    private ListenerConfig(boolean systemTime, String bindHost, String advertisedHost, int firstPort) {
        this.systemTime = systemTime;
        this.firstPort = firstPort;
        this.bindHost = Objects.requireNonNull(bindHost, "bindHost");
        this.advertisedHost = Objects.requireNonNull(advertisedHost, "advertisedHost");
    }

    /** Returns a listener on 127.0.0.1 for a cluster whose clock the test moves. */
    public static ListenerConfig inVirtualTime() {
        return new ListenerConfig(false, LOOPBACK, LOOPBACK, 0);
    }

    /** Returns a listener on 127.0.0.1 for a cluster whose clock flows by itself. */
    public static ListenerConfig inSystemTime() {
        return new ListenerConfig(true, LOOPBACK, LOOPBACK, 0);
    }

    /**
     * Returns the same listener on other addresses, for clients in containers or on other machines. Whoever reaches it
     * can read and change everything: there is no authentication.
     *
     * @param bindHost the address to listen on, for example {@code "0.0.0.0"}
     * @param advertisedHost the host name that clients are told, for example {@code "host.docker.internal"}
     */
    public ListenerConfig boundTo(String bindHost, String advertisedHost) {
        return new ListenerConfig(systemTime, bindHost, advertisedHost, firstPort);
    }

    /**
     * Returns the same listener on fixed ports: broker 0 listens on the one given, broker 1 on the next, and so on. A
     * port that is taken fails the start; free ports, the default, never do.
     *
     * @param firstPort 1 to 65,535; or 0 for free ports
     * @throws IllegalArgumentException if it is out of this range
     */
    public ListenerConfig onPort(int firstPort) {
        if (firstPort < 0 || firstPort > MAX_PORT) {
            throw new IllegalArgumentException(
                    "A port is 1 to " + MAX_PORT + ", or 0 for a free one, but it was " + firstPort);
        }
        return new ListenerConfig(systemTime, bindHost, advertisedHost, firstPort);
    }

    /** Returns whether the clock flows by itself. */
    public boolean isInSystemTime() {
        return systemTime;
    }

    /** Returns the address that the sockets are bound to. */
    public String bindHost() {
        return bindHost;
    }

    /** Returns the host name that clients are told. */
    public String advertisedHost() {
        return advertisedHost;
    }

    /** Returns the port of broker 0, or 0 if each takes a free one. */
    public int firstPort() {
        return firstPort;
    }

    ClusterPlan.Door door() {
        return new ClusterPlan.Door(bindHost, advertisedHost, systemTime, firstPort);
    }

    @Override
    public String toString() {
        return "listener on " + bindHost + " in " + (systemTime ? "system" : "virtual") + " time";
    }
}
