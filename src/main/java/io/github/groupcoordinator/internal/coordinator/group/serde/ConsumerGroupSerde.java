package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord.CurrentAssignment;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord.GroupEpoch;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord.MemberMetadata;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord.Regex;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord.TargetAssignment;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord.TargetAssignmentEpoch;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;
import io.github.groupcoordinator.internal.group.consumer.state.ResolvedRegex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Kafka's own formats of the records of consumer-protocol groups, version 0 of each, as Kafka 4.3.1 writes them. */
final class ConsumerGroupSerde {
    static final short GROUP_EPOCH = 3;
    static final short SUBSCRIPTION_METADATA = 4;
    static final short MEMBER_METADATA = 5;
    static final short TARGET_EPOCH = 6;
    static final short TARGET_MEMBER = 7;
    static final short CURRENT_MEMBER = 8;
    static final short REGEX = 16;

    /** The bytes of a member's current assignment beside the partitions: version, two epochs, state, no tags. */
    private static final int FIXED_OF_CURRENT_MEMBER = Short.BYTES + 2 * Integer.BYTES + 2;

    private ConsumerGroupSerde() {}

    static boolean knows(short type) {
        return type >= GROUP_EPOCH && type <= CURRENT_MEMBER || type == REGEX;
    }

    static CoordinatorRecord encode(ConsumerGroupRecord record) {
        Encoder encoder = new Encoder(record.groupId());
        record.accept(encoder);
        return encoder.encoded();
    }

    /** Writes each kind of record. */
    private static final class Encoder extends GroupRecordEncoder implements ConsumerGroupRecord.Visitor {

        private Encoder(String groupId) {
            super(groupId);
        }

        @Override
        public void groupEpoch(GroupEpoch record) {
            key(GROUP_EPOCH);
            RecordTags.writeLong(value().writeInt(record.epoch()), record.metadataHash());
        }

        @Override
        public void groupEpochTombstone(ConsumerGroupRecord.GroupEpochTombstone record) {
            key(GROUP_EPOCH);
        }

        @Override
        public void subscriptionMetadata(ConsumerGroupRecord.SubscriptionMetadata record) {
            throw new IllegalStateException("only Kafka 4.0 wrote " + record);
        }

        @Override
        public void subscriptionMetadataTombstone(ConsumerGroupRecord.SubscriptionMetadataTombstone record) {
            key(SUBSCRIPTION_METADATA);
        }

        @Override
        public void memberMetadata(MemberMetadata record) {
            key(MEMBER_METADATA, record.memberId());
            ConsumerMemberMetadata metadata = record.metadata();
            RecordBytes bytes = value().writeString(metadata.instanceId())
                    .writeString(metadata.rackId())
                    .writeString(metadata.clientId())
                    .writeString(metadata.clientHost());
            RecordTags.writeStrings(bytes, metadata.subscribedTopicNames());
            bytes.writeString(metadata.subscribedTopicRegex())
                    .writeInt(metadata.rebalanceTimeoutMs())
                    .writeString(metadata.serverAssignor());
            ClassicProtocols classic = metadata.classic();
            if (classic == null) {
                // One tagged field, of one byte: null is not the default of Kafka's schema.
                bytes.writeVarint(1)
                        .writeVarint(RecordTags.ONLY_TAG)
                        .writeVarint(1)
                        .writeVarint(0);
            } else {
                RecordTags.writeTag(bytes, classicProtocols(classic));
            }
        }

        @Override
        public void memberMetadataTombstone(ConsumerGroupRecord.MemberMetadataTombstone record) {
            key(MEMBER_METADATA, record.memberId());
        }

        @Override
        public void targetAssignment(TargetAssignment record) {
            key(TARGET_MEMBER, record.memberId());
            RecordBytes bytes = value();
            RecordTags.writePartitions(bytes, record.partitions());
            bytes.writeVarint(0);
        }

