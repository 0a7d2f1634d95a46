package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.OffsetRecord;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own formats of the records of {@code __consumer_offsets}: which class knows a record, by its protocol or its
 * key.
 */
public final class RecordSerde {
    public static final short LEGACY_OFFSET_COMMIT = 0;
    public static final short OFFSET_COMMIT = 1;
    public static final short GROUP_METADATA = 2;

    private RecordSerde() {}

    /** Encodes records that are appended together. */
    public static List<CoordinatorRecord> encode(List<? extends PersistentRecord> records) {
        List<CoordinatorRecord> encoded = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            PersistentRecord record = records.get(i);
            // A commit is mostly of many partitions of one topic, whose keys differ in the end only.
            if (record instanceof OffsetCommit commit
                    && i > 0
                    && records.get(i - 1) instanceof OffsetCommit before
                    && commit.topic().equals(before.topic())
                    && commit.groupId().equals(before.groupId())) {
                encoded.add(OffsetSerde.encodeBeside(encoded.get(i - 1), commit));
            } else {
                encoded.add(encode(record));
            }
        }
        return encoded;
    }

    public static CoordinatorRecord encode(PersistentRecord record) {
        if (record instanceof OffsetRecord offset) {
            return OffsetSerde.encode(offset);
        }
        GroupRecord ofGroup = (GroupRecord) record;
        return switch (ofGroup.type()) {
            case CLASSIC -> ClassicGroupSerde.encode((ClassicGroupRecord) ofGroup);
            case CONSUMER -> ConsumerGroupSerde.encode((ConsumerGroupRecord) ofGroup);
            case SHARE -> ShareGroupSerde.encode((ShareGroupRecord) ofGroup);
            case STREAMS -> StreamsGroupSerde.encode((StreamsGroupRecord) ofGroup);
        };
    }

    /**
     * Returns what a record says, or null if it is of a type that Kafka 4.3.1 does not know: Kafka skips those too.
     *
     * @throws IllegalStateException if the record is broken
     */
    public static @Nullable PersistentRecord decode(CoordinatorRecord record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        try {
            short type = key.getShort();
            RecordBytes rest = RecordBytes.reading(key, false);
            if (type == GROUP_METADATA) {
                return ClassicGroupSerde.decode(rest, record.value());
            }
            if (type == OFFSET_COMMIT || type == LEGACY_OFFSET_COMMIT) {
                return OffsetSerde.decode(type, rest, record.value());
            }
            if (ConsumerGroupSerde.knows(type)) {
                return ConsumerGroupSerde.decode(type, rest, record.value());
            }
            if (ShareGroupSerde.knows(type)) {
                return ShareGroupSerde.decode(type, rest, record.value());
            }
            return StreamsGroupSerde.knows(type) ? StreamsGroupSerde.decode(type, rest, record.value()) : null;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("a record of __consumer_offsets can't be read", e);
        }
    }
}
