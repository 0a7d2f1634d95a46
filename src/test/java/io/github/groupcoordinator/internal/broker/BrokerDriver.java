package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.ClusterShape;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.fault.FaultSource;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.jspecify.annotations.Nullable;

/** A broker under hand-moved time, spoken to in encoded requests. */
final class BrokerDriver {
    static final long START_MS = 1_700_000_000_000L;

    final ManualTimers timers = new ManualTimers(START_MS);
    final List<Throwable> failures = new ArrayList<>();
    final List<ClusterEvent> events = new ArrayList<>();
    final Broker broker;

    /** @param properties names and values in turn */
    BrokerDriver(String... properties) {
        this(ClusterShape.SINGLE, properties);
    }

    /** A cluster of several nodes, whose coordinators load at once. */
    static BrokerDriver ofNodes(int nodes, String... properties) {
        return new BrokerDriver(new ClusterShape(nodes, 0, 0), properties);
    }

    /** A cluster of several nodes whose partitions are read to share groups. */
    BrokerDriver(int nodes, ShareSurroundings shares) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("transaction.partition.verification.enable", "false");
        properties.put("default.replication.factor", Integer.toString(nodes));
        broker = new Broker(
                BrokerConfig.of(properties).with(new ClusterShape(nodes, 0, 0)),
                timers,
                new Surroundings(
                        events::add, failures::add, control -> request -> null, (log, end) -> log, null, shares));
    }

    private BrokerDriver(ClusterShape shape, String... properties) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            given.put(properties[i], properties[i + 1]);
        }
        broker = new Broker(BrokerConfig.of(given).with(shape), timers, events::add, failures::add);
    }

    BrokerDriver(FaultSource faults) {
        broker = new Broker(BrokerConfig.of(new LinkedHashMap<>()), timers, events::add, failures::add, faults);
    }

    Client client() {
        return client("test-client");
    }

    Client client(String clientId) {
        return new Client(clientId);
    }

    /** A connection to another node than the first. */
    Client clientOf(int nodeId) {
        return new Client("test-client", nodeId);
    }

    void advance(long ms) {
        timers.advanceTo(timers.nowMs() + ms);
    }

    /** Makes the coordinator available. */
    BrokerDriver withCoordinator() {
        client().call(ApiKeys.FIND_COORDINATOR, 3, new FindCoordinatorRequestData().setKey("any"));
        return this;
    }

    static <T> T only(Iterable<T> things) {
        List<T> all = new ArrayList<>();
        things.forEach(all::add);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    static Errors error(short code) {
        return Errors.forCode(code);
    }

    /** One connection. */
    final class Client {
        private final String clientId;
        private final Deque<ByteBuffer> received = new ArrayDeque<>();
        private final Deque<Sent> sent = new ArrayDeque<>();
        private int correlationId;
        boolean closedByBroker;
        final Connection connection;

        private record Sent(ApiKeys api, short version, int correlationId) {}

        Client(String clientId) {
            this(clientId, 0);
        }

        Client(String clientId, int nodeId) {
            this.clientId = clientId;
            this.connection = broker.connect(nodeId, "/127.0.0.1", received::add, () -> closedByBroker = true);
        }

        /** Sends a request and returns the answer, which must be there at once. */
        ApiMessage call(ApiKeys api, int version, ApiMessage body) {
            send(api, version, body);
            ApiMessage answer = receive();
            if (answer == null) {
                throw new AssertionError("no answer to " + api + " v" + version + "; failures: " + failures);
            }
            return answer;
        }

        <T extends ApiMessage> T call(ApiKeys api, int version, ApiMessage body, Class<T> type) {
            return type.cast(call(api, version, body));
        }

        void send(ApiKeys api, int version, ApiMessage body) {
            sent.add(new Sent(api, (short) version, ++correlationId));
            connection.receive(encode(api, (short) version, correlationId, clientId, body));
        }

        /** Returns the next answer, or null if there is none yet. */
        @Nullable
        ApiMessage receive() {
            ByteBuffer bytes = received.poll();
            if (bytes == null) {
                return null;
            }
            Sent of = sent.remove();
            ByteBufferAccessor in = new ByteBufferAccessor(bytes);
            ResponseHeaderData header = new ResponseHeaderData(in, of.api().responseHeaderVersion(of.version()));
            assertThat(header.correlationId()).isEqualTo(of.correlationId());
            ApiMessage answer = of.api().messageType.newResponse();
            answer.read(in, of.version());
            assertThat(bytes.hasRemaining()).isFalse();
            return answer;
        }

        <T extends ApiMessage> @Nullable T receive(Class<T> type) {
            return type.cast(receive());
        }

        /** Returns the next answer's bytes. */
        @Nullable
        ByteBuffer receiveBytes() {
            sent.poll();
            return received.poll();
        }
    }

    static ByteBuffer encode(ApiKeys api, short version, int correlationId, String clientId, ApiMessage body) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        RequestHeaderData header = new RequestHeaderData()
                .setRequestApiKey(api.id)
                .setRequestApiVersion(version)
                .setCorrelationId(correlationId)
                .setClientId(clientId);
        short headerVersion = api.requestHeaderVersion(version);
        int size = header.size(cache, headerVersion) + body.size(cache, version);
        ByteBuffer bytes = ByteBuffer.allocate(size);
        ByteBufferAccessor out = new ByteBufferAccessor(bytes);
        header.write(out, cache, headerVersion);
        body.write(out, cache, version);
        return bytes.flip();
    }
}
