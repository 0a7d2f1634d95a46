package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The sender of one broker's calls to the share coordinators. In each round one call learns who its coordinator is, and
 * then every lane sends what it may; no answer is faster than the rounds that are due. Calls whose coordinator is not
 * known yet look it up one by one, at any broker.
 */
final class StateSender {
    private static final byte SHARE = 2;
    private static final String EXHAUSTED = "Exhausted max retries to find coordinator without success.";

    private final Cluster cluster;
    private final ShareCoordinators coordinators;
    private final PeerConnections peers;
    private final RetryBackoff backoff;
    private final List<StateLane<?, ?>> lanes = new ArrayList<>();
    private final Queue<StateCall<?, ?>> queue = new ArrayDeque<>();
    private boolean isAwake;

    StateSender(Cluster cluster, ShareCoordinators coordinators, PeerConnections peers, RetryBackoff backoff) {
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.peers = peers;
        this.backoff = backoff;
    }

    <Q, R> StateLane<Q, R> lane(StateApi<Q, R> api) {
        StateLane<Q, R> lane = new StateLane<>(api, peers, this);
        lanes.add(lane);
        return lane;
    }

    void send(StateCall<?, ?> call) {
        queue.add(call);
        wake();
    }

    /** The process has ended, and with it all that was under way. */
    void end() {
        queue.clear();
        lanes.forEach(StateLane::end);
        isAwake = false;
        peers.end();
    }

    /** Lets the next round come, if there is anything to send. */
    void wake() {
        if (!isAwake && !(queue.isEmpty() && lanes.stream().allMatch(StateLane::isEmpty))) {
            isAwake = true;
            peers.soon("share state to be asked for", () -> {
                isAwake = false;
                for (StateCall<?, ?> call = queue.poll(); call != null; call = queue.poll()) {
                    round(call);
                }
                lanes.forEach(StateLane::send);
            });
        }
    }

    private void round(StateCall<?, ?> call) {
        Integer known = knownCoordinator(call);
        if (known == null) {
            lookUp(call);
        } else {
            call.waitFor(known);
            lanes.forEach(StateLane::send);
        }
    }

    /** Returns the node that leads the partition of the call, as every node knows it; null if there is none. */
    private @Nullable Integer knownCoordinator(StateCall<?, ?> call) {
        Topic topic = coordinators.topic().topic();
        int partition = coordinators.partitionFor(call.key().coordinatorKey());
        if (topic == null || topic.log(partition) == null) {
            return null;
        }
        int leader = topic.replicas(partition).leader();
        return leader == Replicas.NO_LEADER ? null : (Integer) leader;
    }

    private void lookUp(StateCall<?, ?> call) {
        List<Node> alive = cluster.nodes().alive();
        if (alive.isEmpty()) {
            call.failLookup(Errors.COORDINATOR_NOT_AVAILABLE, Errors.COORDINATOR_NOT_AVAILABLE.message());
            return;
        }
        FindCoordinatorRequestData request = new FindCoordinatorRequestData()
                .setKeyType(SHARE)
                .setCoordinatorKeys(Collections.singletonList(call.key().coordinatorKey()));
        peers.ask(alive.get(backoff.below(alive.size())).id(), request, response -> {
            lookedUp(call, response);
            wake();
        });
    }

    private void lookedUp(StateCall<?, ?> call, @Nullable ApiMessage response) {
        int tries = call.lookedUp();
        Coordinator found = response instanceof FindCoordinatorResponseData answer
                ? answer.coordinators().get(0)
                : null;
        Errors error = found == null ? Errors.NETWORK_EXCEPTION : Errors.forCode(found.errorCode());
        if (found != null && error == Errors.NONE) {
            call.waitFor(found.nodeId());
        } else if (!passes(error)) {
            call.failLookup(error, error.message());
        } else if (StateCall.mayTryAgainAfter(tries)) {
            tryAgain(call, tries);
        } else {
            call.failLookup(error, EXHAUSTED);
        }
    }

    /** Returns whether an error is one that is tried again. */
    static boolean passes(Errors error) {
        return switch (error) {
            case COORDINATOR_NOT_AVAILABLE,
                    COORDINATOR_LOAD_IN_PROGRESS,
                    NOT_COORDINATOR,
                    UNKNOWN_TOPIC_OR_PARTITION,
                    NETWORK_EXCEPTION -> true;
            default -> false;
        };
    }

    /** Sends a call again after a while; who its coordinator is then is found out anew. */
    void tryAgain(StateCall<?, ?> call, int tries) {
        peers.later(backoff.afterMs(tries), call + " again", () -> send(call));
    }
}
