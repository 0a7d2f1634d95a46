package io.github.groupcoordinator.internal.real.around;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * The heartbeats of one client that are kept back while its test wants so. The client is answered in the coordinator's
 * place that all is well, in the order of its requests, so that everything else goes on; the coordinator hears nothing.
 */
final class HeldHeartbeats {
    /** Kafka's own default of both protocols: group.consumer.heartbeat.interval.ms, and that of share groups. */
    private static final int INTERVAL_MS = 5_000;

    /** By connection, the requests that wait for their answers, oldest first. */
    private final Map<String, Deque<Exchange>> exchanges = new LinkedHashMap<>();

    private volatile boolean held;

    /** A request that waits; with its answer, if that is not the coordinator's. */
    private record Exchange(int correlationId, boolean isKeptBack, byte[] answer) {
        private static final byte[] NONE = {};

        static Exchange ofTheBroker(int correlationId) {
            return new Exchange(correlationId, false, NONE);
        }

        static Exchange neverAnswered(int correlationId) {
            return new Exchange(correlationId, true, NONE);
        }

        boolean isAnswered() {
            return answer.length > 0;
        }
    }

    void hold(boolean wanted) {
        held = wanted;
    }

    /** Takes a request that is about to be sent; returns whether it is to be kept back. */
    boolean keepBack(NetworkSend send) {
        Frame frame = Frame.of(send).orElse(null);
        if (frame == null) {
            // Records, of a producer, which has no heartbeats.
            return false;
        }
        Exchange exchange = held ? exchange(frame) : Exchange.ofTheBroker(frame.correlationId());
        exchanges
                .computeIfAbsent(send.destinationId(), id -> new ArrayDeque<>())
                .add(exchange);
        if (exchange.isKeptBack()) {
            swallow(send);
        }
        return exchange.isKeptBack();
    }

    void forget(String connection) {
        exchanges.remove(connection);
    }

    boolean hasAnswers() {
        return exchanges.values().stream()
                .anyMatch(each -> !each.isEmpty() && each.element().isAnswered());
    }

    /** Returns what was received, with the answers whose turn it is. */
    List<NetworkReceive> withAnswers(Collection<NetworkReceive> received) {
        List<NetworkReceive> all = new ArrayList<>();
        for (NetworkReceive each : received) {
            all.add(each);
            Deque<Exchange> of = exchanges.get(each.source());
            ByteBuffer payload = each.payload();
            // What was sent before there was a gate is not among them.
            if (of != null && !of.isEmpty() && of.element().correlationId() == payload.getInt(payload.position())) {
                of.remove();
            }
        }
        exchanges.forEach((connection, of) -> {
            while (!of.isEmpty() && of.element().isAnswered()) {
                all.add(new NetworkReceive(
                        connection, ByteBuffer.wrap(of.remove().answer())));
            }
        });
        return all;
    }

    private static Exchange exchange(Frame frame) {
        short version = frame.version();
        ByteBufferAccessor in = frame.reader();
        RequestHeaderData header = frame.header(in);
        return switch (ApiKeys.forId(frame.apiKey())) {
            case HEARTBEAT -> answered(header, new HeartbeatResponseData());
            case CONSUMER_GROUP_HEARTBEAT -> {
                ConsumerGroupHeartbeatRequestData request = new ConsumerGroupHeartbeatRequestData(in, version);
                yield ofEpoch(
                        request.memberEpoch(),
                        header,
                        new ConsumerGroupHeartbeatResponseData()
                                .setMemberId(request.memberId())
                                .setMemberEpoch(request.memberEpoch())
                                .setHeartbeatIntervalMs(INTERVAL_MS));
            }
            case SHARE_GROUP_HEARTBEAT -> {
                ShareGroupHeartbeatRequestData request = new ShareGroupHeartbeatRequestData(in, version);
                yield ofEpoch(
                        request.memberEpoch(),
                        header,
                        new ShareGroupHeartbeatResponseData()
                                .setMemberId(request.memberId())
                                .setMemberEpoch(request.memberEpoch())
                                .setHeartbeatIntervalMs(INTERVAL_MS));
            }
            default -> Exchange.ofTheBroker(header.correlationId());
        };
    }

    /** A member joins by a heartbeat, too, which nobody answers; the one by which it leaves goes out. */
    private static Exchange ofEpoch(int memberEpoch, RequestHeaderData request, ApiMessage answer) {
        if (memberEpoch < 0) {
            return Exchange.ofTheBroker(request.correlationId());
        }
        return memberEpoch == 0 ? Exchange.neverAnswered(request.correlationId()) : answered(request, answer);
    }

    private static Exchange answered(RequestHeaderData request, ApiMessage answer) {
        short version = request.requestApiVersion();
        ApiKeys api = ApiKeys.forId(request.requestApiKey());
        byte[] header = encoded(
                new ResponseHeaderData().setCorrelationId(request.correlationId()), api.responseHeaderVersion(version));
        byte[] body = encoded(answer, version);
        return new Exchange(
                request.correlationId(),
                true,
                ByteBuffer.allocate(header.length + body.length)
                        .put(header)
                        .put(body)
                        .array());
    }

    private static byte[] encoded(Message message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer bytes = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(bytes), cache, version);
        return bytes.array();
    }

    /** The client sees that it has been sent. */
    private static void swallow(NetworkSend send) {
        try {
            send.writeTo(Nowhere.CHANNEL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
