package io.github.groupcoordinator.internal.net.tcp;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way in by TCP: a socket for each node, one thread that reads frames into an {@link Inbox} and writes answers, and
 * one that serves what has arrived whenever nobody else drives the loop.
 */
public final class TcpListener implements AutoCloseable {
    /** As Kafka's socket.listen.backlog.size, but enough for a crowd that comes at once. */
    private static final int BACKLOG = 512;

    private static final long JOIN_MS = 10_000;
    private static final int LAST_PORT = 65_535;

    private final EventLoop loop;
    private final Timers longPolls;
    private final Inbox inbox;
    private final NetworkThread network;
    private final ServingThread serving;
    private final Failures failures = new Failures();
    private final SortedMap<Integer, Node> advertised = new TreeMap<>();

    private TcpListener(Broker broker, EventLoop loop, TcpConfig config) throws IOException {
        this.loop = loop;
        InetSocketAddress door = resolved(config.bindHost());
        SystemTime time = new SystemTime(loop.nowMs());
        EventLoop pace = loop.isFlowing() ? loop : new EventLoop(loop.now(), true, 0);
        this.inbox = new Inbox(nowMs -> loop.isFlowing() ? Math.max(nowMs, time.nowMs()) : nowMs);
        this.network = new NetworkThread(this, Selector.open(), inbox, broker, config);
        List<ServerSocketChannel> opened = new ArrayList<>();
        try {
            for (Node node : broker.nodes()) {
                ServerSocketChannel server = ServerSocketChannel.open();
                opened.add(server);
                server.bind(at(door, config.firstPort(), node), BACKLOG);
                int port = server.getLocalAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
                advertised.put(node.id(), new Node(node.id(), config.advertisedHost(), port));
                network.openDoor(server, node);
            }
        } catch (IOException e) {
            for (ServerSocketChannel server : opened) {
                server.close();
            }
            throw e;
        }
        this.longPolls = pace == loop ? loop : new RealTimers(pace, time);
        this.serving = new ServingThread(loop, pace, time, inbox, this::sendAnswers, failures);
        pace.onScheduled(() -> {
            if (Thread.currentThread() != serving) {
                inbox.wake();
            }
        });
        loop.register(inbox);
    }

    private static InetSocketAddress resolved(String bindHost) throws IOException {
        InetSocketAddress address = new InetSocketAddress(bindHost, 0);
        if (address.isUnresolved()) {
            throw new UnknownHostException("nobody knows a host '" + bindHost + "'");
        }
        return address;
    }

    private static InetSocketAddress at(InetSocketAddress door, int firstPort, Node node) throws IOException {
        if (firstPort == 0) {
            return door;
        }
        int port = firstPort + node.id();
        if (port > LAST_PORT) {
            throw new IOException("there is no port " + port + " for broker " + node.id());
        }
        return new InetSocketAddress(door.getAddress(), port);
    }

    /**
     * Opens a listener, on a port for each node.
     *
     * @throws UncheckedIOException if the address cannot be bound
     */
    public static TcpListener open(Broker broker, EventLoop loop, TcpConfig config) {
        try {
            TcpListener listener = new TcpListener(broker, loop, config);
            listener.network.setName("embedded-kafka-network " + listener.bootstrapServers());
            listener.serving.setName("embedded-kafka-loop " + listener.bootstrapServers());
            listener.network.start();
            listener.serving.start();
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "A TCP listener could not be opened at " + config.bindHost()
                            + (config.firstPort() == 0 ? "" : ", from port " + config.firstPort() + " on") + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns the addresses of all nodes, as {@code bootstrap.servers} takes them. */
    public String bootstrapServers() {
        return advertised.values().stream()
                .map(node -> node.host() + ":" + node.port())
                .collect(Collectors.joining(","));
    }

    /** Returns what went wrong on the listener's threads since this was last asked, or null. */
    public @Nullable Throwable takeFailure() {
        return failures.take();
    }

    /**
     * Gives clients outside real time to do what they have to do; for the thread that drives the loop.
     *
     * @return whether something has arrived
     */
    public boolean awaitArrival(long atMostMs) {
        try {
            return inbox.awaitArrival(atMostMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Node advertised(Node node) {
        Node known = advertised.get(node.id());
        if (known == null) {
            throw new IllegalStateException("Node " + node.id() + " has no TCP port; there are " + advertised);
        }
        return known;
    }

    Timers longPolls() {
        return longPolls;
    }

    void touched(TcpConnection connection) {
        network.touched(connection);
        // Whoever drives the loop from outside has no turn after which answers are sent.
        if (Thread.currentThread() != serving) {
            network.wakeup();
        }
    }

    private void sendAnswers() {
        if (network.hasTouched()) {
            network.wakeup();
        }
    }

    void failed(Throwable failure) {
        failures.add(failure);
    }

    /** Closes every connection and ends both threads. */
    @Override
    public void close() {
        network.close();
        inbox.close();
        boolean interrupted = false;
        try {
            network.join(JOIN_MS);
            if (!loop.ownership().isInside()) {
                // From inside a call the other thread cannot be waited for: it waits for that call to end.
                serving.join(JOIN_MS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        loop.unregister(inbox);
    }
}
