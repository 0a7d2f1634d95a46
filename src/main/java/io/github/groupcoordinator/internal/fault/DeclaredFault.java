package io.github.groupcoordinator.internal.fault;

import io.github.groupcoordinator.fault.Fault;
import io.github.groupcoordinator.fault.FaultBarrier;
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
import org.jspecify.annotations.Nullable;

/** The fault that a test declares, with what it has seen and done so far. */
final class DeclaredFault implements Fault {
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

    DeclaredFault(ApiKeys api, long seed, Function<Object, String> clientIds, IntConsumer requireBroker) {
        this.api = api;
        // Not java.util.Random, whose first number hardly differs between neighbouring seeds.
        this.chance = new SplittableRandom(seed);
        this.clientIds = clientIds;
        this.requireBroker = requireBroker;
    }

    @Override
    public DeclaredFault group(String groupId) {
        LegalErrors.requireGroups(api, "group(\"" + groupId + "\")");
        this.groupId = groupId;
        return this;
    }

    @Override
    public DeclaredFault member(String memberId) {
        LegalErrors.requireGroups(api, "member(\"" + memberId + "\")");
        this.memberId = memberId;
        return this;
    }

    @Override
    public DeclaredFault from(Object client) {
        this.clientId = client instanceof CharSequence id ? id.toString() : clientIds.apply(client);
        return this;
    }

    @Override
    public DeclaredFault broker(int nodeId) {
        try {
            requireBroker.accept(nodeId);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("broker(" + nodeId + ") would never match: " + e.getMessage(), e);
        }
        this.nodeId = nodeId;
        return this;
    }

    @Override
    public DeclaredFault onCall(int n) {
        this.firstCall = requirePositive(n, "onCall");
        return this;
    }

    @Override
    public DeclaredFault times(int n) {
        this.times = requirePositive(n, "times");
        return this;
    }

    @Override
    public DeclaredFault always() {
        return times(Integer.MAX_VALUE);
    }

    @Override
    public DeclaredFault withProbability(double probability) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("A probability is above 0 and at most 1, not " + probability);
        }
        this.probability = probability;
        return this;
    }

    @Override
    public DeclaredFault lenient() {
        this.lenient = true;
        return this;
    }

    @Override
    public DeclaredFault unsafe() {
        this.unsafe = true;
        return this;
    }

    @Override
    public DeclaredFault respond(Errors error) {
        LegalErrors.require(api, error, unsafe);
        return does(new FaultEffect.Respond(error));
    }

    @Override
    public DeclaredFault disconnect() {
        return does(new FaultEffect.Disconnect());
    }

    @Override
    public DeclaredFault delay(Duration delay) {
        return does(new FaultEffect.Delay(Duration.ofMillis(wholeMillis(delay))));
    }

    @Override
    public DeclaredFault drop() {
        return does(new FaultEffect.Drop());
    }

    @Override
    public DeclaredFault loseResponse() {
        return does(new FaultEffect.LoseResponse());
    }

    @Override
    public DeclaredFault holdUntil(FaultBarrier barrier) {
        return does(new FaultEffect.Hold(DeclaredBarrier.of(barrier).held()));
    }

    @Override
    public DeclaredFault workOffLate(FaultBarrier barrier) {
        return does(new FaultEffect.WorkOffLate(DeclaredBarrier.of(barrier).held()));
    }

    private DeclaredFault does(FaultEffect what) {
        if (effect != null) {
            throw new IllegalStateException(
                    "This fault does one thing already: " + describe() + ". Declare another for " + what);
        }
        effect = what;
        return this;
    }

    private static long wholeMillis(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Virtual time never runs backwards: " + duration);
        }
        return duration.toMillis();
    }

    private static int requirePositive(int n, String method) {
        if (n < 1) {
            throw new IllegalArgumentException(method + "(" + n + "): calls count from 1");
        }
        return n;
    }

    @Override
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

    @Override
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
