package io.github.groupcoordinator.internal.coordinator.group.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.OffsetRecord;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupMetadata;
import io.github.groupcoordinator.internal.group.classic.ClassicMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class RecordSerdeTest {
    private static final HexFormat HEX = HexFormat.of();

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    @Test
    void groupIsWrittenInVersionThree() {
        ClassicMember member = new ClassicMember(
                "m", "i", "c", "/h", 300, 200, List.of(new MemberProtocol("range", new byte[] {1, 2})), new byte[] {3});
        CoordinatorRecord record =
                RecordSerde.encode(new GroupMetadata("g", "consumer", 4, "range", "m", 7, List.of(member)));

        assertThat(hex(record.key())).isEqualTo("0002" + "000167");
        assertThat(hex(record.value()))
                .isEqualTo("0003" + "0008636f6e73756d6572" + "00000004" + "000572616e6765" + "00016d"
                        + "0000000000000007" + "00000001" + "00016d" + "000169" + "000163" + "00022f68" + "0000012c"
                        + "000000c8" + "000000020102" + "0000000103");
        GroupMetadata decoded = (GroupMetadata) RecordSerde.decode(record);
        assertThat(decoded.members().get(0).protocols()).isEqualTo(member.protocols());
        assertThat(decoded.members().get(0).groupInstanceId()).isEqualTo("i");
    }

    @Test
    void offsetIsWrittenInVersionFour() {
        CoordinatorRecord record = RecordSerde.encode(
                new OffsetCommit("g", "t", 2, new CommittedOffset(5, -1, "md", 9, -1, Uuid.ZERO_UUID)));
        assertThat(hex(record.key())).isEqualTo("0001" + "000167" + "000174" + "00000002");
        assertThat(hex(record.value()))
                .isEqualTo("0004" + "0000000000000005" + "ffffffff" + "036d64" + "0000000000000009" + "00");
        assertThat(RecordSerde.decode(record))
                .isEqualTo(new OffsetCommit("g", "t", 2, new CommittedOffset(5, -1, "md", 9, -1, Uuid.ZERO_UUID)));
    }

    @Test
    void topicIdIsATaggedField() {
        PersistentRecord commit = new OffsetCommit("g", "t", 2, new CommittedOffset(5, 3, "", 9, -1, new Uuid(1, 2)));
        CoordinatorRecord record = RecordSerde.encode(commit);
        assertThat(hex(record.value()))
                .isEqualTo("0004" + "0000000000000005" + "00000003" + "01" + "0000000000000009" + "010010"
                        + "0000000000000001" + "0000000000000002");
        assertThat(RecordSerde.decode(record)).isEqualTo(commit);
    }

    @Test
    void offsetWithARetentionOfItsOwnIsWrittenInVersionOne() {
        PersistentRecord commit = new OffsetCommit("g", "t", 2, new CommittedOffset(5, -1, "", 9, 11, Uuid.ZERO_UUID));
        CoordinatorRecord record = RecordSerde.encode(commit);
        assertThat(hex(record.value()))
                .isEqualTo("0001" + "0000000000000005" + "0000" + "0000000000000009" + "000000000000000b");
        assertThat(RecordSerde.decode(record)).isEqualTo(commit);
    }

    @Test
    void oldGroupWithoutTimestampAndRebalanceTimeoutIsRead() {
        byte[] value = HEX.parseHex("0000" + "0008636f6e73756d6572" + "00000004" + "000572616e6765" + "00016d"
                + "00000001" + "00016d" + "000163" + "00022f68" + "000000c8" + "00000000" + "00000000");
        GroupMetadata group =
                (GroupMetadata) RecordSerde.decode(new CoordinatorRecord(HEX.parseHex("0002000167"), value));
        assertThat(group.currentStateTimestampMs()).isEqualTo(-1);
        assertThat(group.members().get(0).rebalanceTimeoutMs()).isEqualTo(200);
    }

    /** Nobody writes them so, but Kafka's formats allow it. */
    @Test
    void epochsOfPartitionsThatAreNullAreTheMembersOwn() {
        String inEpochFive = "0000" + "00000005" + "00000004";
        String partitionThree = "02" + "00000003" + "01" + "00" + "01" + "00";
        PersistentRecord ofConsumer = RecordSerde.decode(new CoordinatorRecord(
                HEX.parseHex("0008" + "000167" + "00016d"),
                HEX.parseHex(inEpochFive + "00" + "02" + "0000000000000001" + "0000000000000002" + partitionThree + "01"
                        + "00")));
        PersistentRecord ofStreams = RecordSerde.decode(new CoordinatorRecord(
                HEX.parseHex("0016" + "000167" + "00016d"),
                HEX.parseHex(inEpochFive + "01" + "02" + "0230" + partitionThree + "0101" + "010101" + "00")));

        assertThat(((ConsumerGroupRecord.CurrentAssignment) ofConsumer).assigned())
                .isEqualTo(
                        new PartitionEpochs.Builder().put(new Uuid(1, 2), 3, 5).build());
        assertThat(((StreamsGroupRecord.CurrentAssignment) ofStreams).assigned().epoch("0", 3))
                .isEqualTo(5);
    }

    @Test
    void tombstonesHaveNoValueAndUnknownTypesAreSkipped() {
        PersistentRecord tombstone = new OffsetRecord.OffsetTombstone("g", "t", 2);
        assertThat(RecordSerde.encode(tombstone).value()).isNull();
        assertThat(RecordSerde.decode(RecordSerde.encode(tombstone))).isEqualTo(tombstone);
        assertThat(RecordSerde.decode(new CoordinatorRecord(HEX.parseHex("0063"), null)))
                .isNull();
    }

    @Test
    void unknownVersionIsNotGuessedAt() {
        CoordinatorRecord record = new CoordinatorRecord(HEX.parseHex("0002000167"), HEX.parseHex("0005"));
        assertThatThrownBy(() -> RecordSerde.decode(record))
                .hasRootCauseMessage("version 5 of a record's value is not known");
    }
}
