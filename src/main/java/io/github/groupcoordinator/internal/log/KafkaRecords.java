package io.github.groupcoordinator.internal.log;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.jspecify.annotations.Nullable;

/**
 * The way to Kafka's own record classes. Their package differs between the versions of kafka-clients, so that nothing
 * else may name them; here they are found by what the generated messages return.
 */
public final class KafkaRecords {
    private final Method produceRecords;
    private final Method setFetchRecords;
    private final Method readableRecords;
    private final Method buffer;
    private final Method records;
    private final Method offset;
    private final Method timestamp;
    private final Method key;
    private final Method hasKey;
    private final Method batches;
    private final Method skim;
    private final Object noCaching;
    private final Method value;

    private KafkaRecords() throws ReflectiveOperationException {
        produceRecords = ProduceRequestData.PartitionProduceData.class.getMethod("records");
        Class<?> baseRecords = produceRecords.getReturnType();
        setFetchRecords = FetchResponseData.PartitionData.class.getMethod("setRecords", baseRecords);
        ClassLoader loader = baseRecords.getClassLoader();
        String home = baseRecords.getPackageName();
        Class<?> memoryRecords = Class.forName(home + ".MemoryRecords", true, loader);
        readableRecords = memoryRecords.getMethod("readableRecords", ByteBuffer.class);
        buffer = memoryRecords.getMethod("buffer");
        Class<?> recordsType = Class.forName(home + ".Records", true, loader);
        records = recordsType.getMethod("records");
        batches = recordsType.getMethod("batches");
        skim = Arrays.stream(Class.forName(home + ".MutableRecordBatch", true, loader)
                        .getMethods())
                .filter(each -> each.getName().equals("skipKeyValueIterator") && each.getParameterCount() == 1)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException("MutableRecordBatch.skipKeyValueIterator"));
        // Its package differs, too.
        noCaching = Objects.requireNonNull(
                skim.getParameterTypes()[0].getField("NO_CACHING").get(null));
        Class<?> recordType = Class.forName(home + ".Record", true, loader);
        offset = recordType.getMethod("offset");
        timestamp = recordType.getMethod("timestamp");
        key = recordType.getMethod("key");
        hasKey = recordType.getMethod("hasKey");
        value = recordType.getMethod("value");
    }

    public static KafkaRecords instance() {
        return Holder.INSTANCE;
    }

    /** Returns the record bytes of a produce request, or null if it has none. */
    public @Nullable ByteBuffer bytesOf(ProduceRequestData.PartitionProduceData partition) {
        Object present = invoke(produceRecords, partition);
        return present == null ? null : (ByteBuffer) invoke(buffer, present);
    }

    /** Puts record bytes, possibly none, into a fetch response. */
    public FetchResponseData.PartitionData withRecords(FetchResponseData.PartitionData partition, ByteBuffer bytes) {
        invoke(setFetchRecords, partition, invoke(readableRecords, null, bytes));
        return partition;
    }

    /** Puts record bytes, possibly none, into the answer of a ShareFetch. */
    public ShareFetchResponseData.PartitionData withRecords(
            ShareFetchResponseData.PartitionData partition, ByteBuffer bytes) {
        invoke(ShareFetches.SET_RECORDS, partition, invoke(readableRecords, null, bytes));
        return partition;
    }

    /** Reads records, compressed or not, with Kafka's own reader. */
    List<LogRecord> read(ByteBuffer bytes) {
        Object memoryRecords = invoke(readableRecords, null, bytes.duplicate());
        if (!(invoke(records, memoryRecords) instanceof Iterable<?> all)) {
            throw new IllegalStateException("Kafka's records are not iterable");
        }
        List<LogRecord> read = new ArrayList<>();
        for (Object each : all) {
            read.add(new LogRecord(
                    asLong(invoke(offset, each)),
                    asLong(invoke(timestamp, each)),
                    bytesOrNull(invoke(key, each)),
                    bytesOrNull(invoke(value, each))));
        }
        return read;
    }

    /**
     * Reads the records of one batch with Kafka's own reader, which steps over keys and values: whatever a compressed
     * batch inflates to, and however many records it claims to have, only a piece of it is held at a time.
     */
    void skim(ByteBuffer bytes, RecordVisitor visitor) {
        Object memoryRecords = invoke(readableRecords, null, bytes.duplicate());
        if (!(invoke(batches, memoryRecords) instanceof Iterable<?> all)) {
            throw new IllegalStateException("Kafka's batches are not iterable");
        }
        for (Object batch : all) {
            if (!(invoke(skim, batch, noCaching) instanceof Closeable stream)
                    || !(stream instanceof Iterator<?> each)) {
                throw new IllegalStateException("Kafka's batch gave no records");
            }
            try (stream) {
                while (each.hasNext()) {
                    Object record = each.next();
                    visitor.record(
                            asLong(invoke(offset, record)),
                            asLong(invoke(timestamp, record)),
                            Boolean.TRUE.equals(invoke(hasKey, record)));
                }
            } catch (IOException e) {
                throw new InvalidRecordException("Kafka's reader could not be closed", e);
            }
        }
    }

    private static long asLong(@Nullable Object number) {
        if (number instanceof Long present) {
            return present;
        }
        throw new IllegalStateException("Kafka's record gave " + number + " for a number");
    }

    private static byte @Nullable [] bytesOrNull(@Nullable Object buffer) {
        if (!(buffer instanceof ByteBuffer present)) {
            return null;
        }
        byte[] bytes = new byte[present.remaining()];
        present.duplicate().get(bytes);
        return bytes;
    }

    private static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new InvalidRecordException("Kafka's reader failed", e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Kafka's " + method + " is not accessible", e);
        }
    }

    /** The part that only kafka-clients have which know share groups. */
    private static final class ShareFetches {
        static final Method SET_RECORDS = setter();

        private static Method setter() {
            for (Method method : ShareFetchResponseData.PartitionData.class.getMethods()) {
                if (method.getName().equals("setRecords")) {
                    return method;
                }
            }
            throw new IllegalStateException("This version of kafka-clients has no records in ShareFetch responses");
        }
    }

    private static final class Holder {
        static final KafkaRecords INSTANCE = find();

        private static KafkaRecords find() {
            try {
                return new KafkaRecords();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This version of kafka-clients keeps its record classes elsewhere", e);
            }
        }
    }
}
