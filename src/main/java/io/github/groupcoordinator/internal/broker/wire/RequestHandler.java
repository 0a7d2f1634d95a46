package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.api.Api;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The handler of one API, in every version that its descriptor lists. */
public abstract class RequestHandler<Q extends ApiMessage> {
    private final Api<Q> api;

    protected RequestHandler(Api<Q> api) {
        this.api = api;
    }

    final Api<Q> api() {
        return api;
    }

    final void handle(Request request, ApiMessage body) {
        answer(request, api.bodyType().cast(body));
    }

    /**
     * Replies with an error instead of an answer, where Kafka's own error response to the request would not say what
     * such an error says.
     *
     * @return false if Kafka's own error response is right
     */
    public boolean fail(Request request, Q body, Errors error) {
        return false;
    }

    final boolean failWith(Request request, ApiMessage body, Errors error) {
        return fail(request, api.bodyType().cast(body), error);
    }

    /** Replies now, or keeps the request and replies later. */
    public abstract void answer(Request request, Q body);
}
