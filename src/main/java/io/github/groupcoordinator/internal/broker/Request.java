package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.group.RequestContext;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** A request that waits for its one answer. */
final class Request {

    /** Where the answer goes. */
    interface Outlet {
        void send(ApiMessage response);

        void sendNothing();

        void closeConnection();

        void onAbandoned(Runnable task);
    }

    private final RequestContext context;
    private final Broker.Node node;
    private final Outlet outlet;
    private boolean answered;

    Request(RequestContext context, Broker.Node node, Outlet outlet) {
        this.context = context;
        this.node = node;
        this.outlet = outlet;
    }

    RequestContext context() {
        return context;
    }

    short version() {
        return context.apiVersion();
    }

    /** Returns the node that the request was sent to. */
    Broker.Node node() {
        return node;
    }

    /** Answers, now or later. */
    void reply(ApiMessage response) {
        answer();
        outlet.send(response);
    }

    /** Is done with a request that expects no answer. */
    void replyNothing() {
        answer();
        outlet.sendNothing();
    }

    /** Closes the connection instead of an answer. */
    void closeConnection() {
        answer();
        outlet.closeConnection();
    }

    /** Runs the task if the connection closes before there is an answer. */
    void onAbandoned(Runnable task) {
        outlet.onAbandoned(task);
    }

    private void answer() {
        if (answered) {
            throw new IllegalStateException(context + " was answered twice");
        }
        answered = true;
    }

    /** Refuses what the protocol knows and this cluster does not. */
    static UnsupportedOperationException notSupported(String what) {
        return new UnsupportedOperationException(what + " is not supported yet; see docs/fidelity.md");
    }

    /** Returns how an API and its version are called in messages. */
    static String name(ApiKeys api, short version) {
        return api.name + " v" + version;
    }
}
