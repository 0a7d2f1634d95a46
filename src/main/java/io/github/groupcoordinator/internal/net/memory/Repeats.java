package io.github.groupcoordinator.internal.net.memory;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;

/** The requests of one client at one instant: whoever sends the same one again and again gets nowhere, and is named. */
final class Repeats {
    /** More of the same request in one millisecond are not meant to be. */
    static final int LIMIT = 100;

    /** So many different requests at one instant are no repetition of one. */
    private static final int DIFFERENT = 1_000;

    /** A frame begins with the API key and the version, each of two bytes, and the correlation id. */
    private static final int BEHIND_CORRELATION_ID = 8;

    private final Map<ByteBuffer, Integer> sent = new LinkedHashMap<>();
    private final Consumer<ApiKeys> found;
    private long instantMs = Long.MIN_VALUE;

    /** @param found told once for each request and instant */
    Repeats(Consumer<ApiKeys> found) {
        this.found = found;
    }

    void sent(long nowMs, ByteBuffer frame) {
        if (nowMs != instantMs) {
            instantMs = nowMs;
            sent.clear();
        }
        ApiKeys api = ApiKeys.forId(frame.getShort(frame.position()));
        // Batches are numbered, so that no two of them are the same, and may be large.
        if (api == ApiKeys.PRODUCE || sent.size() >= DIFFERENT) {
            return;
        }
        ByteBuffer content = frame.duplicate();
        ByteBuffer key = ByteBuffer.allocate(Short.BYTES + content.remaining() - BEHIND_CORRELATION_ID);
        key.putShort(api.id);
        content.position(content.position() + BEHIND_CORRELATION_ID);
        key.put(content).flip();
        if (sent.merge(key, 1, Integer::sum) == LIMIT + 1) {
            found.accept(api);
        }
    }
}
