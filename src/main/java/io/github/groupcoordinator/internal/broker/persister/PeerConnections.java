package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.NodeState;
import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.broker.wire.InMemoryClientEnd;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one broker to the others, and to itself: what it asks goes to their dispatchers as a client's
 * requests do. An answer comes in an event of its own, if the broker that asks is still there.
 */
final class PeerConnections {
    private static final long REQUEST_TIMEOUT_MS = 30_000;

    private final Cluster cluster;
    private final NodeState node;
    private final ApiVersionTable versions;
    private final PeerNetwork network;
    private final Consumer<Throwable> failures;
    private final String clientId;
    private final Map<Integer, Link> links = new TreeMap<>();
    private int lastCorrelationId;

    PeerConnections(
            Cluster cluster, int nodeId, ApiVersionTable versions, PeerNetwork network, Consumer<Throwable> failures) {
        this.cluster = cluster;
        this.node = cluster.nodes().state(nodeId);
        this.versions = versions;
        this.network = network;
        this.failures = failures;
        this.clientId = "broker-" + nodeId;
    }

    /**
     * Asks a broker.
     *
     * @param then takes the answer; null if there is none: the broker is not there, or has not answered in time
     */
    void ask(int nodeId, ApiMessage request, Consumer<@Nullable ApiMessage> then) {
        if (!cluster.nodes().state(nodeId).isRunning()) {
            soon("broker " + nodeId + " is not there", () -> then.accept(null));
            return;
        }
        links.computeIfAbsent(nodeId, Link::new).ask(request, then);
    }

    /** Lets something be done in an event of its own, if the broker is still there. */
    void soon(String what, Runnable task) {
        later(0, what, task);
    }

    /** Lets something be done after a while, if the broker is still there. */
    Timers.Timer later(long delayMs, String what, Runnable task) {
        return cluster.timers()
                .schedule(cluster.timers().nowMs() + delayMs, clientId + ": " + what, node.inMemory(task));
    }

    /** The process of the broker has ended: nobody waits for what it has asked. */
    void end() {
        List<Link> open = new ArrayList<>(links.values());
        links.clear();
        open.forEach(Link::end);
    }

    /** A request that is not answered yet. */
    private record Asked(ApiKeys api, short version, Consumer<@Nullable ApiMessage> then, Timers.Timer timeout) {}

    /** One connection, and what has been asked over it. */
    private final class Link {
        private final int nodeId;
        private final Map<Integer, Asked> asked = new LinkedHashMap<>();
        private final Connection connection;

        Link(int nodeId) {
            this.nodeId = nodeId;
            this.connection = network.connect(
                    nodeId,
                    new InMemoryClientEnd("/127.0.0.1", this::answered, this::lost, failures, cluster.timers()));
        }

        void ask(ApiMessage request, Consumer<@Nullable ApiMessage> then) {
            ApiKeys api = ApiKeys.forId(request.apiKey());
            ApiVersionTable.Range range = versions.find(request.apiKey());
            if (range == null) {
                throw new IllegalStateException(api.name + " is not served");
            }
            int correlationId = ++lastCorrelationId;
            Timers.Timer timeout =
                    later(REQUEST_TIMEOUT_MS, "timeout of " + api.name + " to broker " + nodeId, this::giveUp);
            asked.put(correlationId, new Asked(api, range.max(), then, timeout));
            connection.receive(encode(request, range.max(), correlationId));
        }

        private ByteBuffer encode(ApiMessage request, short version, int correlationId) {
            ApiKeys api = ApiKeys.forId(request.apiKey());
            RequestHeaderData header = new RequestHeaderData()
                    .setRequestApiKey(api.id)
                    .setRequestApiVersion(version)
                    .setCorrelationId(correlationId)
                    .setClientId(clientId);
            ObjectSerializationCache cache = new ObjectSerializationCache();
            short headerVersion = api.requestHeaderVersion(version);
            ByteBuffer frame = ByteBuffer.allocate(header.size(cache, headerVersion) + request.size(cache, version));
            ByteBufferAccessor out = new ByteBufferAccessor(frame);
            header.write(out, cache, headerVersion);
            request.write(out, cache, version);
            return frame.flip();
        }

        private void answered(ByteBuffer frame) {
            Asked answered = asked.remove(frame.getInt(frame.position()));
            if (answered == null) {
                return;
            }
            answered.timeout().cancel();
            ByteBufferAccessor in = new ByteBufferAccessor(frame);
            new ResponseHeaderData(in, answered.api().responseHeaderVersion(answered.version()));
            ApiMessage response = answered.api().messageType.newResponse();
            response.read(in, answered.version());
            soon("answer of broker " + nodeId, () -> answered.then().accept(response));
        }

        /** As in Kafka, a request that is not answered in time ends the connection. */
        private void giveUp() {
            connection.close();
            lost();
        }

        private void lost() {
            links.remove(nodeId, this);
            List<Asked> unanswered = new ArrayList<>(asked.values());
            asked.clear();
            for (Asked each : unanswered) {
                each.timeout().cancel();
                soon("connection to broker " + nodeId + " lost", () -> each.then()
                        .accept(null));
            }
        }

        void end() {
            asked.values().forEach(each -> each.timeout().cancel());
            asked.clear();
            connection.close();
        }
    }
}
