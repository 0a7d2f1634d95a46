package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord.CurrentAssignment;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord.GroupEpoch;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord.MemberMetadata;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord.StatePartitions;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord.TargetAssignment;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord.TargetAssignmentEpoch;
import io.github.groupcoordinator.internal.group.share.StateTopic;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Kafka's own formats of the records of share groups, version 0 of each, as Kafka 4.3.1 writes them. */
final class ShareGroupSerde {
    static final short MEMBER_METADATA = 10;
    static final short GROUP_EPOCH = 11;
    static final short TARGET_EPOCH = 12;
    static final short TARGET_MEMBER = 13;
    static final short CURRENT_MEMBER = 14;
    static final short STATE_PARTITIONS = 15;

    /** The only state that a member of a share group is ever in. */
    private static final int STABLE = 0;

    private static final long NOT_STORED = -1;

    private ShareGroupSerde() {}

    static boolean knows(short type) {
        return type >= MEMBER_METADATA && type <= STATE_PARTITIONS;
    }

    static CoordinatorRecord encode(ShareGroupRecord record) {
        Encoder encoder = new Encoder(record.groupId());
        record.accept(encoder);
        return encoder.encoded();
    }

    /** Writes each kind of record. */
    private static final class Encoder extends GroupRecordEncoder implements ShareGroupRecord.Visitor {

        private Encoder(String groupId) {
            super(groupId);
        }

        @Override
        public void memberMetadata(MemberMetadata record) {
            key(MEMBER_METADATA, record.memberId());
            RecordBytes bytes = value().writeString(record.rackId())
                    .writeString(record.clientId())
                    .writeString(record.clientHost());
            RecordTags.writeStrings(bytes, record.subscribedTopicNames());
            bytes.writeVarint(0);
        }

        @Override
        public void memberMetadataTombstone(ShareGroupRecord.MemberMetadataTombstone record) {
            key(MEMBER_METADATA, record.memberId());
        }

        @Override
        public void groupEpoch(GroupEpoch record) {
            key(GROUP_EPOCH);
            value().writeInt(record.epoch()).writeLong(record.metadataHash()).writeVarint(0);
        }

        @Override
        public void groupEpochTombstone(ShareGroupRecord.GroupEpochTombstone record) {
            key(GROUP_EPOCH);
        }

        @Override
        public void targetAssignment(TargetAssignment record) {
            key(TARGET_MEMBER, record.memberId());
            RecordBytes bytes = value();
            RecordTags.writePartitions(bytes, record.partitions());
            bytes.writeVarint(0);
        }

        @Override
        public void targetAssignmentTombstone(ShareGroupRecord.TargetAssignmentTombstone record) {
            key(TARGET_MEMBER, record.memberId());
        }

        @Override
        public void targetAssignmentEpoch(TargetAssignmentEpoch record) {
            key(TARGET_EPOCH);
            RecordTags.writeLong(value().writeInt(record.epoch()), record.timestampMs());
        }

        @Override
        public void targetAssignmentEpochTombstone(ShareGroupRecord.TargetAssignmentEpochTombstone record) {
            key(TARGET_EPOCH);
        }

        @Override
        public void currentAssignment(CurrentAssignment record) {
            key(CURRENT_MEMBER, record.memberId());
            RecordBytes bytes = value().writeInt(record.memberEpoch())
                    .writeInt(record.previousMemberEpoch())
                    .writeByte(STABLE);
            RecordTags.writePartitions(bytes, record.partitions());
            bytes.writeVarint(0);
        }

        @Override
        public void currentAssignmentTombstone(ShareGroupRecord.CurrentAssignmentTombstone record) {
            key(CURRENT_MEMBER, record.memberId());
        }

        @Override
        public void statePartitions(StatePartitions record) {
            key(STATE_PARTITIONS);
            RecordBytes bytes = value();
            writeTopics(bytes, record.initializing());
            writeTopics(bytes, record.initialized());
            bytes.writeCount(record.deleting().size());
            record.deleting()
                    .forEach((topicId, name) ->
                            bytes.writeUuid(topicId).writeString(name).writeVarint(0));
            bytes.writeVarint(0);
        }

