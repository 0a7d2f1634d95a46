package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupMetadata;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupTombstone;
import io.github.groupcoordinator.internal.group.classic.ClassicMember;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own format of the record of a classic group: written as version 3, as Kafka 4.3.1 does, and read as 0 to 4.
 */
final class ClassicGroupSerde {
    private static final short VERSION = 3;
    private static final short LATEST_VERSION = 4;
    private static final short FIRST_FLEXIBLE_VERSION = 4;

    private ClassicGroupSerde() {}

    static CoordinatorRecord encode(ClassicGroupRecord record) {
        byte[] value = record instanceof GroupMetadata group ? groupValue(group) : null;
        return new CoordinatorRecord(groupKey(record.groupId()), value);
    }

    static ClassicGroupRecord decode(RecordBytes key, byte @Nullable [] value) {
        String groupId = key.readString();
        return value == null ? new GroupTombstone(groupId) : group(groupId, value);
    }

    private static byte[] groupKey(String groupId) {
        return RecordBytes.writing(false)
                .writeShort(RecordSerde.GROUP_METADATA)
                .writeString(groupId)
                .toByteArray();
    }

    private static byte[] groupValue(GroupMetadata group) {
        RecordBytes bytes = RecordBytes.writing(false, expectedSize(group))
                .writeShort(VERSION)
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

    /**
     * Returns the size of the value if all strings are ASCII, as ids are almost always; a large group's would grow
     * often.
     */
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

    private static GroupMetadata group(String groupId, byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        short version = RecordBytes.version(buffer, LATEST_VERSION);
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
                bytes.skipTags();
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
}
