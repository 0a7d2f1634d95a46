package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord.CurrentAssignment;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord.GroupEpoch;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord.MemberMetadata;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord.TargetAssignment;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord.TargetAssignmentEpoch;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord.Topology;
import io.github.groupcoordinator.internal.group.streams.StreamsMemberMetadata;
import io.github.groupcoordinator.internal.group.streams.StreamsMemberState;
import io.github.groupcoordinator.internal.group.streams.task.AssignedTasks;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Kafka's own formats of the records of streams groups, version 0 of each, as Kafka 4.3.1 writes them. */
final class StreamsGroupSerde {
    static final short GROUP_EPOCH = 17;
    static final short MEMBER_METADATA = 19;
    static final short TARGET_EPOCH = 20;
    static final short TARGET_MEMBER = 21;
    static final short CURRENT_MEMBER = 22;
    static final short TOPOLOGY = 23;

    private static final int VALIDATED_EPOCH_TAG = 0;
    private static final int CONFIGS_TAG = 1;
    private static final int NOT_VALIDATED = -1;

    private StreamsGroupSerde() {}

    static boolean knows(short type) {
        return type == GROUP_EPOCH || type >= MEMBER_METADATA && type <= TOPOLOGY;
    }

    static CoordinatorRecord encode(StreamsGroupRecord record) {
        Encoder encoder = new Encoder(record.groupId());
        record.accept(encoder);
        return encoder.encoded();
    }

    /** Writes each kind of record. */
    private static final class Encoder extends GroupRecordEncoder implements StreamsGroupRecord.Visitor {

        private Encoder(String groupId) {
            super(groupId);
        }

        @Override
        public void memberMetadata(MemberMetadata record) {
            key(MEMBER_METADATA, record.memberId());
            StreamsMemberMetadata said = record.metadata();
            RecordBytes bytes = value().writeString(null)
                    .writeString(said.rackId())
                    .writeString(said.clientId())
                    .writeString(said.clientHost())
                    .writeInt(said.rebalanceTimeoutMs())
                    .writeInt(said.topologyEpoch())
                    .writeString(said.processId());
            StreamsMemberMetadata.Endpoint endpoint = said.endpoint();
            if (endpoint == null) {
                bytes.writeByte(-1);
            } else {
                bytes.writeByte(1)
                        .writeString(endpoint.host())
                        .writeShort(endpoint.port())
                        .writeVarint(0);
            }
            writePairs(bytes, said.clientTags());
            bytes.writeVarint(0);
        }

        @Override
        public void memberMetadataTombstone(StreamsGroupRecord.MemberMetadataTombstone record) {
            key(MEMBER_METADATA, record.memberId());
        }

        @Override
        public void groupEpoch(GroupEpoch record) {
            key(GROUP_EPOCH);
            RecordBytes bytes = value().writeInt(record.epoch()).writeLong(record.metadataHash());
            boolean isValidated = record.validatedTopologyEpoch() != NOT_VALIDATED;
            bytes.writeVarint(isValidated ? 2 : 1);
            if (isValidated) {
                bytes.writeVarint(VALIDATED_EPOCH_TAG)
                        .writeVarint(Integer.BYTES)
                        .writeInt(record.validatedTopologyEpoch());
            }
            RecordBytes configs = RecordBytes.writing(true);
            writePairs(configs, record.assignmentConfigs());
            byte[] written = configs.toByteArray();
            bytes.writeVarint(CONFIGS_TAG).writeVarint(written.length).writeRaw(written);
        }

        @Override
        public void groupEpochTombstone(StreamsGroupRecord.GroupEpochTombstone record) {
            key(GROUP_EPOCH);
        }

        @Override
        public void targetAssignment(TargetAssignment record) {
            key(TARGET_MEMBER, record.memberId());
            RecordBytes bytes = value();
            TaskFormat.write(bytes, record.tasks().active());
            TaskFormat.write(bytes, record.tasks().standby());
            bytes.writeCount(0).writeVarint(0);
        }

        @Override
        public void targetAssignmentTombstone(StreamsGroupRecord.TargetAssignmentTombstone record) {
            key(TARGET_MEMBER, record.memberId());
        }

        @Override
        public void targetAssignmentEpoch(TargetAssignmentEpoch record) {
            key(TARGET_EPOCH);
            RecordTags.writeLong(value().writeInt(record.epoch()), record.timestampMs());
        }

        @Override
        public void targetAssignmentEpochTombstone(StreamsGroupRecord.TargetAssignmentEpochTombstone record) {
            key(TARGET_EPOCH);
        }

        @Override
        public void currentAssignment(CurrentAssignment record) {
            key(CURRENT_MEMBER, record.memberId());
            RecordBytes bytes = value().writeInt(record.memberEpoch())
                    .writeInt(record.previousMemberEpoch())
                    .writeByte(record.state().code());
            TaskFormat.write(bytes, record.assigned());
            TaskFormat.write(bytes, record.pendingRevocation());
            bytes.writeVarint(0);
        }

