package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest.AppendedRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.CoordinatorRecordJsonConverters;

/** Reads records of the offsets topic with Kafka's own serde and writes them as canonical text. */
final class Records {
    private static final GroupCoordinatorRecordSerde SERDE = new GroupCoordinatorRecordSerde();

    private final Canonical canonical;

    Records(Canonical canonical) {
        this.canonical = canonical;
    }

    /** Kafka would have written the very same bytes. */
    private static void requireSameBytes(AppendedRecord appended, CoordinatorRecord record) {
        if (!Arrays.equals(SERDE.serializeKey(record), appended.key())
                || !Arrays.equals(SERDE.serializeValue(record), appended.value())) {
            throw new AssertionError("Kafka writes other bytes for " + record);
        }
    }

    String write(AppendedRecord appended) {
        ByteBuffer value = appended.value() == null ? null : ByteBuffer.wrap(appended.value());
        CoordinatorRecord record = SERDE.deserialize(ByteBuffer.wrap(appended.key()), value);
        requireSameBytes(appended, record);
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
