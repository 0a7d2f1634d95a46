package io.github.groupcoordinator.internal.net.tcp;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that touches sockets: it accepts, reads frames into the inbox, and writes answers. It knows nothing of
 * what is in a frame.
 */
final class NetworkThread extends Thread {
    private static final Logger LOG = System.getLogger(NetworkThread.class.getName());

    private final TcpListener listener;
    private final Selector selector;
    private final Inbox inbox;
    private final Broker broker;
    private final TcpConfig config;
    private final List<SelectionKey> acceptors = new ArrayList<>();
    private final Queue<TcpConnection> touched = new ConcurrentLinkedQueue<>();
    private int connections;
    private volatile boolean closed;

    NetworkThread(TcpListener listener, Selector selector, Inbox inbox, Broker broker, TcpConfig config) {
        setDaemon(true);
        this.listener = listener;
        this.selector = selector;
        this.inbox = inbox;
        this.broker = broker;
        this.config = config;
    }

    /** Adds a node's door, before the thread starts. */
    void openDoor(ServerSocketChannel server, Node node) throws IOException {
        server.configureBlocking(false);
        acceptors.add(server.register(selector, SelectionKey.OP_ACCEPT, node));
    }

    /** Called on the loop: there is something to write, or the connection may be read from again. */
    void touched(TcpConnection connection) {
        touched.add(connection);
    }

    void wakeup() {
        selector.wakeup();
    }

    boolean hasTouched() {
        return !touched.isEmpty();
    }

    /** Lets the thread close every socket and end. */
    void close() {
        closed = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                selector.select();
                for (TcpConnection next = touched.poll(); next != null; next = touched.poll()) {
                    write(next);
                }
                serveSelected();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "The listener's network has failed", e);
            listener.failed(e);
        } finally {
            closeAll();
        }
    }

    private void serveSelected() {
        Iterator<SelectionKey> selected = selector.selectedKeys().iterator();
        while (selected.hasNext()) {
            SelectionKey key = selected.next();
            selected.remove();
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof TcpConnection connection) {
                if (key.isWritable()) {
                    write(connection);
                }
                if (key.isValid() && key.isReadable()) {
                    read(connection);
                }
            } else if (key.channel() instanceof ServerSocketChannel server && key.attachment() instanceof Node node) {
                accept(server, node);
            }
        }
    }

    private void accept(ServerSocketChannel server, Node node) {
        SocketChannel channel = null;
        try {
            channel = server.accept();
            if (channel == null || !(channel.getRemoteAddress() instanceof InetSocketAddress remote)) {
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            TcpConnection connection = new TcpConnection(node, channel, remote, listener, config.maxFrameBytes());
            connection.registered(channel.register(selector, SelectionKey.OP_READ, connection));
            inbox.add(() -> connection.connect(broker));
            setConnections(connections + 1);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A client went before it was accepted", e);
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(@Nullable Closeable channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A socket could not be closed", e);
        }
    }

    /** As in Kafka, whoever comes when there are max.connections of them waits in the backlog until one goes. */
    private void setConnections(int count) {
        connections = count;
        int interest = count < config.maxConnections().getAsInt() ? SelectionKey.OP_ACCEPT : 0;
        for (SelectionKey acceptor : acceptors) {
            if (acceptor.isValid()) {
                acceptor.interestOps(interest);
            }
        }
    }

    private void read(TcpConnection connection) {
        try {
            ByteBuffer frame = connection.read();
            if (frame != null) {
                connection.awaitWhatIsNext();
                inbox.add(() -> connection.receive(frame));
            }
        } catch (MalformedFrameException e) {
            connection.logRefusal(e);
            end(connection);
        } catch (EOFException e) {
            end(connection);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The connection of " + connection + " broke", e);
            end(connection);
        }
    }

    private void write(TcpConnection connection) {
        try {
            if (!connection.write()) {
                end(connection);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The connection of " + connection + " broke", e);
            end(connection);
        }
    }

    private void end(TcpConnection connection) {
        if (connection.closeChannel()) {
            inbox.add(connection::disconnected);
            setConnections(connections - 1);
        }
    }

    private void closeAll() {
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
    }
}