        @Override
        public void targetAssignmentTombstone(ConsumerGroupRecord.TargetAssignmentTombstone record) {
            key(TARGET_MEMBER, record.memberId());
        }

        @Override
        public void targetAssignmentEpoch(TargetAssignmentEpoch record) {
            key(TARGET_EPOCH);
            RecordTags.writeLong(value().writeInt(record.epoch()), record.timestampMs());
        }

        @Override
        public void targetAssignmentEpochTombstone(ConsumerGroupRecord.TargetAssignmentEpochTombstone record) {
            key(TARGET_EPOCH);
        }

        @Override
        public void currentAssignment(CurrentAssignment record) {
            key(CURRENT_MEMBER, record.memberId());
            RecordBytes bytes = value(
                            FIXED_OF_CURRENT_MEMBER + sizeOf(record.assigned()) + sizeOf(record.pendingRevocation()))
                    .writeInt(record.memberEpoch())
                    .writeInt(record.previousMemberEpoch())
                    .writeByte(record.state().code());
            writePartitions(bytes, record.assigned());
            writePartitions(bytes, record.pendingRevocation());
            bytes.writeVarint(0);
        }

        @Override
        public void currentAssignmentTombstone(ConsumerGroupRecord.CurrentAssignmentTombstone record) {
            key(CURRENT_MEMBER, record.memberId());
        }

        @Override
        public void regex(Regex record) {
            key(REGEX, record.regex());
            RecordBytes bytes = value();
            RecordTags.writeStrings(bytes, record.resolved().topics());
            bytes.writeLong(record.resolved().version())
                    .writeLong(record.resolved().timestampMs())
                    .writeVarint(0);
        }

        @Override
        public void regexTombstone(ConsumerGroupRecord.RegexTombstone record) {
            key(REGEX, record.regex());
        }
    }

    private static byte[] classicProtocols(ClassicProtocols classic) {
        // A nullable structure begins with a byte that says that it is there.
        RecordBytes bytes = RecordBytes.writing(true)
                .writeByte(1)
                .writeInt(classic.sessionTimeoutMs())
                .writeCount(classic.protocols().size());
        for (MemberProtocol protocol : classic.protocols()) {
            bytes.writeString(protocol.name()).writeBytes(protocol.metadata()).writeVarint(0);
        }
        return bytes.writeVarint(0).toByteArray();
    }

    private static void writePartitions(RecordBytes bytes, PartitionEpochs held) {
        bytes.writeCount(held.byTopic().size());
        for (Map.Entry<Uuid, SortedMap<Integer, Integer>> each : held.byTopic().entrySet()) {
            bytes.writeUuid(each.getKey());
            RecordTags.writeEpochs(bytes, each.getValue());
        }
    }

    private static int sizeOf(PartitionEpochs held) {
        int size = RecordBytes.sizeOfVarint(held.byTopic().size() + 1);
        for (SortedMap<Integer, Integer> partitions : held.byTopic().values()) {
            size += 2 * Long.BYTES + RecordTags.sizeOfEpochs(partitions.size());
        }
        return size;
    }

    /** Returns what a record says whose key has been read up to its type. */
    static ConsumerGroupRecord decode(short type, RecordBytes key, byte @Nullable [] value) {
        String groupId = key.readString();
        if (value == null) {
            return tombstone(type, groupId, key);
        }
        RecordBytes bytes = RecordBytes.readingVersion0(value);
        return switch (type) {
            case GROUP_EPOCH -> new GroupEpoch(groupId, bytes.readInt(), RecordTags.readLong(bytes), null);
            case SUBSCRIPTION_METADATA -> new ConsumerGroupRecord.SubscriptionMetadata(groupId);
            case MEMBER_METADATA -> new MemberMetadata(groupId, key.readString(), metadata(bytes));
            case TARGET_EPOCH -> new TargetAssignmentEpoch(groupId, bytes.readInt(), RecordTags.readLong(bytes), null);
            case TARGET_MEMBER -> new TargetAssignment(groupId, key.readString(), RecordTags.readPartitions(bytes));
            case CURRENT_MEMBER -> current(groupId, key.readString(), bytes);
            case REGEX -> new Regex(groupId, key.readString(), resolved(bytes));
            default -> throw new IllegalArgumentException("type " + type + " is not one of a consumer-protocol group");
        };
    }

