package io.github.groupcoordinator.judge;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.requests.AbstractRequest;

/** Sends messages through Kafka's codecs, so that a version loses what it cannot carry. */
public final class Codec {

    private Codec() {}

    /** Returns the request as the broker reads it. */
    public static AbstractRequest received(ClientRequest request) {
        ByteBufferAccessor wire = new ByteBufferAccessor(encode(request.body(), request.version()));
        return AbstractRequest.parseRequest(request.api(), request.version(), wire).request;
    }

    /** Returns the response as the client reads it. */
    public static ApiMessage received(ApiKeys api, short version, ApiMessage response) {
        ApiMessage read = api.messageType.newResponse();
        read.read(new ByteBufferAccessor(encode(response, version)), version);
        return read;
    }

    private static ByteBuffer encode(ApiMessage message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(buffer), cache, version);
        buffer.flip();
        return buffer;
    }
}
