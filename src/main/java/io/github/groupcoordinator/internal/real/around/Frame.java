package io.github.groupcoordinator.internal.real.around;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.network.ByteBufferSend;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/** A request in the bytes in which a client sends it: its size, the API, its version, the correlation id, the rest. */
record Frame(ByteBuffer bytes) {
    private static final Field BUFFERS = Reflect.field(ByteBufferSend.class, "buffers");
    private static final int SIZE_BYTES = Integer.BYTES;
    private static final int BEFORE_CORRELATION_ID = SIZE_BYTES + Short.BYTES + Short.BYTES;

    /** Returns the frame of a request; empty if it carries records, of a producer. */
    static Optional<Frame> of(NetworkSend send) {
        return send.send() instanceof ByteBufferSend bytes
                ? Optional.of(new Frame(Reflect.<ByteBuffer[]>get(BUFFERS, bytes)[0].duplicate()))
                : Optional.empty();
    }

    short apiKey() {
        return bytes.getShort(bytes.position() + SIZE_BYTES);
    }

    short version() {
        return bytes.getShort(bytes.position() + SIZE_BYTES + Short.BYTES);
    }

    int correlationId() {
        return bytes.getInt(bytes.position() + BEFORE_CORRELATION_ID);
    }

    /** Reads the header; what follows it is the body. */
    RequestHeaderData header(ByteBufferAccessor in) {
        return new RequestHeaderData(in, ApiKeys.forId(apiKey()).requestHeaderVersion(version()));
    }

    /** Begins to read behind the size. */
    ByteBufferAccessor reader() {
        ByteBuffer in = bytes.duplicate();
        in.position(in.position() + SIZE_BYTES);
        return new ByteBufferAccessor(in);
    }
}
