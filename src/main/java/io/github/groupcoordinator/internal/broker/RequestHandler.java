package io.github.groupcoordinator.internal.broker;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Answers the requests of one API, in every version that the table of versions has. */
abstract class RequestHandler<Q extends ApiMessage> {
    private final ApiKeys api;
    private final Class<Q> bodyType;

    RequestHandler(ApiKeys api, Class<Q> bodyType) {
        this.api = api;
        this.bodyType = bodyType;
    }

    final ApiKeys api() {
        return api;
    }

    final void handle(Request request, ApiMessage body) {
        answer(request, bodyType.cast(body));
    }

    /** Replies now, or keeps the request and replies later. */
    abstract void answer(Request request, Q body);
}
