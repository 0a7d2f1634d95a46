package io.github.groupcoordinator.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.share.RecordLocksRenewed;
import io.github.groupcoordinator.event.share.RecordLocksTimedOut;
import io.github.groupcoordinator.event.share.RecordsAcknowledged;
import io.github.groupcoordinator.event.share.RecordsAcquired;
import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.event.share.RecordsReleased;
import io.github.groupcoordinator.event.share.SharePartitionDropped;
import io.github.groupcoordinator.event.share.SharePartitionLoaded;
import io.github.groupcoordinator.event.share.StartOffsetAltered;
import io.github.groupcoordinator.event.share.StartOffsetMoved;
import io.github.groupcoordinator.internal.invariant.ShareFacts;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant of share groups with what violates it, and with what looks like it but is none. */
final class ShareInvariantsTest {
    private static final Instant NOW = InMemoryKafkaConfig.DEFAULT_START_TIME;
    private static final String GROUP = "work";
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final MemberRef ONE = new MemberRef("m1", "one", null);
    private static final MemberRef TWO = new MemberRef("m2", "two", null);

    private final WatchedScene scene = new WatchedScene();
    private final Facts facts = new Facts();

    /** A log that begins at 0 and has records everywhere, and a group with a limit of 5 deliveries. */
    private static final class Facts implements ShareFacts {
        private long logStartOffset;
        private boolean readsCommitted;
        private Uuid topicId = new Uuid(0, 7);

        @Override
        public int deliveryCountLimit(String groupId) {
            return 5;
        }

        @Override
        public boolean readsCommitted(String groupId) {
            return readsCommitted;
        }

        @Override
        public Uuid topicId(TopicPartition partition) {
            return topicId;
        }

        @Override
        public long logStartOffset(TopicPartition partition) {
            return logStartOffset;
        }

        @Override
        public long recordsBetween(TopicPartition partition, long from, long to) {
            return from >= 100 ? 0 : to - from;
        }
    }

    @BeforeEach
    void load() {
        scene.invariants.judgeShareGroupsBy(facts);
        loaded(0, true);
    }

    private void happens(ClusterEvent event) {
        scene.invariants.observe(event);
    }

    private void loaded(long startOffset, boolean begins) {
        happens(new SharePartitionLoaded(NOW, GROUP, ORDERS_0, 0, startOffset, begins));
    }

    private void acquired(MemberRef member, long first, long last) {
        happens(new RecordsAcquired(NOW, GROUP, member, ORDERS_0, first, last, 1));
    }

    private void acknowledged(MemberRef member, long first, long last) {
        happens(new RecordsAcknowledged(NOW, GROUP, member, ORDERS_0, first, last, 1));
    }

    private void archived(MemberRef member, long offset, int deliveryCount, RecordsArchived.Reason reason) {
        happens(new RecordsArchived(NOW, GROUP, member, ORDERS_0, offset, offset, deliveryCount, reason));
    }

    private void moved(long from, long to, StartOffsetMoved.Reason reason) {
        happens(new StartOffsetMoved(NOW, GROUP, ORDERS_0, from, to, reason));
    }

    private void dropped() {
        happens(new SharePartitionDropped(NOW, GROUP, ORDERS_0, 0, 0));
    }

    private void found(Invariant invariant, String what) {
        assertThat(scene.found)
                .singleElement()
                .asString()
                .startsWith("Invariant " + invariant + " (" + invariant.rule() + ") is violated at 00:00:00.000:")
                .contains("found:    " + what + "\n  expected: ");
    }

    @Test
    void recordThatGoesToASecondMemberWhileTheFirstHasItBreaksSingleAcquirer() {
        acquired(ONE, 0, 4);
        acquired(TWO, 4, 5);

        found(
                Invariant.SINGLE_ACQUIRER,
                "offset 4 of orders-0 in share group 'work' was acquired by two (member m2): orders-0 offsets 4-5,"
                        + " delivery 1, while one (member m1) had it");
    }

