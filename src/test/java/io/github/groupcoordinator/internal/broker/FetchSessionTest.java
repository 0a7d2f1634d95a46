package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetch sessions (KIP-227): what a request need not say, and what an answer leaves out. */
class FetchSessionTest {
    private static final int NAMES = 12;
    private static final int IDS = 17;
    private static final int SLOTS = 2;
    private static final long EVICTION_MS = 120_000;

    private final BrokerDriver driver =
            new BrokerDriver("max.incremental.fetch.session.cache.slots", Integer.toString(SLOTS));
    private final BrokerDriver.Client consumer = driver.client("consumer");

    private void createTopic() {
        driver.broker.createTopic("orders", 4);
    }

    private void produce(int partition) {
        ProduceResponseData response = driver.client("producer")
                .call(
                        ApiKeys.PRODUCE,
                        9,
                        FetchTest.produce("orders", partition, -1, FetchTest.records("x")),
                        ProduceResponseData.class);
        assertThat(BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode())
                .isZero();
    }

    private FetchRequestData request(int sessionId, int epoch, long offset, int... partitions) {
        List<FetchPartition> asked = new ArrayList<>();
        for (int partition : partitions) {
            asked.add(new FetchPartition()
                    .setPartition(partition)
                    .setFetchOffset(offset)
                    .setPartitionMaxBytes(1_000_000));
        }
        FetchRequestData request = new FetchRequestData()
                .setMaxBytes(1_000_000)
                .setSessionId(sessionId)
                .setSessionEpoch(epoch);
        if (partitions.length > 0) {
            request.setTopics(List.of(new FetchTopic()
                    .setTopic("orders")
                    .setTopicId(driver.broker.topicId("orders"))
                    .setPartitions(asked)));
        }
        return request;
    }

    private FetchResponseData fetch(int version, FetchRequestData request) {
        return consumer.call(ApiKeys.FETCH, version, request, FetchResponseData.class);
    }

    private int open(int... partitions) {
        FetchResponseData response = fetch(NAMES, request(0, 0, 0, partitions));
        assertThat(error(response)).isEqualTo(Errors.NONE);
        return response.sessionId();
    }

    private static Errors error(FetchResponseData response) {
        return Errors.forCode(response.errorCode());
    }

    private static List<Integer> partitions(FetchResponseData response) {
        List<Integer> partitions = new ArrayList<>();
        for (FetchableTopicResponse topic : response.responses()) {
            topic.partitions().forEach(partition -> partitions.add(partition.partitionIndex()));
        }
        return partitions;
    }

    private static PartitionData only(FetchResponseData response) {
        return BrokerDriver.only(BrokerDriver.only(response.responses()).partitions());
    }

    @Test
    void aFullFetchTellsOfEveryPartitionAndALaterOneOnlyOfNews() {
        createTopic();
        assertThat(partitions(fetch(NAMES, request(0, 0, 0, 0, 1, 2)))).containsExactly(0, 1, 2);

        FetchResponseData quiet = fetch(NAMES, request(1, 1, 0));
        produce(1);
        FetchResponseData news = fetch(NAMES, request(1, 2, 0));

        assertThat(quiet.sessionId()).isEqualTo(1);
        assertThat(partitions(quiet)).isEmpty();
        assertThat(partitions(news)).containsExactly(1);
    }

    @Test
    void aChangedPositionIsRememberedAndANewPartitionIsFollowed() {
        createTopic();
        produce(0);
        int session = open(0);

        FetchResponseData behind = fetch(NAMES, request(session, 1, 1, 0));
        FetchResponseData added = fetch(NAMES, request(session, 2, 0, 3));
        produce(0);
        produce(3);

        assertThat(partitions(behind)).isEmpty();
        assertThat(partitions(added)).containsExactly(3);
        assertThat(partitions(fetch(NAMES, request(session, 3, 0)))).containsExactly(0, 3);
    }

