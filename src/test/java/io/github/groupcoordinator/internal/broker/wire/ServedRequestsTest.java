package io.github.groupcoordinator.internal.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.junit.jupiter.api.Test;

class ServedRequestsTest {
    private static final short VERSION = 4;
    private static final int OVERHEAD = 256;
    private static final ByteBuffer REQUEST =
            encode(new HeartbeatRequestData().setGroupId("billing").setMemberId("m-1"), VERSION);
    private static final ApiMessage FENCED_ANSWER =
            new HeartbeatResponseData().setErrorCode(Errors.FENCED_INSTANCE_ID.code());
    private static final ByteBuffer FENCED = response(FENCED_ANSWER);
    private static final int ANSWERED = OVERHEAD + REQUEST.remaining() + FENCED.remaining();

    private static ByteBuffer encode(Message message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer bytes = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(bytes), cache, version);
        return bytes.flip();
    }

    private static ByteBuffer response(ApiMessage body) {
        ByteBuffer header = encode(new ResponseHeaderData(), ApiKeys.HEARTBEAT.responseHeaderVersion(VERSION));
        ByteBuffer encoded = encode(body, VERSION);
        return ByteBuffer.allocate(header.remaining() + encoded.remaining())
                .put(header)
                .put(encoded)
                .flip();
    }

    private static LoggedRequest taken(ServedRequests requests, long atMs) {
        LoggedRequest request = new LoggedRequest(atMs, 0, ApiKeys.HEARTBEAT, VERSION, "a", REQUEST.duplicate());
        requests.add(request);
        return request;
    }

    private static void fenced(ServedRequests requests, LoggedRequest request, long atMs) {
        requests.answered(request, atMs, VERSION, FENCED.duplicate(), FENCED_ANSWER);
    }

    @Test
    void everythingIsKeptUpToTheBoundAndOneByteLessForgetsTheOldest() {
        for (int missing : new int[] {0, 1}) {
            ServedRequests requests = new ServedRequests(2 * ANSWERED - missing);
            fenced(requests, taken(requests, 1), 1);
            fenced(requests, taken(requests, 2), 2);

            List<ServedRequest> views = requests.views();

            assertThat(views.get(0).request()).contains(missing == 0 ? "groupId='billing'" : "bytes, not kept");
            assertThat(views.get(1).request()).contains("groupId='billing'");
        }
    }

    @Test
    void whatFiltersAskForOutlivesTheBytes() {
        ServedRequests requests = new ServedRequests(3 * ANSWERED);
        for (int i = 0; i < 10_000; i++) {
            fenced(requests, taken(requests, i), i + 2);
        }

        List<ServedRequest> views = requests.views();

        assertThat(views).hasSize(10_000);
        for (int i = 0; i < views.size(); i++) {
            ServedRequest view = views.get(i);
            assertThat(view.at().toEpochMilli()).isEqualTo(i);
            assertThat(view.describe()).isEqualTo("a: Heartbeat v4 about billing: FENCED_INSTANCE_ID after 2 ms");
        }
        assertThat(views.get(0).response()).contains("(" + FENCED.remaining() + " bytes, not kept)");
        assertThat(views.get(9_999).response().orElseThrow()).contains("errorCode=82");
    }

    @Test
    void anAnswerThatComesAfterTheBytesAreGoneIsStillTold() {
        ServedRequests requests = new ServedRequests(ANSWERED);
        LoggedRequest parked = taken(requests, 1);
        fenced(requests, taken(requests, 2), 2);
        ServedRequest waiting = requests.views().get(0);
        fenced(requests, parked, 3_001);

        ServedRequest answered = requests.views().get(0);

        assertThat(waiting.response()).isEmpty();
        assertThat(waiting.errors()).isEmpty();
        assertThat(answered.duration()).contains(Duration.ofSeconds(3));
        assertThat(answered.errors()).containsExactly("FENCED_INSTANCE_ID");
        assertThat(answered.groupIds()).containsExactly("billing");
        assertThat(answered.response()).contains("(" + FENCED.remaining() + " bytes, not kept)");
    }
}