    @Test
    void renewalBySomebodyElseBreaksSingleAcquirer() {
        acquired(ONE, 0, 0);
        happens(new RecordLocksRenewed(NOW, GROUP, TWO, ORDERS_0, 0, 0, 1));

        assertThat(scene.found).singleElement().asString().contains("lock renewed by two");
    }

    @Test
    void recordThatWasGivenBackMayGoToASecondMember() {
        acquired(ONE, 0, 2);
        happens(new RecordsReleased(NOW, GROUP, ONE, ORDERS_0, 0, 0, 1, RecordsReleased.Reason.MEMBER_RELEASED));
        happens(new RecordLocksTimedOut(NOW, GROUP, ONE, ORDERS_0, 1, 2, 1));
        acquired(TWO, 0, 2);

        assertThat(scene.found).isEmpty();
    }

    @Test
    void locksAreForgottenWithTheirLeader() {
        acquired(ONE, 0, 2);
        dropped();
        loaded(0, false);
        acquired(TWO, 0, 2);

        assertThat(scene.found).isEmpty();
    }

    @Test
    void acknowledgementOfWhatNobodyHasBreaksDoneForAReason() {
        acquired(ONE, 0, 0);
        happens(new RecordLocksTimedOut(NOW, GROUP, ONE, ORDERS_0, 0, 0, 1));
        acknowledged(ONE, 0, 0);

        found(
                Invariant.SHARE_RECORD_DONE_FOR_A_REASON,
                "offset 0 of orders-0 in share group 'work' was acknowledged by one (member m1): orders-0 offset 0,"
                        + " delivery 1, when it was AVAILABLE");
    }

    @Test
    void archivingAtTheFourthDeliveryOfFiveBreaksDoneForAReasonAndAtTheFifthDoesNot() {
        acquired(ONE, 0, 1);
        archived(ONE, 0, 5, RecordsArchived.Reason.DELIVERY_COUNT_LIMIT);
        assertThat(scene.found).isEmpty();
        archived(ONE, 1, 4, RecordsArchived.Reason.DELIVERY_COUNT_LIMIT);

        found(
                Invariant.SHARE_RECORD_DONE_FOR_A_REASON,
                "archived: orders-0 offset 1, delivery 4, last had by one (member m1): DELIVERY_COUNT_LIMIT, but"
                        + " share.delivery.count.limit is 5");
    }

    @Test
    void archivingBehindTheLogStartBreaksDoneForAReasonAndBeforeItDoesNot() {
        facts.logStartOffset = 1;
        archived(ONE, 0, 1, RecordsArchived.Reason.LOG_START_MOVED);
        assertThat(scene.found).isEmpty();
        archived(ONE, 1, 1, RecordsArchived.Reason.LOG_START_MOVED);

        assertThat(scene.found).singleElement().asString().contains("LOG_START_MOVED, but the log begins at 1");
    }

    @Test
    void archivingOfAnAbortedTransactionBreaksDoneForAReasonUnlessTheGroupReadsCommitted() {
        facts.readsCommitted = true;
        archived(ONE, 0, 1, RecordsArchived.Reason.TRANSACTION_ABORTED);
        assertThat(scene.found).isEmpty();
        facts.readsCommitted = false;
        archived(ONE, 1, 1, RecordsArchived.Reason.TRANSACTION_ABORTED);

        assertThat(scene.found).singleElement().asString().contains("but the group reads what is not committed, too");
    }

    @Test
    void archivingOfACompactedRecordBreaksDoneForAReasonIfTheLogHasIt() {
        archived(ONE, 100, 1, RecordsArchived.Reason.COMPACTED);
        assertThat(scene.found).isEmpty();
        archived(ONE, 99, 1, RecordsArchived.Reason.COMPACTED);

        assertThat(scene.found).singleElement().asString().contains("but the log has records there");
    }

