package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.share.ShareGroupSettings.OffsetReset;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** ShareFetch as frames: sessions, waiting, leaders, errors. */
class ShareFetchTest {
    private final ShareReadingDriver cluster = new ShareReadingDriver(2, 3);
    private final BrokerDriver driver = cluster.driver;
    private final ShareMember m1 = new ShareMember(cluster, "m1", 0);
    private final ShareMember m2 = new ShareMember(cluster, "m2", 0);

    @Test
    void recordsThatAreThereComeAtOnceWithTheirLock() {
        cluster.produce(0, 3);
        m1.send(m1.request(0));
        ShareFetchResponseData answer = m1.client.receive(ShareFetchResponseData.class);
        assertThat(answer).isNotNull();
        assertThat(ShareMember.text(answer)).isEqualTo("0:0-2x1");
        assertThat(answer.acquisitionLockTimeoutMs()).isEqualTo(30_000);
        MemoryRecords records = (MemoryRecords)
                BrokerDriver.only(BrokerDriver.only(answer.responses()).partitions())
                        .records();
        assertThat(records.records()).extracting(each -> each.offset()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void fetchOfNothingWaitsForRecordsAndEndsAtItsMaxWait() {
        assertThat(m1.fetch(0)).isEqualTo("waits");
        cluster.produce(0, 2);
        assertThat(m1.answer()).isEqualTo("0:0-1x1");
        assertThat(m1.fetch()).isEqualTo("waits");
        driver.advance(ShareMember.MAX_WAIT_MS - 1);
        assertThat(m1.answer()).isEqualTo("waits");
        driver.advance(1);
        assertThat(m1.answer()).isEmpty();
    }

    @Test
    void maxWaitOfZeroAnswersAtOnce() {
        assertThat(m1.fetch(m1.request(0).setMaxWaitMs(0))).isEqualTo("waits");
        driver.advance(0);
        assertThat(m1.answer()).isEqualTo("0:");
    }

    @Test
    void memberIdHasOneTo36Characters() {
        cluster.produce(0, 1);
        assertThat(m1.fetch(m1.request(0).setMemberId("x".repeat(37)))).isEqualTo("INVALID_REQUEST");
        assertThat(m1.fetch(m1.request(0).setShareSessionEpoch(0).setMemberId("x".repeat(36))))
                .isEqualTo("0:0-0x1");
        assertThat(m1.fetch(m1.request(0).setMemberId(""))).isEqualTo("INVALID_REQUEST");
        assertThat(m1.fetch(m1.request(0).setMemberId(null))).isEqualTo("INVALID_REQUEST");
        assertThat(m1.fetch(m1.request(0).setGroupId(null))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void whereShareGroupsAreTurnedOffNothingIsServed() {
        cluster.enabled = false;
        assertThat(m1.fetch(0)).isEqualTo("UNSUPPORTED_VERSION");
        assertThat(m1.acknowledge("0-0", "1")).isEqualTo("UNSUPPORTED_VERSION");
    }

    @Test
    void sessionsCountFromOneAndAreNotFoundOnceClosed() {
        assertThat(m1.fetch(m1.request(0).setShareSessionEpoch(1))).isEqualTo("SHARE_SESSION_NOT_FOUND");
        cluster.produce(0, 1);
        assertThat(m1.fetch(m1.request(0).setShareSessionEpoch(0))).isEqualTo("0:0-0x1");
        assertThat(m1.fetch(m1.request().setShareSessionEpoch(2))).isEqualTo("INVALID_SHARE_SESSION_EPOCH");
        assertThat(m1.fetch(m1.request().setShareSessionEpoch(-1))).isEmpty();
        assertThat(m1.fetch(m1.request().setShareSessionEpoch(-1))).isEqualTo("SHARE_SESSION_NOT_FOUND");
    }

    @Test
    void fullCacheRefusesASessionWhenTheMaxWaitIsOver() {
        cluster.maxSessions = 1;
        cluster.produce(0, 1);
        assertThat(m1.fetch(0)).isEqualTo("0:0-0x1");
        assertThat(m2.fetch(0)).isEqualTo("waits");
        driver.advance(ShareMember.MAX_WAIT_MS - 1);
        assertThat(m2.answer()).isEqualTo("waits");
        driver.advance(1);
        assertThat(m2.answer()).isEqualTo("SHARE_SESSION_LIMIT_REACHED");
    }

    @Test
    void anIncrementalAnswerLeavesOutWhatHasNoNews() {
        cluster.produce(0, 1);
        cluster.produce(2, 1);
        assertThat(m1.fetch(0, 2)).isEqualTo("0:0-0x1, 2:0-0x1");
        cluster.produce(2, 1);
        assertThat(m1.fetch()).isEqualTo("2:1-1x1");
        ShareFetchRequestData forgets = m1.request()
                .setForgottenTopicsData(
                        List.of(new ForgottenTopic().setTopicId(cluster.jobs()).setPartitions(List.of(2))));
        cluster.produce(2, 1);
        assertThat(m1.fetch(forgets)).isEqualTo("waits");
        cluster.produce(0, 1);
        assertThat(m1.answer()).isEqualTo("0:1-1x1");
    }

    @Test
    void unknownPartitionIsAnErrorOfItsOwnAndAnUnknownTopicFailsTheWholeAnswerAsInKafka() {
        cluster.produce(0, 1);
        assertThat(m1.fetch(0, 7)).isEqualTo("0:0-0x1, 7:UNKNOWN_TOPIC_OR_PARTITION");
        cluster.produce(0, 1);
        ShareFetchRequestData request = m1.request();
        ShareMember.add(request, Uuid.ONE_UUID, 0);
        assertThat(m1.fetch(request)).isEqualTo("UNKNOWN_SERVER_ERROR");
        cluster.produce(0, 1);
        assertThat(m1.fetch()).isEqualTo("UNKNOWN_SERVER_ERROR");
        ShareFetchRequestData forgets = m1.request()
                .setForgottenTopicsData(
                        List.of(new ForgottenTopic().setTopicId(Uuid.ONE_UUID).setPartitions(List.of(0))));
        cluster.produce(0, 1);
        // The records of the answers that failed are acquired, and nobody knows.
        assertThat(m1.fetch(forgets)).isEqualTo("0:3-3x1, 7:UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(m1.acknowledge("1-2", "1")).isEqualTo("0:NONE");
    }

    @Test
    void whoeverAsksTheWrongNodeIsToldTheLeader() {
        assertThat(m1.fetch(1)).isEqualTo("1:NOT_LEADER_OR_FOLLOWER leader 1 epoch 0, node 1 at 19093");
    }

    @Test
    void leaderThatMovesForgetsItsLocksAndWhoWaitsIsToldAtTheEnd() {
        cluster.produce(0, 2);
        assertThat(m1.fetch(0)).isEqualTo("0:0-1x1");
        assertThat(m2.fetch(0)).isEqualTo("waits");
        driver.broker.control().failover("jobs", 0);
        assertThat(m1.acknowledge("0-1", "1")).isEqualTo("0:UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(m2.answer()).isEqualTo("waits");
        driver.advance(ShareMember.MAX_WAIT_MS);
        assertThat(m2.answer()).isEmpty();
        int leader = driver.broker.control().leader("jobs", 0);
        ShareMember there = new ShareMember(cluster, "m3", leader);
        assertThat(there.fetch(0)).isEqualTo("0:0-1x1");
    }

    @Test
    void deletedTopicIsUnknownToItsSession() {
        cluster.produce(0, 1);
        m1.fetch(0);
        driver.broker.deleteTopic("jobs");
        assertThat(m1.fetch()).isEqualTo("0:UNKNOWN_TOPIC_OR_PARTITION");
    }

    @Test
    void processThatEndsForgetsSessionsAndLocks() {
        ShareReadingDriver alone = new ShareReadingDriver(1, 1);
        ShareMember member = new ShareMember(alone, "m1", 0);
        alone.produce(0, 2);
        assertThat(member.fetch(0)).isEqualTo("0:0-1x1");
        alone.driver.broker.control().crash(0);
        alone.driver.broker.control().start(0);
        ShareMember again = new ShareMember(alone, "m1", 0);
        assertThat(again.fetch(again.request(0).setShareSessionEpoch(1))).isEqualTo("SHARE_SESSION_NOT_FOUND");
        assertThat(again.fetch(again.request(0).setShareSessionEpoch(0))).isEqualTo("0:0-1x1");
        alone.driver.advance(30_000);
        assertThat(alone.written).containsExactly("0-1 state 0 x1");
    }

    @Test
    void acquisitionCanBeLimitedToTheNumberOfRecords() {
        cluster.produce(0, 5);
        m1.version = 2;
        m2.version = 2;
        assertThat(m1.fetch(m1.request(0).setMaxRecords(2).setShareAcquireMode((byte) 1)))
                .isEqualTo("0:0-1x1");
        assertThat(m2.fetch(m2.request(0).setMaxRecords(2))).isEqualTo("0:2-4x1");
        assertThat(m2.fetch(m2.request().setShareAcquireMode((byte) 2))).isEqualTo("UNKNOWN_SERVER_ERROR");
    }

    @Test
    void committedGroupGetsNothingOfAbortedTransactions() {
        cluster.committed = true;
        cluster.produce(0, transactional(0, "a", "b"));
        assertThat(m1.fetch(0)).isEqualTo("waits");
        endTransaction(false);
        // As in Kafka, the markers are acquired like records.
        assertThat(m1.answer()).isEqualTo("0:2-2x1");
        cluster.produce(0, transactional(2, "c"));
        assertThat(m1.fetch()).isEqualTo("waits");
        endTransaction(true);
        assertThat(m1.answer()).isEqualTo("0:3-4x1");
    }

    private static MemoryRecords transactional(int sequence, String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(BrokerDriver.START_MS, null, values[i].getBytes());
        }
        return MemoryRecords.withTransactionalRecords(Compression.NONE, 5, (short) 0, sequence, records);
    }

    private void endTransaction(boolean commit) {
        WritableTxnMarkerTopic topic =
                new WritableTxnMarkerTopic().setName("jobs").setPartitionIndexes(List.of(0));
        driver.client()
                .call(
                        ApiKeys.WRITE_TXN_MARKERS,
                        1,
                        new WriteTxnMarkersRequestData()
                                .setMarkers(List.of(new WritableTxnMarker()
                                        .setProducerId(5)
                                        .setTransactionResult(commit)
                                        .setTopics(List.of(topic)))));
    }

    @Test
    void deletedRecordsAreNoticedByAFetchThatBringsNothing() {
        cluster.produce(0, 2);
        cluster.produce(0, 2);
        m1.fetch(m1.request(0).setMaxRecords(1));
        m1.acknowledge("0-1", "2");
        cluster.deleteRecordsBefore(2);
        assertThat(m1.fetch()).isEmpty();
        assertThat(m1.fetch()).isEqualTo("0:2-3x1");
    }

    @Test
    void groupBeginsWhereItsResetSays() {
        cluster.produce(0, 2);
        cluster.reset = OffsetReset.LATEST;
        cluster.startsAnew();
        assertThat(m1.fetch(0)).isEqualTo("waits");
        cluster.produce(0, 1);
        assertThat(m1.answer()).isEqualTo("0:2-2x1");
        cluster.reset = OffsetReset.byDuration(Duration.ofMillis(1_000));
        cluster.produce(2, 2);
        driver.advance(1_000);
        assertThat(m2.fetch(2)).isEqualTo("2:0-1x1");
    }

    @Test
    void groupWhoseDurationReachesBackToNoRecordIsTold() {
        cluster.reset = OffsetReset.byDuration(Duration.ofMillis(1_000));
        cluster.startsAnew();
        cluster.produce(0, 2);
        driver.advance(1_001);
        assertThat(m1.fetch(0)).isEqualTo("0:OFFSET_NOT_AVAILABLE");
    }

    @Test
    void fetchWaitsForItsMinBytesAndTakesLessAtTheEnd() {
        cluster.produce(0, 1);
        int bytes = FetchTest.records("job").sizeInBytes();
        assertThat(m1.fetch(m1.request(0).setMinBytes(2 * bytes))).isEqualTo("waits");
        cluster.produce(0, 1);
        assertThat(m1.answer()).isEqualTo("0:0-1x1");
        cluster.produce(0, 1);
        assertThat(m1.fetch(m1.request().setMinBytes(bytes + 1))).isEqualTo("waits");
        driver.advance(ShareMember.MAX_WAIT_MS);
        assertThat(m1.answer()).isEqualTo("0:2-2x1");
    }

    @Test
    void fetchWaitsForNoMoreBytesThanItMayHave() {
        cluster.produce(0, 1);
        int bytes = FetchTest.records("job").sizeInBytes();
        assertThat(m1.fetch(m1.request(0).setMinBytes(bytes + 1).setMaxBytes(bytes)))
                .isEqualTo("0:0-0x1");
    }

    @Test
    void deletedRecordsStillCountForWhoWaitsForThem() {
        assertThat(m1.fetch(m1.request(0).setMinBytes(1_000))).isEqualTo("waits");
        cluster.produce(0, 1);
        cluster.deleteRecordsBefore(1);
        // As in Kafka there are bytes from the offset on, so that the log is read: only that shows what has happened.
        assertThat(m2.fetch(0)).isEqualTo("0:");
        driver.advance(ShareMember.MAX_WAIT_MS);
        assertThat(m1.answer()).isEqualTo("0:");
    }

    @Test
    void topicOfTheSameNameIsAnotherOne() {
        cluster.produce(0, 1);
        m1.fetch(0);
        driver.broker.deleteTopic("jobs");
        driver.broker.createTopic("jobs", 1);
        cluster.produce(0, 1);
        assertThat(m1.fetch()).isEqualTo("0:INCONSISTENT_TOPIC_ID");
        assertThat(m2.fetch(0)).isEqualTo("0:0-0x1");
    }

    @Test
    void leaderThatComesBackBeginsAnew() {
        ShareReadingDriver alone = new ShareReadingDriver(1, 1);
        ShareMember member = new ShareMember(alone, "m1", 0);
        alone.produce(0, 2);
        assertThat(member.fetch(0)).isEqualTo("0:0-1x1");
        alone.driver.broker.control().failover("jobs", 0);
        assertThat(member.acknowledge("0-1", "1")).isEqualTo("0:UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(member.fetch()).isEqualTo("0:0-1x1");
    }

    @Test
    void brokerThatHangsAnswersWhenItGoesOn() {
        assertThat(m1.fetch(0)).isEqualTo("waits");
        driver.broker.control().pause(0);
        driver.advance(ShareMember.MAX_WAIT_MS);
        assertThat(m1.answer()).isEqualTo("waits");
        driver.broker.control().resume(0);
        assertThat(m1.answer()).isEqualTo("0:");
    }

    @Test
    void connectionThatClosesGivesItsRecordsBackAtOnce() {
        cluster.produce(0, 2);
        assertThat(m1.fetch(0)).isEqualTo("0:0-1x1");
        assertThat(m2.fetch(0)).isEqualTo("waits");
        m1.client.connection.close();
        assertThat(m2.answer()).isEqualTo("0:0-1x2");
    }

    @Test
    void fetchThatWaitsOnAClosedConnectionGetsRecordsThatNobodySees() {
        assertThat(m1.fetch(0)).isEqualTo("waits");
        // The group has another session, so that its share partitions stay in memory.
        m2.fetch(m2.request(2).setMaxWaitMs(0));
        driver.advance(0);
        assertThat(m2.answer()).isEqualTo("2:");
        m1.client.connection.close();
        cluster.produce(0, 2);
        assertThat(m2.fetch(0)).isEqualTo("waits");
        driver.advance(ShareMember.MAX_WAIT_MS);
        assertThat(m2.answer()).isEqualTo("0:");
        driver.advance(30_000 - ShareMember.MAX_WAIT_MS);
        assertThat(m2.fetch()).isEqualTo("0:0-1x2");
    }

    @Test
    void sessionThatIsReopenedOnAnotherConnectionSurvivesTheFirst() {
        cluster.produce(0, 1);
        m1.fetch(0);
        ShareMember elsewhere = new ShareMember(cluster, "m1", 0);
        assertThat(elsewhere.fetch(elsewhere.request(0).setMaxWaitMs(0))).isEqualTo("waits");
        driver.advance(0);
        assertThat(elsewhere.answer()).isEqualTo("0:");
        m1.client.connection.close();
        cluster.produce(0, 1);
        assertThat(elsewhere.fetch()).isEqualTo("0:1-1x1");
    }
}
