package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.PersistentRecord.GroupMetadata;
import io.github.groupcoordinator.internal.group.PersistentRecord.GroupTombstone;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetTombstone;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own formats of group and offset records. Written as Kafka 4.3.1 does: GroupMetadata v3, OffsetCommit v4, or
 * v1 if the client asked for a retention of its own; read in every version that Kafka 4.3.1 reads.
 */
final class RecordSerde {
    static final short LEGACY_OFFSET_COMMIT = 0;
    static final short OFFSET_COMMIT = 1;
    static final short GROUP_METADATA = 2;
    private static final short LAST_KNOWN_TYPE = 23;

    private static final short GROUP_METADATA_VERSION = 3;
    private static final short OFFSET_VERSION = 4;
    private static final short OFFSET_VERSION_WITH_RETENTION = 1;
    private static final short LATEST_VERSION = 4;
    private static final short FIRST_FLEXIBLE_VERSION = 4;
    private static final int TOPIC_ID_TAG = 0;

    private RecordSerde() {}

    static CoordinatorRecord encode(PersistentRecord record) {
        if (record instanceof ConsumerGroupRecord consumer) {
            return ConsumerGroupSerde.encode(consumer);
        }
        if (record instanceof GroupMetadata group) {
            return new CoordinatorRecord(groupKey(group.groupId()), groupValue(group));
        }
        if (record instanceof GroupTombstone group) {
            return new CoordinatorRecord(groupKey(group.groupId()), null);
        }
        if (record instanceof OffsetCommit commit) {
            return new CoordinatorRecord(
                    offsetKey(commit.groupId(), commit.topic(), commit.partition()), offsetValue(commit.offset()));
        }
        OffsetTombstone tombstone = (OffsetTombstone) record;
        return new CoordinatorRecord(offsetKey(tombstone.groupId(), tombstone.topic(), tombstone.partition()), null);
    }

    private static byte[] groupKey(String groupId) {
        return RecordBytes.writing(false)
                .writeShort(GROUP_METADATA)
                .writeString(groupId)
                .toByteArray();
    }

    private static byte[] groupValue(GroupMetadata group) {
        RecordBytes bytes = RecordBytes.writing(false, expectedSize(group))
                .writeShort(GROUP_METADATA_VERSION)
                .writeString(group.protocolType())
                .writeInt(group.generationId())
                .writeString(group.protocolName())
                .writeString(group.leaderId())
                .writeLong(group.currentStateTimestampMs())
                .writeCount(group.members().size());
        for (ClassicMember member : group.members()) {
            byte[] subscription = member.metadata(group.protocolName());
            bytes.writeString(member.memberId())
                    .writeString(member.groupInstanceId())
                    .writeString(member.clientId())
                    .writeString(member.clientHost())
                    .writeInt(member.rebalanceTimeoutMs())
                    .writeInt(member.sessionTimeoutMs())
                    .writeBytes(subscription == null ? new byte[0] : subscription)
                    .writeBytes(member.assignment());
        }
        return bytes.toByteArray();
    }

    /** Returns the size of the value if all strings are ASCII, as ids are almost always; a large group's would grow often. */
    private static int expectedSize(GroupMetadata group) {
        int size = 4 * Short.BYTES
                + 2 * Integer.BYTES
                + Long.BYTES
                + group.protocolType().length()
                + length(group.protocolName())
                + length(group.leaderId());
        for (ClassicMember member : group.members()) {
            byte[] subscription = member.metadata(group.protocolName());
            size += 4 * Short.BYTES
                    + 4 * Integer.BYTES
                    + member.memberId().length()
                    + length(member.groupInstanceId())
                    + member.clientId().length()
                    + member.clientHost().length()
                    + (subscription == null ? 0 : subscription.length)
                    + member.assignment().length;
        }
        return size;
    }

    private static int length(@Nullable String value) {
        return value == null ? 0 : value.length();
    }

    private static byte[] offsetKey(String groupId, String topic, int partition) {
        return RecordBytes.writing(false)
                .writeShort(OFFSET_COMMIT)
                .writeString(groupId)
                .writeString(topic)
                .writeInt(partition)
                .toByteArray();
    }

