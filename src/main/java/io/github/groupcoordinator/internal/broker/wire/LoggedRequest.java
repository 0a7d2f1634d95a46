package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.api.answer.ErrorCodes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the request log. It keeps bytes, not objects, and decodes nothing before its bytes have to go: most
 * entries are never looked at.
 */
final class LoggedRequest {
    /** Of messages that carry records, larger ones are not kept: the partition logs have the records already. */
    private static final int LARGEST_WITH_RECORDS = 4 * 1024;

    /** A message as far as it is kept for whoever looks; the bytes are null if only the size is. */
    record Frame(@Nullable ByteBuffer bytes, int size) {
        static Frame of(ByteBuffer bytes, boolean carriesRecords) {
            int size = bytes.remaining();
            return new Frame(carriesRecords && size > LARGEST_WITH_RECORDS ? null : bytes.slice(), size);
        }

        long keptBytes() {
            return bytes == null ? 0 : size;
        }

        Frame sizeOnly() {
            return new Frame(null, size);
        }
    }

    /** The rest of a request whose bytes are gone; the frames have sizes only. */
    record Digest(
            List<String> groupIds,
            List<String> errors,
            Frame body,
            @Nullable Frame answer) {}

    /** The answer that was sent back, header included. */
    record Answer(long timeMs, short version, Frame frame, List<String> errors) {}

    private final long timeMs;
    private final int nodeId;
    private final ApiKeys api;
    private final short version;
    private final String clientId;
    private Frame body;
    private @Nullable Answer answer;
    private @Nullable Digest digest;

    LoggedRequest(long timeMs, int nodeId, ApiKeys api, short version, String clientId, ByteBuffer body) {
        this.timeMs = timeMs;
        this.nodeId = nodeId;
        this.api = api;
        this.version = version;
        this.clientId = clientId;
        this.body = Frame.of(body, api == ApiKeys.PRODUCE);
    }

    /** @param sent the answer as its bytes were made of it */
    void answered(long nowMs, short responseVersion, ByteBuffer response, ApiMessage sent) {
        List<String> errors = ErrorCodes.namesIn(sent);
        if (!errors.isEmpty()) {
            // Old versions leave out what they do not know.
            errors = ErrorCodes.namesIn(decodeResponse(api, responseVersion, response));
        }
        answer = new Answer(nowMs, responseVersion, Frame.of(response, api == ApiKeys.FETCH), errors);
    }

    static ApiMessage decodeResponse(ApiKeys api, short version, ByteBuffer bytes) {
        ByteBufferAccessor in = new ByteBufferAccessor(bytes.duplicate());
        new ResponseHeaderData(in, api.responseHeaderVersion(version));
        ApiMessage response = api.messageType.newResponse();
        response.read(in, version);
        return response;
    }

    long keptBytes() {
        return body.keptBytes() + (answer == null ? 0 : answer.frame().keptBytes());
    }

    boolean isForgotten() {
        return digest != null;
    }

    /**
     * Lets go of the bytes.
     *
     * @param shared returns the one digest that all requests with equal ones keep
     */
    void forget(UnaryOperator<Digest> shared) {
        ServedRequest last = view();
        Frame sent = answer == null ? null : answer.frame().sizeOnly();
        Digest kept = shared.apply(new Digest(last.groupIds(), last.errors(), body.sizeOnly(), sent));
        digest = kept;
        body = kept.body();
        if (answer != null && kept.answer() != null) {
            answer = new Answer(answer.timeMs(), answer.version(), kept.answer(), kept.errors());
        }
    }

    long timeMs() {
        return timeMs;
    }

    int nodeId() {
        return nodeId;
    }

    ApiKeys api() {
        return api;
    }

    short version() {
        return version;
    }

    String clientId() {
        return clientId;
    }

    Frame body() {
        return body;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    @Nullable
    Digest digest() {
        return digest;
    }

    ServedRequest view() {
        return new ServedRequest(this);
    }
}
