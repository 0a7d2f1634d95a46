package io.github.groupcoordinator.internal.broker.persister;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one state API that wait for a request to their coordinator. Those of one group to one node go in one
 * request, but none while another is on its way to that node; what comes meanwhile waits, and goes together.
 *
 * @param <Q> what is asked of a share-partition
 * @param <R> what is answered about it
 */
final class StateLane<Q, R> {
    private static final String EXHAUSTED = "Exhausted max retries to complete %s RPC without success.";

    private final StateApi<Q, R> api;
    private final PeerConnections peers;
    private final StateSender sender;
    private final Map<Batch, List<StateCall<Q, R>>> batches = new LinkedHashMap<>();
    private final Set<Integer> busy = new TreeSet<>();

    /** The place of the calls that can go in one request. */
    private record Batch(int nodeId, String groupId) {}

    StateLane(StateApi<Q, R> api, PeerConnections peers, StateSender sender) {
        this.api = api;
        this.peers = peers;
        this.sender = sender;
    }

    StateApi<Q, R> api() {
        return api;
    }

    void add(int nodeId, StateCall<Q, R> call) {
        batches.computeIfAbsent(new Batch(nodeId, call.key().groupId()), unused -> new ArrayList<>())
                .add(call);
    }

    /** Sends all that may go now. */
    void send() {
        List<Batch> ready = new ArrayList<>(batches.keySet());
        ready.removeIf(batch -> busy.contains(batch.nodeId()));
        ready.forEach(batch -> busy.add(batch.nodeId()));
        for (Batch batch : ready) {
            List<StateCall<Q, R>> calls = batches.remove(batch);
            if (calls != null) {
                ask(batch, calls);
            }
        }
    }

    private void ask(Batch batch, List<StateCall<Q, R>> calls) {
        Map<Uuid, List<StateApi.Asked<Q>>> byTopic = new LinkedHashMap<>();
        for (StateCall<Q, R> call : calls) {
            byTopic.computeIfAbsent(call.key().topicId(), unused -> new ArrayList<>())
                    .add(new StateApi.Asked<>(call.key().partition(), call.question()));
        }
        peers.ask(batch.nodeId(), api.request(batch.groupId(), byTopic), response -> {
            busy.remove(batch.nodeId());
            StateApi.Results<R> results = new StateApi.Results<>();
            if (response != null) {
                api.read(response, results);
            }
            for (StateCall<Q, R> call : calls) {
                Map<Integer, R> ofTopic =
                        results.byTopic().getOrDefault(call.key().topicId(), Collections.emptyMap());
                answered(call, response, ofTopic.get(call.key().partition()));
            }
            sender.wake();
        });
    }

    private void answered(StateCall<Q, R> call, @Nullable ApiMessage response, @Nullable R result) {
        int tries = call.asked();
        if (response != null && result == null) {
            call.fail(Errors.UNKNOWN_SERVER_ERROR, "There is no answer to it.");
            return;
        }
        Errors error = result == null ? Errors.NETWORK_EXCEPTION : api.error(result);
        if (result != null && error == Errors.NONE) {
            call.answer(result);
        } else if (!StateSender.passes(error)) {
            call.fail(error, result == null ? error.message() : api.message(result));
        } else if (StateCall.mayTryAgainAfter(tries)) {
            sender.tryAgain(call, tries);
        } else {
            call.fail(error, String.format(EXHAUSTED, api.doing()));
        }
    }

    void end() {
        batches.clear();
        busy.clear();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }
}
