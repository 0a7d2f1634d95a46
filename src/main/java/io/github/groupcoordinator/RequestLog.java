package io.github.groupcoordinator;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.text.Digest;
import io.github.groupcoordinator.view.RequestView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apiguardian.api.API;

/**
 * The requests that a cluster has served until the log was asked for, oldest first. Each filter gives a new log:
 *
 * <pre>{@code
 * kafka.requests().of(ApiKeys.HEARTBEAT).from(first).between(t1, t2).isEmpty()
 * }</pre>
 *
 * <p>No request is ever dropped: counts are exact however long a test runs. Requests and responses are decoded only
 * when somebody looks at them; see {@link RequestView} for what is kept of old and large ones. It is not an {@link
 * Iterable} on purpose, as {@link EventLog} is none; use {@link #all()}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class RequestLog {
    private final List<RequestView> requests;
    private final EventLog events;
    private final Function<Object, String> clientIds;

    RequestLog(List<? extends RequestView> requests, EventLog events, Function<Object, String> clientIds) {
        this.requests = Collections.unmodifiableList(new ArrayList<>(requests));
        this.events = events;
        this.clientIds = clientIds;
    }

    private RequestLog where(Predicate<RequestView> condition) {
        return new RequestLog(requests.stream().filter(condition).toList(), events, clientIds);
    }

    /** Keeps the requests of these APIs. */
    public RequestLog of(ApiKeys... apis) {
        return where(request -> {
            for (ApiKeys api : apis) {
                if (api.id == request.apiKey()) {
                    return true;
                }
            }
            return false;
        });
    }

    /**
     * Keeps the requests of one client.
     *
     * @param client its {@code client.id}, or the client itself, or a spy or a wrapper of it
     * @throws IllegalArgumentException if it is neither a text nor one of this cluster's clients
     */
    public RequestLog from(Object client) {
        String clientId = client instanceof String id ? id : clientIds.apply(client);
        return where(request -> request.clientId().equals(clientId));
    }

    /** Keeps the requests that name a group, the search for its coordinator included. */
    public RequestLog ofGroup(String groupId) {
        return where(request -> request.groupIds().contains(groupId));
    }

    /** Keeps the requests taken up from one virtual instant on and before another. */
    public RequestLog between(Instant fromInclusive, Instant toExclusive) {
        return where(
                request -> !request.at().isBefore(fromInclusive) && request.at().isBefore(toExclusive));
    }

    /** Keeps the requests taken up at a virtual instant or later. */
    public RequestLog since(Instant instant) {
        return where(request -> !request.at().isBefore(instant));
    }

    /** Keeps the requests whose response holds an error, for the request or for a part of it. */
    public RequestLog withError(Errors error) {
        return where(request -> request.errors().contains(error.name()));
    }

    /** Keeps the requests that have no response: still waiting, or never answered. */
    public RequestLog unanswered() {
        return where(request -> request.response().isEmpty());
    }

    /** Returns how many there are. */
    public int count() {
        return requests.size();
    }

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return requests.isEmpty();
    }

    /** Returns them, oldest first. */
    public List<RequestView> all() {
        return requests;
    }

    /** Returns the oldest. */
    public Optional<RequestView> first() {
        return requests.stream().findFirst();
    }

    /** Returns the newest. */
    public Optional<RequestView> last() {
        return requests.isEmpty() ? Optional.empty() : Optional.of(requests.get(requests.size() - 1));
    }

    /**
     * Returns the log as text, a line for each request: the virtual time since the clock started, who, what, how it
     * ended.
     */
    public String render() {
        StringBuilder text = new StringBuilder();
        for (RequestView request : requests) {
            text.append(events.elapsedAt(request.at()))
                    .append(' ')
                    .append(request.describe())
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * Returns the SHA-256 of all that was asked and answered, and when: the same in every run that is the same.
     * Requests
     * whose bytes are no longer kept count by what remains of them.
     */
    public String digest() {
        StringBuilder text = new StringBuilder(render());
        for (RequestView request : requests) {
            text.append(request.request()).append(request.response()).append('\n');
        }
        return Digest.sha256(text.toString());
    }

    /** Returns the same as {@link #render()}. */
    @Override
    public String toString() {
        return render();
    }
}