        @Override
        public void statePartitionsTombstone(ShareGroupRecord.StatePartitionsTombstone record) {
            key(STATE_PARTITIONS);
        }
    }

    private static void writeTopics(RecordBytes bytes, SortedMap<Uuid, StateTopic> topics) {
        bytes.writeCount(topics.size());
        topics.forEach((topicId, topic) -> {
            bytes.writeUuid(topicId)
                    .writeString(topic.name())
                    .writeCount(topic.partitions().size());
            topic.partitions().forEach(bytes::writeInt);
            bytes.writeVarint(0);
        });
    }

    /** Returns what a record says whose key has been read up to its type. */
    static ShareGroupRecord decode(short type, RecordBytes key, byte @Nullable [] value) {
        String groupId = key.readString();
        if (value == null) {
            return tombstone(type, groupId, key);
        }
        RecordBytes bytes = RecordBytes.readingVersion0(value);
        return switch (type) {
            case MEMBER_METADATA ->
                new MemberMetadata(
                        groupId,
                        key.readString(),
                        bytes.readNullableString(),
                        bytes.readString(),
                        bytes.readString(),
                        RecordTags.readStrings(bytes));
            case GROUP_EPOCH -> new GroupEpoch(groupId, bytes.readInt(), bytes.readLong(), null);
            case TARGET_EPOCH -> new TargetAssignmentEpoch(groupId, bytes.readInt(), RecordTags.readLong(bytes));
            case TARGET_MEMBER -> new TargetAssignment(groupId, key.readString(), RecordTags.readPartitions(bytes));
            case CURRENT_MEMBER -> current(groupId, key.readString(), bytes);
            case STATE_PARTITIONS ->
                new StatePartitions(groupId, readTopics(bytes), readTopics(bytes), readNames(bytes), NOT_STORED);
            default -> throw new IllegalArgumentException("type " + type + " is not one of a share group");
        };
    }

    private static ShareGroupRecord tombstone(short type, String groupId, RecordBytes key) {
        return switch (type) {
            case MEMBER_METADATA -> new ShareGroupRecord.MemberMetadataTombstone(groupId, key.readString(), null);
            case GROUP_EPOCH -> new ShareGroupRecord.GroupEpochTombstone(groupId);
            case TARGET_EPOCH -> new ShareGroupRecord.TargetAssignmentEpochTombstone(groupId);
            case TARGET_MEMBER -> new ShareGroupRecord.TargetAssignmentTombstone(groupId, key.readString());
            case CURRENT_MEMBER -> new ShareGroupRecord.CurrentAssignmentTombstone(groupId, key.readString());
            case STATE_PARTITIONS -> new ShareGroupRecord.StatePartitionsTombstone(groupId);
            default -> throw new IllegalArgumentException("type " + type + " is not one of a share group");
        };
    }

    private static CurrentAssignment current(String groupId, String memberId, RecordBytes bytes) {
        int memberEpoch = bytes.readInt();
        int previousMemberEpoch = bytes.readInt();
        bytes.readByte();
        return new CurrentAssignment(
                groupId, memberId, memberEpoch, previousMemberEpoch, RecordTags.readPartitions(bytes));
    }

    private static SortedMap<Uuid, StateTopic> readTopics(RecordBytes bytes) {
        SortedMap<Uuid, StateTopic> topics = new TreeMap<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            Uuid topicId = bytes.readUuid();
            topics.put(
                    topicId,
                    new StateTopic(bytes.readString(), Collections.unmodifiableSortedSet(RecordTags.readIds(bytes))));
            bytes.skipTags();
        }
        return topics;
    }

    private static SortedMap<Uuid, String> readNames(RecordBytes bytes) {
        SortedMap<Uuid, String> names = new TreeMap<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            names.put(bytes.readUuid(), bytes.readString());
            bytes.skipTags();
        }
        return names;
    }
}