    @Test
    void startOffsetThatPassesARecordWhichIsNotDoneWithBreaksDoneForAReason() {
        acquired(ONE, 0, 2);
        acknowledged(ONE, 0, 1);
        moved(0, 2, StartOffsetMoved.Reason.RECORDS_DONE);
        assertThat(scene.found).isEmpty();
        moved(2, 3, StartOffsetMoved.Reason.RECORDS_DONE);

        found(
                Invariant.SHARE_RECORD_DONE_FOR_A_REASON,
                "the start offset of orders-0 in share group 'work' moved from 2 to 3, past offset 2, which"
                        + " one (member m1) has acquired");
    }

    @Test
    void startOffsetMovesWithTheLogsAndNoFurther() {
        acquired(ONE, 0, 4);
        facts.logStartOffset = 2;
        moved(0, 2, StartOffsetMoved.Reason.LOG_START_MOVED);
        assertThat(scene.found).isEmpty();
        moved(2, 3, StartOffsetMoved.Reason.LOG_START_MOVED);

        assertThat(scene.found).singleElement().asString().contains("moved to 3 with the log's, but that begins at 2");
    }

    @Test
    void startOffsetThatFallsBreaksMonotoneStartOffset() {
        moved(3, 2, StartOffsetMoved.Reason.RECORDS_DONE);

        found(
                Invariant.SHARE_START_OFFSET_MONOTONE,
                "the start offset of orders-0 in share group 'work' fell from 3 to 2");
    }

    @Test
    void loadBehindWhatWasStoredBreaksMonotoneStartOffset() {
        acquired(ONE, 0, 2);
        acknowledged(ONE, 0, 2);
        moved(0, 3, StartOffsetMoved.Reason.RECORDS_DONE);
        dropped();
        loaded(3, false);
        assertThat(scene.found).isEmpty();
        loaded(2, false);

        found(
                Invariant.SHARE_START_OFFSET_MONOTONE,
                "broker 0 loaded orders-0 of share group 'work' with start offset 2, after all before 3 had been"
                        + " stored as done with");
    }

    @Test
    void loadMayFallBehindWhatKafkaHadNotStoredYet() {
        acquired(ONE, 0, 2);
        acknowledged(ONE, 0, 0);
        archived(ONE, 1, 5, RecordsArchived.Reason.DELIVERY_COUNT_LIMIT);
        moved(0, 2, StartOffsetMoved.Reason.RECORDS_DONE);
        dropped();
        loaded(1, false);

        assertThat(scene.found).isEmpty();
    }

    @Test
    void lossesThatKafkaItselfHasAreToldByTheirNames() {
        acquired(ONE, 0, 1);
        happens(new SharePartitionDropped(NOW, GROUP, ORDERS_0, 0, 2));
        loaded(2, true);
        assertThat(scene.found).isEmpty();
        moved(3, 2, StartOffsetMoved.Reason.RECORDS_DONE);

        assertThat(scene.messages)
                .singleElement()
                .asString()
                .contains(
                        "\nKafka itself: LOCKS_FORGOTTEN: work | share partition dropped: orders-0 by broker 0,"
                                + " with the locks on 2 records\n",
                        "\nKafka itself: BEGINNING_FOUND_ANEW: work | share partition loaded: orders-0 by broker 0,"
                                + " start offset 2, as share.auto.offset.reset says\n");
    }

    @Test
    void startOffsetMayFallWhereAnAdministratorHasAlteredIt() {
        acquired(ONE, 0, 2);
        acknowledged(ONE, 0, 2);
        moved(0, 3, StartOffsetMoved.Reason.RECORDS_DONE);
        happens(new StartOffsetAltered(NOW, GROUP, ORDERS_0, OptionalLong.of(1)));
        loaded(1, false);

        assertThat(scene.found).isEmpty();
    }

    @Test
    void anotherTopicOfTheSameNameBeginsAnew() {
        acquired(ONE, 0, 2);
        acknowledged(ONE, 0, 2);
        moved(0, 3, StartOffsetMoved.Reason.RECORDS_DONE);
        facts.topicId = new Uuid(0, 8);
        loaded(0, true);

        assertThat(scene.found).isEmpty();
    }
}
