package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.OffsetRecord;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetTombstone;
import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own format of the record of a committed offset: written as version 4, as Kafka 4.3.1 does, or 1 if the client
 * asked for a retention of its own, and read as 0 to 4.
 */
final class OffsetSerde {
    private static final short VERSION = 4;
    private static final short VERSION_WITH_RETENTION = 1;
    private static final short FIRST_FLEXIBLE_VERSION = 4;
    private static final int TOPIC_ID_TAG = 0;

    private OffsetSerde() {}

    static CoordinatorRecord encode(OffsetRecord record) {
        if (record instanceof OffsetCommit commit) {
            return new CoordinatorRecord(
                    offsetKey(commit.groupId(), commit.topic(), commit.partition()), offsetValue(commit.offset()));
        }
        OffsetTombstone tombstone = (OffsetTombstone) record;
        return new CoordinatorRecord(offsetKey(tombstone.groupId(), tombstone.topic(), tombstone.partition()), null);
    }

    /** Encodes a commit, given the record of another one of the same topic. */
    static CoordinatorRecord encodeBeside(CoordinatorRecord other, OffsetCommit commit) {
        byte[] key = other.key().clone();
        ByteBuffer.wrap(key).putInt(key.length - Integer.BYTES, commit.partition());
        return new CoordinatorRecord(key, offsetValue(commit.offset()));
    }

    private static byte[] offsetKey(String groupId, String topic, int partition) {
        return RecordBytes.writing(false, 3 * Short.BYTES + groupId.length() + topic.length() + Integer.BYTES)
                .writeShort(RecordSerde.OFFSET_COMMIT)
                .writeString(groupId)
                .writeString(topic)
                .writeInt(partition)
                .toByteArray();
    }

    private static byte[] offsetValue(CommittedOffset offset) {
        if (offset.expireTimestampMs() != CommittedOffset.NONE) {
            return RecordBytes.writing(false)
                    .writeShort(VERSION_WITH_RETENTION)
                    .writeLong(offset.offset())
                    .writeString(offset.metadata())
                    .writeLong(offset.commitTimestampMs())
                    .writeLong(offset.expireTimestampMs())
                    .toByteArray();
        }
        RecordBytes bytes = RecordBytes.writing(true, expectedSize(offset))
                .writeShort(VERSION)
                .writeLong(offset.offset())
                .writeInt(offset.leaderEpoch())
                .writeString(offset.metadata())
                .writeLong(offset.commitTimestampMs());
        if (offset.topicId().equals(Uuid.ZERO_UUID)) {
            return bytes.writeVarint(0).toByteArray();
        }
        return bytes.writeVarint(1)
                .writeVarint(TOPIC_ID_TAG)
                .writeVarint(2 * Long.BYTES)
                .writeUuid(offset.topicId())
                .toByteArray();
    }

    /** Returns the size of the value if the metadata is ASCII. */
    private static int expectedSize(CommittedOffset offset) {
        int length = offset.metadata().length();
        return Short.BYTES
                + 2 * Long.BYTES
                + Integer.BYTES
                + RecordBytes.sizeOfVarint(length + 1)
                + length
                + (offset.topicId().equals(Uuid.ZERO_UUID) ? 1 : 3 + 2 * Long.BYTES);
    }

    static OffsetRecord decode(short type, RecordBytes key, byte @Nullable [] value) {
        String groupId = key.readString();
        String topic = key.readString();
        int partition = key.readInt();
        if (value == null) {
            return new OffsetTombstone(groupId, topic, partition);
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        short version = RecordBytes.version(buffer, type == RecordSerde.LEGACY_OFFSET_COMMIT ? 0 : VERSION);
        boolean flexible = version >= FIRST_FLEXIBLE_VERSION;
        RecordBytes bytes = RecordBytes.reading(buffer, flexible);
        long offset = bytes.readLong();
        int leaderEpoch = version >= 3 ? bytes.readInt() : -1;
        String metadata = bytes.readString();
        long commitTimestampMs = bytes.readLong();
        long expireTimestampMs = version == 1 ? bytes.readLong() : -1;
        Uuid topicId = flexible ? topicId(bytes) : Uuid.ZERO_UUID;
        return new OffsetCommit(
                groupId,
                topic,
                partition,
                new CommittedOffset(offset, leaderEpoch, metadata, commitTimestampMs, expireTimestampMs, topicId));
    }

    private static Uuid topicId(RecordBytes bytes) {
        Uuid topicId = Uuid.ZERO_UUID;
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag == TOPIC_ID_TAG) {
                topicId = bytes.readUuid();
            } else {
                bytes.skip(size);
            }
        }
        return topicId;
    }
}
