package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.event.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.GroupView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * One cluster: its nodes, topics and logs, its group coordinator, and the dispatcher that answers Kafka's protocol.
 * Everything runs on the thread that calls.
 */
public final class Broker {

    /**
     * Where a node listens, as the protocol says it. The port is made up: it tells nodes apart on the in-memory
     * network and is never opened.
     */
    public record Node(int id, String host, int port) {}

    /**
     * Starts a cluster.
     *
     * @param failures takes what a handler threw or refused; the driving thread rethrows it
     */
    public Broker(BrokerConfig config, Timers timers, EventSink events, Consumer<Throwable> failures) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Returns the nodes in order of their ids. */
    public List<Node> nodes() {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * Connects a client to a node.
     *
     * @param clientHost what the broker sees as the client's address, for example {@code "/127.0.0.1"}
     * @param toClient takes each response frame, without its size prefix
     * @param closed run when the broker side closes the connection
     */
    public Connection connect(int nodeId, String clientHost, Consumer<ByteBuffer> toClient, Runnable closed) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Creates a topic, as an administrator would; refuses an invalid name, a known name, and a count below 1. */
    public void createTopic(String name, int partitions) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Deletes a topic with its records and the offsets committed for it. */
    public void deleteTopic(String name) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Returns the names of the topics in alphabetical order, internal ones included. */
    public List<String> topicNames() {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Returns how many partitions a topic has. */
    public int partitionCount(String topic) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Returns the offset that the next record of a partition gets. */
    public long endOffset(String topic, int partition) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Returns the requests that were served so far, oldest first; a copy. */
    public List<ServedRequest> requests() {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Returns a snapshot of a group; DEAD if there is none. */
    public GroupView group(String groupId) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Returns the ids of all groups, sorted. */
    public List<String> groupIds() {
        throw new UnsupportedOperationException("not written yet");
    }
}