    @Test
    void aForgottenPartitionIsNotToldOfAndTheLastOneClosesTheSession() {
        createTopic();
        int session = open(0, 1);
        produce(0);
        produce(1);

        FetchResponseData without = fetch(NAMES, forget(request(session, 1, 0), 0));
        FetchResponseData closing = fetch(NAMES, forget(request(session, 2, 0), 1));

        assertThat(partitions(without)).containsExactly(1);
        assertThat(error(closing)).isEqualTo(Errors.NONE);
        assertThat(closing.sessionId()).isZero();
        assertThat(error(fetch(NAMES, request(session, 3, 0)))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    private FetchRequestData forget(FetchRequestData request, int partition) {
        return request.setForgottenTopicsData(List.of(new ForgottenTopic()
                .setTopic("orders")
                .setTopicId(driver.broker.topicId("orders"))
                .setPartitions(List.of(partition))));
    }

    @Test
    void partitionsThatHadRecordsGoToTheEnd() {
        createTopic();
        produce(0);
        int session = open(0, 1, 2);
        fetch(NAMES, request(session, 1, 0));
        produce(1);
        produce(2);

        assertThat(partitions(fetch(NAMES, request(session, 2, 0)))).containsExactly(1, 2, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void onlyTheNextEpochIsServed(int epoch) {
        createTopic();
        int session = open(0);
        fetch(NAMES, request(session, 1, 0));

        Errors error = error(fetch(NAMES, request(session, epoch, 0)));

        assertThat(error).isEqualTo(epoch == 2 ? Errors.NONE : Errors.INVALID_FETCH_SESSION_EPOCH);
    }

    @Test
    void aRequestThatWasOvertakenWhileItWasParkedIsRefused() {
        createTopic();
        int session = open(0);
        consumer.send(
                ApiKeys.FETCH, NAMES, request(session, 1, 0).setMinBytes(1).setMaxWaitMs(500));
        driver.client("again").call(ApiKeys.FETCH, NAMES, request(session, 2, 0));

        driver.advance(500);

        FetchResponseData late = consumer.receive(FetchResponseData.class);
        assertThat(late).isNotNull();
        if (late != null) {
            assertThat(error(late)).isEqualTo(Errors.INVALID_FETCH_SESSION_EPOCH);
            assertThat(late.sessionId()).isEqualTo(session);
        }
    }

    @Test
    void aFullFetchClosesTheSessionThatItNames() {
        createTopic();
        int first = open(0);

        int second = fetch(NAMES, request(first, 0, 0, 0)).sessionId();
        FetchResponseData closed = fetch(NAMES, request(second, -1, 0));

        assertThat(second).isEqualTo(first + 1);
        assertThat(error(fetch(NAMES, request(first, 1, 0)))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(closed.sessionId()).isZero();
        assertThat(error(fetch(NAMES, request(second, 1, 0)))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void anErrorIsToldAgainAndAgainAndItsEndToo() {
        createTopic();
        int session = open(0);

        FetchResponseData outOfRange = fetch(NAMES, request(session, 1, 7, 0));
        FetchResponseData again = fetch(NAMES, request(session, 2, 0));
        FetchResponseData mended = fetch(NAMES, request(session, 3, 0, 0));

        assertThat(Errors.forCode(only(outOfRange).errorCode())).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(Errors.forCode(only(again).errorCode())).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(Errors.forCode(only(mended).errorCode())).isEqualTo(Errors.NONE);
        assertThat(partitions(fetch(NAMES, request(session, 4, 0)))).isEmpty();
    }

    @Test
    void aMovedLogStartIsNews() {
        createTopic();
        produce(0);
        int session = open(0);
        fetch(NAMES, request(session, 1, 1, 0));
        DeleteRecordsRequestData delete = new DeleteRecordsRequestData()
                .setTopics(List.of(new DeleteRecordsTopic()
                        .setName("orders")
                        .setPartitions(List.of(new DeleteRecordsPartition()
                                .setPartitionIndex(0)
                                .setOffset(1)))));
        driver.client().call(ApiKeys.DELETE_RECORDS, 2, delete);

        assertThat(only(fetch(NAMES, request(session, 2, 0))).logStartOffset()).isEqualTo(1);
    }

    @Test
    void aSessionKeepsToNamesOrToIds() {
        createTopic();
        int names = open(0);
        int ids = fetch(IDS, request(0, 0, 0, 0)).sessionId();

        assertThat(error(fetch(IDS, request(names, 1, 0)))).isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(error(fetch(NAMES, request(ids, 1, 0)))).isEqualTo(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(error(fetch(IDS, request(ids, 1, 0)))).isEqualTo(Errors.NONE);
    }

    @Test
    void aTopicThatWasMadeAnewIsNotTheOneThatIsFollowed() {
        createTopic();
        int session = fetch(IDS, request(0, 0, 0, 0)).sessionId();
        driver.broker.deleteTopic("orders");
        FetchResponseData gone = fetch(IDS, request(session, 1, 0));
        createTopic();
        FetchResponseData other = fetch(IDS, request(session, 2, 0));

        assertThat(Errors.forCode(only(gone).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(Errors.forCode(only(other).errorCode())).isEqualTo(Errors.INCONSISTENT_TOPIC_ID);
    }

    @Test
    void anIdThatNoTopicHadIsUnknown() {
        createTopic();
        FetchRequestData request = request(0, 0, 0, 0);
        request.topics().get(0).setTopicId(new Uuid(1, 2));

        FetchResponseData full = fetch(IDS, request);
        FetchResponseData incremental = fetch(IDS, request(full.sessionId(), 1, 0));

        assertThat(Errors.forCode(only(full).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
        assertThat(Errors.forCode(only(incremental).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @Test
    void whoFindsNoRoomIsServedWithoutASession() {
        createTopic();
        assertThat(open(0)).isEqualTo(1);
        assertThat(open(0)).isEqualTo(2);

        FetchResponseData third = fetch(NAMES, request(0, 0, 0, 0));

        assertThat(third.sessionId()).isZero();
        assertThat(partitions(third)).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSessionThatIsNotUsedMakesRoomAfterTwoMinutes(int more) {
        createTopic();
        int unused = open(0);
        int used = open(0);
        driver.advance(EVICTION_MS + more);
        fetch(NAMES, request(used, 1, 0));

        int third = fetch(NAMES, request(0, 0, 0, 0)).sessionId();

        assertThat(third).isEqualTo(more == 0 ? 0 : 3);
        assertThat(error(fetch(NAMES, request(unused, 1, 0))))
                .isEqualTo(more == 0 ? Errors.NONE : Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void anOldSessionMakesRoomForALargerOneOnly() {
        createTopic();
        int small = open(0);
        int large = open(0, 1, 2);
        driver.advance(EVICTION_MS + 1);
        fetch(NAMES, request(small, 1, 0));
        fetch(NAMES, request(large, 1, 0));

        assertThat(open(0)).isZero();
        assertThat(open(0, 1)).isEqualTo(3);
        assertThat(error(fetch(NAMES, request(small, 2, 0)))).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(error(fetch(NAMES, request(large, 2, 0)))).isEqualTo(Errors.NONE);
    }
}
