package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * Frames that no client should send. Nine in ten have a valid header for an API and version that are served, in turn,
 * and a body that was sensible before it was bent or cut; the rest are not even that.
 */
final class FuzzFrames {
    private static final long[] EDGES = {0, 1, -1, -2, 127, 128, 255, Short.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE
    };

    private final Random random;
    private final List<byte[]> sensible = new ArrayList<>();
    private final List<Integer> bodyStarts = new ArrayList<>();
    private int next;

    /** @param memberId of a live member of group g, at generation 1 */
    FuzzFrames(long seed, SampleRequests samples, String memberId) {
        this.random = new Random(seed);
        for (ApiVersionTable.Range range : new ApiVersionTable().all()) {
            for (int version = range.min(); version <= range.max(); version++) {
                add(range.api(), (short) version, samples.of(range.api(), version));
                ApiMessage living = ofLiving(range.api(), memberId);
                if (living != null) {
                    add(range.api(), (short) version, living);
                }
            }
        }
    }

    private static ApiMessage ofLiving(ApiKeys api, String memberId) {
        return switch (api) {
            case JOIN_GROUP -> SampleRequests.joinGroup(memberId);
            case HEARTBEAT ->
                new HeartbeatRequestData().setGroupId("g").setMemberId(memberId).setGenerationId(1);
            case SYNC_GROUP ->
                new SyncGroupRequestData().setGroupId("g").setMemberId(memberId).setGenerationId(1);
            default -> null;
        };
    }

    private void add(ApiKeys api, short version, ApiMessage body) {
        byte[] frame =
                BrokerDriver.encode(api, version, sensible.size(), "fuzz", body).array();
        bodyStarts.add(frame.length - body.size(new ObjectSerializationCache(), version));
        sensible.add(frame);
    }

    /** Returns the next frame, without its size prefix. */
    byte[] next() {
        int which = next++ % sensible.size();
        byte[] frame = sensible.get(which).clone();
        if (random.nextInt(10) == 0) {
            return garbage(frame);
        }
        int bodyStart = bodyStarts.get(which);
        return switch (random.nextInt(8)) {
            case 0 -> frame;
            case 1 -> Arrays.copyOf(frame, bodyStart + random.nextInt(frame.length - bodyStart + 1));
            case 2 -> inserted(frame, bodyStart);
            case 3 -> removed(frame, bodyStart);
            case 4, 5 -> flipped(frame, bodyStart);
            default -> edged(frame, bodyStart);
        };
    }

    private byte[] garbage(byte[] frame) {
        if (random.nextBoolean()) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        return flipped(frame, 0);
    }

    private byte[] flipped(byte[] frame, int from) {
        for (int flips = 1 + random.nextInt(3); flips > 0 && from < frame.length; flips--) {
            frame[from + random.nextInt(frame.length - from)] ^= (byte) (1 << random.nextInt(8));
        }
        return frame;
    }

    /** Numbers at their limits, in each width. */
    private byte[] edged(byte[] frame, int from) {
        for (int edges = 1 + random.nextInt(2); edges > 0 && from < frame.length; edges--) {
            int width = Math.min(1 << random.nextInt(4), frame.length - from);
            long value = EDGES[random.nextInt(EDGES.length)];
            int at = from + random.nextInt(frame.length - from - width + 1);
            for (int i = width - 1; i >= 0; i--) {
                frame[at + i] = (byte) value;
                value >>= 8;
            }
        }
        return frame;
    }

    private byte[] inserted(byte[] frame, int from) {
        byte[] more = new byte[1 + random.nextInt(16)];
        random.nextBytes(more);
        int at = from + random.nextInt(frame.length - from + 1);
        return ByteBuffer.allocate(frame.length + more.length)
                .put(frame, 0, at)
                .put(more)
                .put(frame, at, frame.length - at)
                .array();
    }

    private byte[] removed(byte[] frame, int from) {
        int at = from + random.nextInt(frame.length - from + 1);
        int end = at + random.nextInt(frame.length - at + 1);
        return ByteBuffer.allocate(frame.length - (end - at))
                .put(frame, 0, at)
                .put(frame, end, frame.length - end)
                .array();
    }

    /** Returns a size prefix that is wrong for a frame, now and then. */
    int announced(byte[] frame) {
        return switch (random.nextInt(200)) {
            case 0 -> -1 - random.nextInt(Integer.MAX_VALUE);
            case 1 -> 100 * 1024 * 1024 + 1 + random.nextInt(1_000_000);
            case 2 -> frame.length + 1 + random.nextInt(1_000);
            default -> frame.length;
        };
    }

    int random(int bound) {
        return random.nextInt(bound);
    }
}
