package io.github.groupcoordinator.internal.broker.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * The requests that were taken up, oldest first. None is ever dropped, so that counts are exact however long a test
 * runs; but only the newest keep their bytes. Of the others remains what filters ask for: time, client, API, groups,
 * errors.
 */
final class ServedRequests {
    /** Enough for some fifty thousand heartbeats: more than a virtual day of one member. */
    static final int BYTES_TO_KEEP = 16 * 1024 * 1024;

    /** The bytes that objects around those of a request and its answer take, in round numbers. */
    private static final int OVERHEAD = 256;

    private final int bytesToKeep;
    private final List<LoggedRequest> requests = new ArrayList<>();
    private final Map<LoggedRequest.Digest, LoggedRequest.Digest> digests = new LinkedHashMap<>();
    private int firstWithBytes;
    private long keptBytes;

    ServedRequests(int bytesToKeep) {
        this.bytesToKeep = bytesToKeep;
    }

    void add(LoggedRequest request) {
        requests.add(request);
        keptBytes += OVERHEAD + request.keptBytes();
        forgetTheOldest();
    }

    /** @param sent the answer as its bytes were made of it */
    void answered(LoggedRequest request, long nowMs, short version, ByteBuffer response, ApiMessage sent) {
        boolean late = request.isForgotten();
        long before = request.keptBytes();
        request.answered(nowMs, version, response, sent);
        if (late) {
            request.forget(this::shared);
        } else {
            keptBytes += request.keptBytes() - before;
            forgetTheOldest();
        }
    }

    private void forgetTheOldest() {
        while (keptBytes > bytesToKeep) {
            LoggedRequest oldest = requests.get(firstWithBytes++);
            keptBytes -= OVERHEAD + oldest.keptBytes();
            oldest.forget(this::shared);
        }
    }

    /** Heartbeats look alike: what is left of them is kept once. */
    private LoggedRequest.Digest shared(LoggedRequest.Digest digest) {
        LoggedRequest.Digest known = digests.putIfAbsent(digest, digest);
        return known == null ? digest : known;
    }

    /** Returns them as they are now. */
    List<ServedRequest> views() {
        List<ServedRequest> views = new ArrayList<>(requests.size());
        requests.forEach(request -> views.add(request.view()));
        return views;
    }
}
