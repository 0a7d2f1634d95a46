package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.schedule.Timers;
import org.apache.kafka.common.protocol.ApiMessage;

/** A request that waits for its one answer. */
public final class Request {

    /** The way by which the answer goes. */
    public interface Outlet {
        public void send(ApiMessage response);

        public void sendNothing();

        void closeConnection();

        void onAbandoned(Runnable task);
    }

    private final RequestContext context;
    private final BrokerConnection connection;
    private final Outlet outlet;
    private boolean answered;

    Request(RequestContext context, BrokerConnection connection, Outlet outlet) {
        this.context = context;
        this.connection = connection;
        this.outlet = outlet;
    }

    public RequestContext context() {
        return context;
    }

    public short version() {
        return context.apiVersion();
    }

    /** Returns the node that the request was sent to. */
    public Node node() {
        return connection.node();
    }

    /** Returns a node as the client that asks can reach it. */
    public Node advertised(Node node) {
        return connection.client().advertised(node);
    }

    /** Returns what times how long a fetch of the client waits for records. */
    public Timers longPolls() {
        return connection.client().longPolls();
    }

    /** Answers, now or later. */
    public void reply(ApiMessage response) {
        answer();
        outlet.send(response);
    }

    /** Is done with a request that expects no answer. */
    public void replyNothing() {
        answer();
        outlet.sendNothing();
    }

    /** Closes the connection instead of an answer. */
    public void closeConnection() {
        answer();
        outlet.closeConnection();
    }

    /** Runs the task if the connection closes before there is an answer. */
    public void onAbandoned(Runnable task) {
        outlet.onAbandoned(task);
    }

    /** Returns an id of the connection that the request came by, which no other connection has or had. */
    public String connectionId() {
        return connection.id();
    }

    /** Runs a task once the connection has closed, answered or not; the last one of each that asks for it. */
    public void onDisconnected(Object asker, Runnable task) {
        connection.onClosed(asker, task);
    }

    private void answer() {
        if (answered) {
            throw new IllegalStateException(context + " was answered twice");
        }
        answered = true;
    }

    /** Refuses what the protocol knows and this cluster does not. */
    public static RuntimeException notSupported(String what) {
        return new NotSupportedException(what);
    }
}
