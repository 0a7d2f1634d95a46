package io.github.groupcoordinator.fault;

import io.github.groupcoordinator.internal.fault.ArrivedRequest;
import io.github.groupcoordinator.internal.fault.FaultEffect;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** One declared fault: which requests it waits for, what it does to them, and how often; see {@link Faults}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Fault {
    private static final int MOST_OTHERS = 5;

    private final ApiKeys api;
    private final SplittableRandom chance;
    private final Function<Object, String> clientIds;
    private final IntConsumer requireBroker;
    private @Nullable String groupId;
    private @Nullable String memberId;
    private @Nullable String clientId;
    private @Nullable Integer nodeId;
    private int firstCall = 1;
    private @Nullable Integer times;
    private @Nullable Double probability;
    private boolean lenient;
    private boolean unsafe;
    private @Nullable FaultEffect effect;
    private final Map<String, Integer> others = new LinkedHashMap<>();
    private int calls;
    private int fired;

    Fault(ApiKeys api, long seed, Function<Object, String> clientIds, IntConsumer requireBroker) {
        this.api = api;
        // Not java.util.Random, whose first number hardly differs between neighbouring seeds.
        this.chance = new SplittableRandom(seed);
        this.clientIds = clientIds;
        this.requireBroker = requireBroker;
    }

    /**
     * Waits only for requests that name this group.
     *
     * @throws IllegalArgumentException if requests of the API name no group
     */
    public Fault group(String groupId) {
        LegalErrors.requireGroups(api, "group(\"" + groupId + "\")");
        this.groupId = groupId;
        return this;
    }

    /**
     * Waits only for requests that name this member id.
     *
     * @throws IllegalArgumentException if requests of the API name no group, hence no member
     */
    public Fault member(String memberId) {
        LegalErrors.requireGroups(api, "member(\"" + memberId + "\")");
        this.memberId = memberId;
        return this;
    }

    /**
     * Waits only for requests of one client.
     *
     * @param client its {@code client.id}, or the client itself, or a spy, a proxy or a wrapper of it
     */
    public Fault from(Object client) {
        this.clientId = client instanceof CharSequence id ? id.toString() : clientIds.apply(client);
        return this;
    }

    /**
     * Waits only for requests to one broker.
     *
     * @throws IllegalArgumentException if there is no such broker
     */
    public Fault broker(int nodeId) {
        try {
            requireBroker.accept(nodeId);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("broker(" + nodeId + ") would never match: " + e.getMessage(), e);
        }
        this.nodeId = nodeId;
        return this;
    }

    /** Lets the first n-1 requests that it waits for pass, and begins with the n-th. */
    public Fault onCall(int n) {
        this.firstCall = requirePositive(n, "onCall");
        return this;
    }

    /** Fires n times instead of once. */
    public Fault times(int n) {
        this.times = requirePositive(n, "times");
        return this;
    }

    /** Fires on every request that it waits for. */
    public Fault always() {
        return times(Integer.MAX_VALUE);
    }

    /**
     * Fires on each request that it waits for with this probability, drawn from the cluster's seed: the same seed and
     * the same calls give the same faults. Without {@link #times} there is no limit.
     *
     * @param probability above 0, at most 1
     */
    public Fault withProbability(double probability) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("A probability is above 0 and at most 1, not " + probability);
        }
        this.probability = probability;
        return this;
    }

    /** Does not mind if it never fires. */
    public Fault lenient() {
        this.lenient = true;
        return this;
    }

    /** Allows {@link #respond} an error that Kafka never gives; say it before {@code respond}. */
    public Fault unsafe() {
        this.unsafe = true;
        return this;
    }

    /**
     * Answers with an error; the request is not applied. The answer has the form that Kafka gives to the API, the
     * version and the request. A Produce with {@code acks=0} expects no answer; Kafka closes its connection instead.
     *
     * @throws IllegalArgumentException if Kafka never answers this API with this error, unless it is {@link #unsafe}
     */
    public Fault respond(Errors error) {
        LegalErrors.require(api, error, unsafe);
        return does(new FaultEffect.Respond(error));
    }

    /** Closes the connection instead of an answer; the request is not applied. The client connects again by itself. */
    public Fault disconnect() {
        return does(new FaultEffect.Disconnect());
    }

    /** Lets the request arrive later. What the client sends after it on the same connection waits behind it. */
    public Fault delay(Duration delay) {
        return does(new FaultEffect.Delay(Duration.ofMillis(Faults.wholeMillis(delay))));
    }

    /**
     * Lets the request never arrive, nor what follows on the same connection, until the client gives the connection up
     * ({@code request.timeout.ms}; for JoinGroup {@code max.poll.interval.ms} and five seconds).
     */
    public Fault drop() {
        return does(new FaultEffect.Drop());
    }

    /**
     * Applies the request, but lets its answer never arrive, nor what follows on the same connection, until the client
     * gives the connection up.
     */
    public Fault loseResponse() {
        return does(new FaultEffect.LoseResponse());
    }

    /** Lets the request arrive only when the test releases the barrier, and what follows on the connection after it. */
    public Fault holdUntil(FaultBarrier barrier) {
        return does(new FaultEffect.Hold(barrier.held()));
    }

    /**
     * Lets the broker keep the request and do what it asks only when the test releases the barrier, whether or not its
     * client still waits: a request that outlives its client, as a JoinGroup that fences its own sender, an
     * OffsetCommit that goes back, or a Produce of a transaction that has been aborted. What the client sends after it
     * on the same connection waits behind it; once the client has given the connection up, nobody gets the answer. A
     * broker that ends meanwhile forgets it.
     */
    public Fault workOffLate(FaultBarrier barrier) {
        return does(new FaultEffect.WorkOffLate(barrier.held()));
    }

    private Fault does(FaultEffect what) {
        if (effect != null) {
            throw new IllegalStateException(
                    "This fault does one thing already: " + describe() + ". Declare another for " + what);
        }
        effect = what;
        return this;
    }

    private static int requirePositive(int n, String method) {
        if (n < 1) {
            throw new IllegalArgumentException(method + "(" + n + "): calls count from 1");
        }
        return n;
    }

    /** Returns how often it has fired. */
    public int fired() {
        return fired;
    }

    /** Takes note of a request; returns whether it wants to fire on it. */
    boolean counts(ArrivedRequest request) {
        if (request.api() == api && !waitsFor(request)) {
            others.merge(sender(request), 1, Integer::sum);
        }
        if (effect == null || !waitsFor(request)) {
            return false;
        }
        calls++;
        if (calls < firstCall || fired >= limit()) {
            return false;
        }
        return probability == null || chance.nextDouble() < probability;
    }

    private static String sender(ArrivedRequest request) {
        String about = request.groupIds().isEmpty() ? "" : " about " + String.join(", ", request.groupIds());
        return request.clientId() + about + " to broker " + request.nodeId();
    }

    private boolean waitsFor(ArrivedRequest request) {
        return request.api() == api
                && (groupId == null || request.groupIds().contains(groupId))
                && (memberId == null || request.memberIds().contains(memberId))
                && (clientId == null || request.clientId().equals(clientId))
                && (nodeId == null || request.nodeId() == nodeId);
    }

    private int limit() {
        if (times != null) {
            return times;
        }
        return probability == null ? 1 : Integer.MAX_VALUE;
    }

    @Nullable
    FaultEffect fire() {
        fired++;
        return effect;
    }

    /** Returns which requests of its API came that it did not wait for: the filter may be what is wrong. */
    String describeOthers() {
        if (calls > 0) {
            return "";
        }
        if (others.isEmpty()) {
            return "; no " + api + " request came at all";
        }
        StringJoiner came = new StringJoiner("; ", "; what came instead: ", "");
        others.entrySet().stream()
                .limit(MOST_OTHERS)
                .forEach(other -> came.add(other.getValue() + " from " + other.getKey()));
        if (others.size() > MOST_OTHERS) {
            came.add("...");
        }
        return Text.shown(came.toString());
    }

    boolean isUnused() {
        return fired == 0 && !lenient;
    }

    /** Returns the declaration as it was written, and how often it fired. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        parts.add("on(" + api + ")");
        add(parts, "group", groupId);
        add(parts, "member", memberId);
        add(parts, "from", clientId);
        add(parts, "broker", nodeId);
        if (firstCall > 1) {
            parts.add("onCall(" + firstCall + ")");
        }
        add(parts, "withProbability", probability);
        parts.add(effect == null ? "(does nothing: say respond(..), drop() or another effect)" : effect.toString());
        if (times != null) {
            parts.add(times == Integer.MAX_VALUE ? "always()" : "times(" + times + ")");
        }
        return Text.shown(String.join(".", parts)) + ": fired " + fired + (fired == 1 ? " time" : " times") + " in "
                + calls + (calls == 1 ? " matching request" : " matching requests");
    }

    private static void add(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + "(" + (value instanceof String ? '"' + value.toString() + '"' : value) + ")");
        }
    }

    @Override
    public String toString() {
        return describe();
    }
}
