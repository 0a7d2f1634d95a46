package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.BrokerUnderTest;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.CoordinatorUnderTest.AppendedRecord;
import io.github.groupcoordinator.judge.kafka.KafkaCoordinator;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.junit.jupiter.api.Test;

/** {@code __consumer_offsets} is in Kafka's own formats: either coordinator takes over from the other. */
class OffsetsTopicTest {

    private static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("offsets.topic.num.partitions", "2");
        return properties;
    }

    /** A group of two with an assignment and offsets, an empty one, and a deleted one. */
    private static Bench lived(CoordinatorUnderTest coordinator) {
        coordinator.createTopic("orders", 3);
        Bench bench = new Bench(coordinator);
        Member leader = bench.member("leader");
        Member follower = bench.staticMember("follower", "i-1");
        leader.join();
        follower.join();
        bench.pass(6_000);
        leader.sync();
        follower.sync();
        assertThat(leader.commit(9, "orders", 0, 17, "note")).isEqualTo(Errors.NONE);
        assertThat(follower.commitById(coordinator.topicId("orders"), 1, 18)).isEqualTo(Errors.NONE);
        Member standalone = bench.member("standalone");
        standalone.group = "audit";
        standalone.commit(19);
        standalone.group = "gone";
        standalone.commit(20);
        bench.delete("gone");
        return bench;
    }

    @Test
    void kafkasSerdeReadsWhatWeAppendAndWritesTheSameBytes() {
        List<AppendedRecord> records =
                lived(new BrokerUnderTest(properties())).coordinator.appended();
        GroupCoordinatorRecordSerde serde = new GroupCoordinatorRecordSerde();

        assertThat(records).anyMatch(record -> record.value() == null).hasSizeGreaterThan(6);
        for (AppendedRecord record : records) {
            ByteBuffer value = record.value() == null ? null : ByteBuffer.wrap(record.value());
            CoordinatorRecord read = serde.deserialize(ByteBuffer.wrap(record.key()), value);
            assertThat(serde.serializeKey(read)).isEqualTo(record.key());
            assertThat(serde.serializeValue(read)).isEqualTo(record.value());
        }
    }

    @Test
    void oursTakesOverWhatKafkaAppended() {
        Bench kafka = lived(new KafkaCoordinator(properties()));

        assertSameAfterTakingOver(kafka, new BrokerUnderTest(properties()));
    }

    @Test
    void kafkaTakesOverWhatOursAppended() {
        Bench ours = lived(new BrokerUnderTest(properties()));

        assertSameAfterTakingOver(ours, new KafkaCoordinator(properties()));
    }

    private static void assertSameAfterTakingOver(Bench before, CoordinatorUnderTest heir) {
        heir.createTopic("orders", 3);
        heir.advanceTo(before.coordinator.nowMs());
        heir.loadFrom(before.coordinator.appended());
        Bench after = new Bench(heir);
        before.coordinator.failover();

        for (String group : List.of("billing", "audit", "gone")) {
            assertThat(after.describe(group)).as(group).isEqualTo(before.describe(group));
            assertThat(after.fetchAll(group)).as(group).isEqualTo(before.fetchAll(group));
        }
        assertThat(after.describe("billing").groupState()).isEqualTo("Stable");
        assertThat(after.describe("billing").members()).hasSize(2);
        assertThat(after.committed("billing")).isEqualTo(17);
        for (Bench bench : List.of(before, after)) {
            bench.pass(29_999);
            assertThat(bench.describe("billing").groupState()).isEqualTo("Stable");
            bench.pass(1);
            assertThat(bench.describe("billing").groupState()).isNotEqualTo("Stable");
        }
    }
}