        @Override
        public void currentAssignmentTombstone(StreamsGroupRecord.CurrentAssignmentTombstone record) {
            key(CURRENT_MEMBER, record.memberId());
        }

        @Override
        public void topology(Topology record) {
            key(TOPOLOGY);
            TopologyFormat.write(value(), record.topology());
        }

        @Override
        public void topologyTombstone(StreamsGroupRecord.TopologyTombstone record) {
            key(TOPOLOGY);
        }
    }

    private static void writePairs(RecordBytes bytes, SortedMap<String, String> pairs) {
        bytes.writeCount(pairs.size());
        pairs.forEach((key, value) -> bytes.writeString(key).writeString(value).writeVarint(0));
    }

    private static SortedMap<String, String> readPairs(RecordBytes bytes) {
        SortedMap<String, String> pairs = new TreeMap<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            pairs.put(bytes.readString(), bytes.readString());
            bytes.skipTags();
        }
        return Collections.unmodifiableSortedMap(pairs);
    }

    /** Returns what a record says whose key has been read up to its type. */
    static StreamsGroupRecord decode(short type, RecordBytes key, byte @Nullable [] value) {
        String groupId = key.readString();
        if (value == null) {
            return tombstone(type, groupId, key);
        }
        RecordBytes bytes = RecordBytes.readingVersion0(value);
        return switch (type) {
            case MEMBER_METADATA -> new MemberMetadata(groupId, key.readString(), metadata(bytes));
            case GROUP_EPOCH -> epoch(groupId, bytes);
            case TARGET_EPOCH -> new TargetAssignmentEpoch(groupId, bytes.readInt(), RecordTags.readLong(bytes));
            case TARGET_MEMBER ->
                new TargetAssignment(
                        groupId, key.readString(), new Tasks(TaskFormat.read(bytes), TaskFormat.read(bytes)));
            case CURRENT_MEMBER -> current(groupId, key.readString(), bytes);
            case TOPOLOGY -> new Topology(groupId, TopologyFormat.read(bytes));
            default -> throw new IllegalArgumentException("type " + type + " is not one of a streams group");
        };
    }

    private static StreamsGroupRecord tombstone(short type, String groupId, RecordBytes key) {
        return switch (type) {
            case MEMBER_METADATA -> new StreamsGroupRecord.MemberMetadataTombstone(groupId, key.readString(), null);
            case GROUP_EPOCH -> new StreamsGroupRecord.GroupEpochTombstone(groupId);
            case TARGET_EPOCH -> new StreamsGroupRecord.TargetAssignmentEpochTombstone(groupId);
            case TARGET_MEMBER -> new StreamsGroupRecord.TargetAssignmentTombstone(groupId, key.readString());
            case CURRENT_MEMBER -> new StreamsGroupRecord.CurrentAssignmentTombstone(groupId, key.readString());
            case TOPOLOGY -> new StreamsGroupRecord.TopologyTombstone(groupId);
            default -> throw new IllegalArgumentException("type " + type + " is not one of a streams group");
        };
    }

    private static StreamsMemberMetadata metadata(RecordBytes bytes) {
        bytes.readNullableString();
        String rackId = bytes.readNullableString();
        String clientId = bytes.readString();
        String clientHost = bytes.readString();
        int rebalanceTimeoutMs = bytes.readInt();
        int topologyEpoch = bytes.readInt();
        String processId = bytes.readString();
        StreamsMemberMetadata.Endpoint endpoint = null;
        if (bytes.readByte() >= 0) {
            endpoint = new StreamsMemberMetadata.Endpoint(bytes.readString(), bytes.readShort() & 0xffff);
            bytes.skipTags();
        }
        return new StreamsMemberMetadata(
                rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, endpoint, readPairs(bytes));
    }

    private static GroupEpoch epoch(String groupId, RecordBytes bytes) {
        int epoch = bytes.readInt();
        long metadataHash = bytes.readLong();
        int validated = NOT_VALIDATED;
        SortedMap<String, String> configs = Collections.emptySortedMap();
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag == VALIDATED_EPOCH_TAG) {
                validated = bytes.readInt();
            } else if (tag == CONFIGS_TAG) {
                configs = readPairs(bytes);
            } else {
                bytes.skip(size);
            }
        }
        return new GroupEpoch(groupId, epoch, metadataHash, validated, configs, null);
    }

    private static CurrentAssignment current(String groupId, String memberId, RecordBytes bytes) {
        int memberEpoch = bytes.readInt();
        int previousMemberEpoch = bytes.readInt();
        StreamsMemberState state = StreamsMemberState.of(bytes.readByte());
        AssignedTasks assigned = TaskFormat.readAssigned(bytes, memberEpoch);
        AssignedTasks pending = TaskFormat.readAssigned(bytes, memberEpoch);
        return new CurrentAssignment(groupId, memberId, memberEpoch, previousMemberEpoch, state, assigned, pending);
    }
}