    private static byte[] offsetValue(CommittedOffset offset) {
        if (offset.expireTimestampMs() != CommittedOffset.NONE) {
            return RecordBytes.writing(false)
                    .writeShort(OFFSET_VERSION_WITH_RETENTION)
                    .writeLong(offset.offset())
                    .writeString(offset.metadata())
                    .writeLong(offset.commitTimestampMs())
                    .writeLong(offset.expireTimestampMs())
                    .toByteArray();
        }
        RecordBytes bytes = RecordBytes.writing(true)
                .writeShort(OFFSET_VERSION)
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
                .writeLong(offset.topicId().getMostSignificantBits())
                .writeLong(offset.topicId().getLeastSignificantBits())
                .toByteArray();
    }

    /**
     * Returns what a record says, or null if it is of a type that Kafka 4.3.1 does not know: Kafka skips those too.
     *
     * @throws IllegalStateException if the record is of a kind that is not supported yet, or broken
     */
    static @Nullable PersistentRecord decode(CoordinatorRecord record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        try {
            short type = key.getShort();
            RecordBytes rest = RecordBytes.reading(key, false);
            if (type == GROUP_METADATA) {
                String groupId = rest.readString();
                return record.value() == null ? new GroupTombstone(groupId) : group(groupId, record.value());
            }
            if (type == OFFSET_COMMIT || type == LEGACY_OFFSET_COMMIT) {
                return offset(type, rest, record.value());
            }
            if (ConsumerGroupSerde.knows(type)) {
                return ConsumerGroupSerde.decode(type, rest, record.value());
            }
            if (type < 0 || type > LAST_KNOWN_TYPE || type == 9 || type == 18) {
                return null;
            }
            throw new IllegalStateException("records of type " + type
                    + " (share and streams groups) are not supported yet; see docs/fidelity.md");
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("a record of __consumer_offsets can't be read", e);
        }
    }

    private static GroupMetadata group(String groupId, byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        short version = version(buffer, LATEST_VERSION);
        boolean flexible = version >= FIRST_FLEXIBLE_VERSION;
        RecordBytes bytes = RecordBytes.reading(buffer, flexible);
        String protocolType = bytes.readString();
        int generationId = bytes.readInt();
        String protocolName = bytes.readNullableString();
        String leaderId = bytes.readNullableString();
        long timestampMs = version >= 2 ? bytes.readLong() : -1;
        int count = bytes.readCount();
        List<ClassicMember> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(member(bytes, version, protocolName));
            if (flexible) {
                skipTags(bytes);
            }
        }
        return new GroupMetadata(
                groupId,
                protocolType,
                generationId,
                protocolName,
                leaderId,
                timestampMs,
                Collections.unmodifiableList(members));
    }

    private static ClassicMember member(RecordBytes bytes, short version, @Nullable String protocolName) {
        String memberId = bytes.readString();
        String groupInstanceId = version >= 3 ? bytes.readNullableString() : null;
        String clientId = bytes.readString();
        String clientHost = bytes.readString();
        int rebalanceTimeoutMs = version >= 1 ? bytes.readInt() : -1;
        int sessionTimeoutMs = bytes.readInt();
        byte[] subscription = bytes.readBytes();
        byte[] assignment = bytes.readBytes();
        // Only what the member said under the chosen protocol was stored.
        List<MemberProtocol> protocols =
                List.of(new MemberProtocol(protocolName == null ? "" : protocolName, subscription));
        return new ClassicMember(
                memberId,
                groupInstanceId,
                clientId,
                clientHost,
                rebalanceTimeoutMs == -1 ? sessionTimeoutMs : rebalanceTimeoutMs,
                sessionTimeoutMs,
                protocols,
                assignment);
    }

    private static PersistentRecord offset(short type, RecordBytes key, byte @Nullable [] value) {
        String groupId = key.readString();
        String topic = key.readString();
        int partition = key.readInt();
        if (value == null) {
            return new OffsetTombstone(groupId, topic, partition);
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        short version = version(buffer, type == LEGACY_OFFSET_COMMIT ? 0 : LATEST_VERSION);
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

    private static short version(ByteBuffer value, int latest) {
        short version = value.getShort();
        if (version < 0 || version > latest) {
            throw new IllegalArgumentException("version " + version + " of a record's value is not known");
        }
        return version;
    }

    private static Uuid topicId(RecordBytes bytes) {
        Uuid topicId = Uuid.ZERO_UUID;
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag == TOPIC_ID_TAG) {
                topicId = new Uuid(bytes.readLong(), bytes.readLong());
            } else {
                bytes.skip(size);
            }
        }
        return topicId;
    }

    private static void skipTags(RecordBytes bytes) {
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            bytes.readVarint();
            bytes.skip(bytes.readVarint());
        }
    }
}
