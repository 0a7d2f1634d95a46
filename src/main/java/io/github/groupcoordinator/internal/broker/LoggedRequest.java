package io.github.groupcoordinator.internal.broker;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** An entry of the request log. It keeps bytes, not objects, and decodes nothing: most entries are never looked at. */
final class LoggedRequest {
    /** Of messages that carry records, larger ones are not kept: the partition logs have the records already. */
    private static final int LARGEST_WITH_RECORDS = 4 * 1024;

    /** What is kept of a message for whoever looks; the bytes are null if only the size is. */
    record Frame(@Nullable ByteBuffer bytes, int size) {
        static Frame of(ByteBuffer bytes, boolean carriesRecords) {
            int size = bytes.remaining();
            return new Frame(carriesRecords && size > LARGEST_WITH_RECORDS ? null : bytes.slice(), size);
        }
    }

    /** What was sent back, header included. */
    record Answer(long timeMs, short version, Frame frame) {}

    private final long timeMs;
    private final int nodeId;
    private final ApiKeys api;
    private final short version;
    private final String clientId;
    private final Frame body;
    private @Nullable Answer answer;

    LoggedRequest(long timeMs, int nodeId, ApiKeys api, short version, String clientId, ByteBuffer body) {
        this.timeMs = timeMs;
        this.nodeId = nodeId;
        this.api = api;
        this.version = version;
        this.clientId = clientId;
        this.body = Frame.of(body, api == ApiKeys.PRODUCE);
    }

    void answered(long nowMs, short responseVersion, ByteBuffer response) {
        answer = new Answer(nowMs, responseVersion, Frame.of(response, api == ApiKeys.FETCH));
    }

    ServedRequest view() {
        return new ServedRequest(timeMs, nodeId, api, version, clientId, body, answer);
    }
}
