package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.NodeState;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The broker's end of a connection, which serves one frame at a time; further ones wait. */
public final class BrokerConnection implements Connection, NodeState.Peer {
    private final NodeState node;
    private final ClientEnd client;
    private final FrameHandler handler;
    private final String id;
    private final Map<Object, Runnable> onClosed = new LinkedHashMap<>();
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private boolean open = true;
    private boolean busy;
    private boolean pumping;
    private @Nullable Runnable abandoned;
    private String clientId = "";

    public BrokerConnection(NodeState node, ClientEnd client, FrameHandler handler) {
        this.node = node;
        this.client = client;
        this.handler = handler;
        this.id = node.connected(this);
    }

    /** Takes note of who sends requests. */
    void sends(String id) {
        clientId = id;
    }

    @Override
    public boolean isOutsideClient(String id) {
        return open && isOutside() && clientId.equals(id);
    }

    /** Returns whether the client came over a listener. */
    boolean isOutside() {
        return !(client instanceof InMemoryClientEnd);
    }

    @Override
    public void receive(ByteBuffer frameWithoutSizePrefix) {
        if (node.isAtWork()) {
            take(frameWithoutSizePrefix);
        } else {
            node.run(() -> take(frameWithoutSizePrefix));
        }
    }

    private void take(ByteBuffer frame) {
        if (open) {
            waiting.add(frame);
            pump();
        }
    }

    /** Lets the broker do something for this connection now, or as soon as it goes on. */
    void run(Runnable task) {
        node.run(() -> {
            if (open) {
                task.run();
            }
        });
    }

    /** Returns what the broker does for a request that it has, whether its client is still there or not. */
    Runnable withoutClient(Runnable task) {
        return node.inMemory(task);
    }

    /** Returns whether the broker hangs, or has not yet caught up with what came meanwhile. */
    boolean isHeldUp() {
        return node.isBehind();
    }

    private void pump() {
        if (pumping) {
            // An answer was given while a frame was being served: the loop below goes on with the next one.
            return;
        }
        pumping = true;
        try {
            while (open && !busy) {
                ByteBuffer next = waiting.poll();
                if (next == null) {
                    return;
                }
                busy = true;
                handler.dispatch(this, next);
            }
        } finally {
            pumping = false;
        }
    }

    /** Ends the request that is being served, with a response or with none. */
    void finish(@Nullable ByteBuffer response) {
        abandoned = null;
        run(() -> {
            client.respond(response);
            busy = false;
            pump();
        });
    }

    public void onAbandoned(Runnable task) {
        abandoned = task;
    }

    /** Returns an id that no other connection to the cluster has or had. */
    String id() {
        return id;
    }

    /** Runs a task once the connection has closed, whoever closes it; one for each that asks for it. */
    void onClosed(Object asker, Runnable task) {
        onClosed.put(asker, task);
    }

    /**
     * The client has gone. A broker that hangs learns of it when it goes on, after what had arrived before, which it
     * works off: bytes that are in a socket are read before its end is.
     */
    @Override
    public void close() {
        if (open) {
            node.run(this::closeNow);
        }
    }

    private void closeNow() {
        if (open) {
            open = false;
            node.disconnected(this);
            waiting.clear();
            Runnable task = abandoned;
            abandoned = null;
            if (task != null) {
                task.run();
            }
            List.copyOf(onClosed.values()).forEach(Runnable::run);
        }
    }

    @Override
    public void closeFromBroker() {
        if (open) {
            closeNow();
            client.closed();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    Node node() {
        return node.node();
    }

    ClientEnd client() {
        return client;
    }

    /** Closes the connection because of a frame that cannot be served. */
    void refuse(RuntimeException why) {
        client.refused(why);
        closeFromBroker();
    }
}
