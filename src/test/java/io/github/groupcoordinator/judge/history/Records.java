package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest.AppendedRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.CoordinatorRecordJsonConverters;

/** Reads records of the offsets topic with Kafka's own serde and writes them as canonical text. */
final class Records {
    private static final GroupCoordinatorRecordSerde SERDE = new GroupCoordinatorRecordSerde();

    private final Canonical canonical;

    Records(Canonical canonical) {
        this.canonical = canonical;
    }

    /** Reads a record with its topic's serde, which would have written the very same bytes. */
    static CoordinatorRecord read(CoordinatorRecordSerde serde, byte[] key, byte[] value) {
        CoordinatorRecord record =
                serde.deserialize(ByteBuffer.wrap(key), value == null ? null : ByteBuffer.wrap(value));
        if (!Arrays.equals(serde.serializeKey(record), key) || !Arrays.equals(serde.serializeValue(record), value)) {
            throw new AssertionError("Kafka writes other bytes for " + record);
        }
        return record;
    }

    String write(AppendedRecord appended) {
        CoordinatorRecord record = read(SERDE, appended.key(), appended.value());
        String key = "in " + appended.partition() + " "
                + record.key().getClass().getSimpleName()
                + canonical.write(CoordinatorRecordJsonConverters.writeRecordKeyAsJson(record.key()));
        if (record.value() == null) {
            return key + " -> tombstone";
        }
        short version = record.value().version();
        return key + " -> v" + version + " "
                + canonical.write(CoordinatorRecordJsonConverters.writeRecordValueAsJson(
                        record.value().message(), version));
    }
}