    private static ConsumerGroupRecord tombstone(short type, String groupId, RecordBytes key) {
        return switch (type) {
            case GROUP_EPOCH -> new ConsumerGroupRecord.GroupEpochTombstone(groupId);
            case SUBSCRIPTION_METADATA -> new ConsumerGroupRecord.SubscriptionMetadataTombstone(groupId);
            case MEMBER_METADATA -> new ConsumerGroupRecord.MemberMetadataTombstone(groupId, key.readString(), null);
            case TARGET_EPOCH -> new ConsumerGroupRecord.TargetAssignmentEpochTombstone(groupId);
            case TARGET_MEMBER -> new ConsumerGroupRecord.TargetAssignmentTombstone(groupId, key.readString());
            case CURRENT_MEMBER -> new ConsumerGroupRecord.CurrentAssignmentTombstone(groupId, key.readString());
            case REGEX -> new ConsumerGroupRecord.RegexTombstone(groupId, key.readString());
            default -> throw new IllegalArgumentException("type " + type + " is not one of a consumer-protocol group");
        };
    }

    private static ConsumerMemberMetadata metadata(RecordBytes bytes) {
        return new ConsumerMemberMetadata(
                bytes.readNullableString(),
                bytes.readNullableString(),
                bytes.readString(),
                bytes.readString(),
                RecordTags.readStrings(bytes),
                bytes.readNullableString(),
                bytes.readInt(),
                bytes.readNullableString(),
                readClassic(bytes));
    }

    private static @Nullable ClassicProtocols readClassic(RecordBytes bytes) {
        ClassicProtocols classic = null;
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag != RecordTags.ONLY_TAG) {
                bytes.skip(size);
            } else if (bytes.readByte() > 0) {
                int sessionTimeoutMs = bytes.readInt();
                List<MemberProtocol> protocols = new ArrayList<>();
                int count = bytes.readCount();
                for (int each = 0; each < count; each++) {
                    protocols.add(new MemberProtocol(bytes.readString(), bytes.readBytes()));
                    bytes.skipTags();
                }
                bytes.skipTags();
                classic = new ClassicProtocols(sessionTimeoutMs, Collections.unmodifiableList(protocols));
            }
        }
        return classic;
    }

    private static ConsumerGroupRecord current(String groupId, String memberId, RecordBytes bytes) {
        int memberEpoch = bytes.readInt();
        return new CurrentAssignment(
                groupId,
                memberId,
                memberEpoch,
                bytes.readInt(),
                ReconciliationState.of(bytes.readByte()),
                readPartitions(bytes, memberEpoch),
                readPartitions(bytes, memberEpoch));
    }

    /** Before Kafka 4.3 no epochs were stored: then the member's own counts, which is -2 for one that is away. */
    private static PartitionEpochs readPartitions(RecordBytes bytes, int memberEpoch) {
        PartitionEpochs.Builder held = new PartitionEpochs.Builder();
        int topics = bytes.readCount();
        for (int i = 0; i < topics; i++) {
            Uuid topicId = bytes.readUuid();
            RecordTags.readEpochs(bytes, Math.max(0, memberEpoch))
                    .forEach((partition, epoch) -> held.put(topicId, partition, epoch));
        }
        return held.build();
    }

    private static ResolvedRegex resolved(RecordBytes bytes) {
        return new ResolvedRegex(RecordTags.readStrings(bytes), bytes.readLong(), bytes.readLong());
    }
}
