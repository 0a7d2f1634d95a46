package io.github.groupcoordinator.internal.client.seam;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * The strategy {@code auto.offset.reset=by_duration:...} (KIP-1106), counted from virtual time. Kafka's strategy asks
 * the wall clock itself, whatever {@code Time} the consumer lives by. So the strategy is given a duration that no clock
 * reaches, by which its timestamps are told from all others, and each is exchanged as it goes out.
 */
final class DurationReset implements UnaryOperator<ByteBuffer> {
    private static final String STRATEGY = "org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy";

    /** Later than any timestamp that means a moment, and early enough for an {@code Instant}. */
    private static final long NEVER_MS = 1L << 60;

    private final Time time;
    private final Duration duration;

    private DurationReset(Time time, Duration duration) {
        this.time = time;
        this.duration = duration;
    }

    /** Marks the strategy, if the object is one that counts by duration; returns what goes with it, or null. */
    public static @Nullable DurationReset of(Object object, Time time) {
        if (!object.getClass().getName().equals(STRATEGY)) {
            return null;
        }
        Field field = Reflect.field(object.getClass(), "duration");
        if (Reflect.getOrNull(field, object) instanceof Optional<?> present
                && present.orElse(null) instanceof Duration asked
                && !asked.isNegative()) {
            Reflect.set(field, object, Optional.of(Duration.ofMillis(-NEVER_MS)));
            return new DurationReset(time, asked);
        }
        return null;
    }

    /** Returns the request as it goes out. */
    @Override
    public ByteBuffer apply(ByteBuffer frame) {
        if (frame.getShort(frame.position()) != ApiKeys.LIST_OFFSETS.id) {
            return frame;
        }
        short version = frame.getShort(frame.position() + 2);
        short headerVersion = ApiKeys.LIST_OFFSETS.requestHeaderVersion(version);
        ByteBufferAccessor in = new ByteBufferAccessor(frame.duplicate());
        RequestHeaderData header = new RequestHeaderData(in, headerVersion);
        ListOffsetsRequestData body = new ListOffsetsRequestData(in, version);
        for (ListOffsetsTopic topic : body.topics()) {
            for (ListOffsetsPartition partition : topic.partitions()) {
                if (partition.timestamp() >= NEVER_MS) {
                    partition.setTimestamp(time.milliseconds() - duration.toMillis());
                }
            }
        }
        ObjectSerializationCache cache = new ObjectSerializationCache();
        int size = header.size(cache, headerVersion) + body.size(cache, version);
        ByteBufferAccessor out = new ByteBufferAccessor(ByteBuffer.allocate(size));
        header.write(out, cache, headerVersion);
        body.write(out, cache, version);
        return out.buffer().flip();
    }
}
