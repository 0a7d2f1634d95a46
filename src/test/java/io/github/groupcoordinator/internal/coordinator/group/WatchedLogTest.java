package io.github.groupcoordinator.internal.coordinator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.CoordinatorReplay;
import io.github.groupcoordinator.internal.coordinator.TransactionalProducer;
import io.github.groupcoordinator.internal.coordinator.group.serde.RecordSerde;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetTombstone;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupMetadata;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupTombstone;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.invariant.WatchedScene;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The findings of the watch in the records of {@code __consumer_offsets}, below any coordinator. */
final class WatchedLogTest {
    private final WatchedScene scene = new WatchedScene();
    private final ManualTimers timers = new ManualTimers(InMemoryKafkaConfig.DEFAULT_START_TIME.toEpochMilli());
    private final TestLog underneath = new TestLog();
    private final WatchedLog log = new WatchedLog(underneath, timers, scene.invariants, partition -> 10);

    private void append(PersistentRecord record) {
        log.append(0, List.of(RecordSerde.encode(record)));
    }

    private void load() {
        log.replay(0, new CoordinatorReplay() {
            @Override
            public void record(long offset, CoordinatorRecord each, long producerId) {
                // A coordinator would apply it.
            }

            @Override
            public void marker(long producerId, boolean committed) {
                // A coordinator would apply it.
            }
        });
    }

    private static GroupMetadata group(int generation) {
        return new GroupMetadata("billing", "consumer", generation, "range", "m", 7, List.of());
    }

    private static OffsetCommit commit(long offset) {
        return new OffsetCommit("billing", "orders", 0, new CommittedOffset(offset, -1, "", 9, -1, Uuid.ZERO_UUID));
    }

    @Test
    void generationThatGoesBackIsFound() {
        append(group(5));
        append(group(5));
        append(group(6));
        assertThat(scene.found).isEmpty();

        timers.advanceTo(timers.nowMs() + 2_000);
        append(group(5));

        assertThat(scene.found)
                .containsExactly("Invariant MONOTONE_GENERATION (generations and epochs of a group never go back) is"
                        + " violated at 00:00:02.000:\n"
                        + "  found:    group 'billing' was stored at generation 5, after it had been stored at 6\n"
                        + "  expected: 6 or later");
    }

    @Test
    void groupThatWasDeletedBeginsAnew() {
        append(group(5));
        append(new GroupTombstone("billing"));
        append(group(1));

        assertThat(scene.found).isEmpty();
    }

    @Test
    void epochOfTheConsumerProtocolThatGoesBackIsFound() {
        byte[] key = {0, 3, 0, 1, 'g'};
        for (int epoch : new int[] {7, 8, 7}) {
            byte[] value = ByteBuffer.allocate(7)
                    .putShort((short) 0)
                    .putInt(epoch)
                    .put((byte) 0)
                    .array();
            log.append(0, List.of(new CoordinatorRecord(key, value)));
        }

        assertThat(scene.found)
                .singleElement()
                .asString()
                .contains("group 'g' was stored at generation 7, after it had been stored at 8");
    }

    @Test
    void commitBeyondTheLogIsFoundAndOneAtItsEndIsNot() {
        append(commit(10));
        assertThat(scene.found).isEmpty();

        append(commit(11));

        assertThat(scene.found)
                .singleElement()
                .asString()
                .contains("offset 11 was committed for orders-0 in group 'billing', but the log ends at 10");
    }

    @Test
    void commitThatIsLostInAFailoverIsFound() {
        append(group(1));
        append(commit(3));
        load();
        assertThat(scene.found).isEmpty();

        underneath.forgetNewest(0, 1);
        load();

        assertThat(scene.found)
                .containsExactly("Invariant COMMIT_SURVIVES_FAILOVER (no committed record is lost when a coordinator is"
                        + " loaded again) is violated at 00:00:00.000:\n"
                        + "  found:    __consumer_offsets-0 was loaded without the offset that group 'billing'"
                        + " committed for orders-0\n"
                        + "  expected: what was stored last, since a coordinator only loads what another has stored");
    }

    @Test
    void olderCommitAfterAFailoverIsFound() {
        append(commit(3));
        append(commit(4));
        underneath.forgetNewest(0, 1);
        load();

        assertThat(scene.found)
                .singleElement()
                .asString()
                .contains("was loaded with another value of the offset that group 'billing' committed for orders-0");
    }

    @Test
    void commitThatWasDeletedIsNotMissed() {
        append(commit(3));
        append(new OffsetTombstone("billing", "orders", 0));
        underneath.forgetNewest(0, 2);
        load();

        assertThat(scene.found).isEmpty();
    }

    @Test
    void commitOfATransactionIsMissedOnlyOnceItIsCommitted() {
        TransactionalProducer producer = new TransactionalProducer(4, (short) 0, true);
        log.append(0, producer, List.of(RecordSerde.encode(commit(3))));
        underneath.forgetNewest(0, 1);
        load();
        assertThat(scene.found).isEmpty();

        log.append(0, producer, List.of(RecordSerde.encode(commit(4))));
        log.append(0, new TransactionMarker(4, (short) 0, true, 0, 2));
        load();
        assertThat(scene.found).isEmpty();
        underneath.forgetNewest(0, 1);
        load();

        assertThat(scene.found).hasSize(1);
    }

    @Test
    void nothingIsMissedOfATopicThatWasDeleted() {
        append(commit(3));
        underneath.forgetNewest(0, 1);
        log.topicDeleted();
        load();

        assertThat(scene.found).isEmpty();
    }
}
