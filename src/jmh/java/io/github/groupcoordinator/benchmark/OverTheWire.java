package io.github.groupcoordinator.benchmark;

import io.github.groupcoordinator.judge.ClientRequest;
import io.github.groupcoordinator.judge.Codec;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Encodes and decodes each request and each response with Kafka's own codecs, as a client and a broker do. */
final class OverTheWire implements Coordinator {
    private final Coordinator behind;

    OverTheWire(Coordinator behind) {
        this.behind = behind;
    }

    @Override
    public void send(ApiKeys api, short version, ApiMessage request, Consumer<ApiMessage> reply) {
        ApiMessage received = Codec.received(new ClientRequest(api, version, Load.CLIENT_ID, request))
                .data();
        behind.send(api, version, received, response -> reply.accept(Codec.received(api, version, response)));
    }

    @Override
    public void pass(long ms) {
        behind.pass(ms);
    }

    @Override
    public void close() {
        behind.close();
    }
}
