package io.github.groupcoordinator.internal.net.tcp;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.wire.ClientEnd;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One client that came over TCP. Reading and writing is the network thread's; everything else happens on the loop. As
 * in Kafka a connection is not read from while a request of it is being served or its answer has not gone out, so that
 * one request or answer of each client is held, and the rest waits on the client's side.
 */
final class TcpConnection implements ClientEnd {
    private static final Logger LOG = System.getLogger(TcpConnection.class.getName());
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^\\x20-\\x7e]+");
    private static final int LONGEST_REASON = 300;
    private static final int PIECE_BYTES = 128 * 1024;

    private final Node node;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final TcpListener listener;
    private final FrameReader reader;
    private final Queue<ByteBuffer> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean touched = new AtomicBoolean();
    private volatile boolean inFlight;
    private volatile boolean closing;
    /** The network thread's. */
    private @Nullable SelectionKey key;

    private boolean ended;
    /** The loop's. */
    private @Nullable Connection connection;

    TcpConnection(Node node, SocketChannel channel, InetSocketAddress remote, TcpListener listener, int maxFrameBytes) {
        this.node = node;
        this.channel = channel;
        this.remote = remote;
        this.listener = listener;
        this.reader = new FrameReader(maxFrameBytes);
    }

    // On the network thread.

    void registered(SelectionKey selectionKey) {
        key = selectionKey;
    }

    /** Returns a frame if one is complete; the connection is not read from again until it has been served. */
    @Nullable
    ByteBuffer read() throws IOException {
        if (isMuted()) {
            return null;
        }
        ByteBuffer frame = reader.read(channel);
        inFlight = frame != null;
        return frame;
    }

    private boolean isMuted() {
        return inFlight || closing || !outgoing.isEmpty();
    }

    /** Writes what there is to write; returns false if that was the last of this connection. */
    boolean write() throws IOException {
        touched.set(false);
        boolean last = closing;
        for (ByteBuffer next = outgoing.peek(); next != null && writeAll(next); next = outgoing.peek()) {
            outgoing.remove();
        }
        if (last && outgoing.isEmpty()) {
            return false;
        }
        awaitWhatIsNext();
        return true;
    }

    /**
     * Returns whether the socket took everything. The JDK copies what it is given before it writes, however little the
     * socket takes: so a large response is given in pieces.
     */
    private boolean writeAll(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        try {
            while (bytes.position() < end) {
                int piece = Math.min(end - bytes.position(), PIECE_BYTES);
                bytes.limit(bytes.position() + piece);
                if (channel.write(bytes) < piece) {
                    return false;
                }
            }
            return true;
        } finally {
            bytes.limit(end);
        }
    }

    /** Sets what the selector shall report. */
    void awaitWhatIsNext() {
        SelectionKey selectionKey = key;
        if (selectionKey != null && selectionKey.isValid()) {
            int read = isMuted() ? 0 : SelectionKey.OP_READ;
            int write = outgoing.isEmpty() ? 0 : SelectionKey.OP_WRITE;
            selectionKey.interestOps(read | write);
        }
    }

    /** Returns false if it was closed before. */
    boolean closeChannel() {
        if (ended) {
            return false;
        }
        ended = true;
        closing = true;
        outgoing.clear();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The socket of " + this + " could not be closed", e);
        }
        return true;
    }

    /** Says in one line why the client is cut off. */
    void logRefusal(Throwable why) {
        if (LOG.isLoggable(Level.WARNING)) {
            String reason =
                    NOT_PRINTABLE.matcher(String.valueOf(why.getMessage())).replaceAll(" ");
            LOG.log(
                    Level.WARNING,
                    "Closed the connection of " + this + ": "
                            + reason.substring(0, Math.min(reason.length(), LONGEST_REASON)) + " ("
                            + why.getClass().getSimpleName() + ")");
        }
    }

    // On the loop.

    void connect(Broker broker) {
        try {
            connection = broker.connect(node.id(), this);
        } catch (RuntimeException stopped) {
            LOG.log(Level.DEBUG, "Did not let in " + this, stopped);
            closed();
        }
    }

    void receive(ByteBuffer frame) {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.receive(frame);
        } catch (RuntimeException | Error e) {
            // The client must not wait for an answer that will never come.
            open.close();
            closed();
            throw e;
        }
    }

    void disconnected() {
        Connection open = connection;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String host() {
        return "/" + remote.getAddress().getHostAddress();
    }

    @Override
    public void respond(@Nullable ByteBuffer frame) {
        if (frame != null) {
            ByteBuffer prefix = ByteBuffer.allocate(Integer.BYTES).putInt(0, frame.remaining());
            if (frame.remaining() <= PIECE_BYTES) {
                // One packet, not two.
                outgoing.add(ByteBuffer.allocate(Integer.BYTES + frame.remaining())
                        .put(prefix)
                        .put(frame.duplicate())
                        .flip());
            } else {
                outgoing.add(prefix);
                outgoing.add(frame.duplicate());
            }
        }
        inFlight = false;
        touch();
    }

    @Override
    public void closed() {
        closing = true;
        touch();
    }

    private void touch() {
        if (touched.compareAndSet(false, true)) {
            listener.touched(this);
        }
    }

    @Override
    public void refused(RuntimeException why) {
        logRefusal(why);
    }

    @Override
    public Node advertised(Node other) {
        return listener.advertised(other);
    }

    @Override
    public Timers longPolls() {
        return listener.longPolls();
    }

    @Override
    public String toString() {
        return remote.getAddress().getHostAddress() + ":" + remote.getPort() + " to node " + node.id();
    }
}
