package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.event.broker.TransactionOutcome;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The transaction coordinator, held against what Kafka's source says: it is written in Scala and not in the jar that
 * judges the group coordinator.
 */
class TransactionApisTest {
    private static final int V2 = 5;
    private static final int V1 = 4;

    private BrokerDriver driver = start();
    private BrokerDriver.Client client = driver.client();

    /** An id with its epoch. */
    private record Producer(long id, short epoch) {

        Producer at(int otherEpoch) {
            return new Producer(id, (short) otherEpoch);
        }
    }

    /** The answer to an EndTxn. */
    private record Ended(Errors error, long producerId, int producerEpoch) {}

    private static BrokerDriver start(String... properties) {
        BrokerDriver driver = new BrokerDriver(properties).withCoordinator();
        driver.broker.createTopic("orders", 2);
        FindCoordinatorRequestData find =
                new FindCoordinatorRequestData().setKeyType((byte) 1).setCoordinatorKeys(List.of("tx"));
        driver.client().call(ApiKeys.FIND_COORDINATOR, 6, find);
        return driver;
    }

    @BeforeEach
    void noFailures() {
        assertThat(driver.failures).isEmpty();
    }

    private InitProducerIdResponseData init(Producer expected) {
        return client.call(
                ApiKeys.INIT_PRODUCER_ID,
                5,
                new InitProducerIdRequestData()
                        .setTransactionalId("tx")
                        .setTransactionTimeoutMs(60_000)
                        .setProducerId(expected.id())
                        .setProducerEpoch(expected.epoch()),
                InitProducerIdResponseData.class);
    }

    private Producer producer() {
        InitProducerIdResponseData response = init(new Producer(-1, (short) -1));
        assertThat(response.errorCode()).isZero();
        return new Producer(response.producerId(), response.producerEpoch());
    }

    private Errors add(Producer producer, int version, boolean verifyOnly, int... partitions) {
        AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
        topics.add(new AddPartitionsToTxnTopic()
                .setName("orders")
                .setPartitions(java.util.Arrays.stream(partitions).boxed().toList()));
        AddPartitionsToTxnRequestData request = new AddPartitionsToTxnRequestData();
        if (version < 4) {
            request.setV3AndBelowTransactionalId("tx")
                    .setV3AndBelowProducerId(producer.id())
                    .setV3AndBelowProducerEpoch(producer.epoch())
                    .setV3AndBelowTopics(topics);
        } else {
            request.transactions()
                    .add(new AddPartitionsToTxnTransaction()
                            .setTransactionalId("tx")
                            .setProducerId(producer.id())
                            .setProducerEpoch(producer.epoch())
                            .setVerifyOnly(verifyOnly)
                            .setTopics(topics));
        }
        AddPartitionsToTxnResponseData response =
                client.call(ApiKeys.ADD_PARTITIONS_TO_TXN, version, request, AddPartitionsToTxnResponseData.class);
        var results = version < 4
                ? response.resultsByTopicV3AndBelow()
                : BrokerDriver.only(response.resultsByTransaction()).topicResults();
        return Errors.forCode(BrokerDriver.only(results)
                .resultsByPartition()
                .iterator()
                .next()
                .partitionErrorCode());
    }

    private Ended end(Producer producer, boolean commit, int version) {
        EndTxnResponseData response = client.call(
                ApiKeys.END_TXN,
                version,
                new EndTxnRequestData()
                        .setTransactionalId("tx")
                        .setProducerId(producer.id())
                        .setProducerEpoch(producer.epoch())
                        .setCommitted(commit),
                EndTxnResponseData.class);
        return new Ended(Errors.forCode(response.errorCode()), response.producerId(), response.producerEpoch());
    }

    private Errors endError(Producer producer, boolean commit, int version) {
        return end(producer, commit, version).error();
    }

    private Errors produce(Producer producer, int sequence, int version) {
        MemoryRecords records = MemoryRecords.withTransactionalRecords(
                Compression.NONE,
                producer.id(),
                producer.epoch(),
                sequence,
                new SimpleRecord(driver.timers.nowMs(), "v".getBytes()));
        ProduceRequestData request = FetchTest.produce("orders", 0, -1, records).setTransactionalId("tx");
        ProduceResponseData response = client.call(ApiKeys.PRODUCE, version, request, ProduceResponseData.class);
        return Errors.forCode(
                BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode());
    }

    private String state() {
        DescribeTransactionsResponseData response = client.call(
                ApiKeys.DESCRIBE_TRANSACTIONS,
                0,
                new DescribeTransactionsRequestData().setTransactionalIds(List.of("tx")),
                DescribeTransactionsResponseData.class);
        return BrokerDriver.only(response.transactionStates()).transactionState();
    }

    @Test
    void everyInitializationBumpsTheEpoch() {
        Producer first = producer();
        Producer second = producer();

        assertThat(first).isEqualTo(new Producer(0, (short) 0));
        assertThat(second).isEqualTo(first.at(1));
        assertThat(state()).isEqualTo("Empty");
    }

    @Test
    void producerThatSaysWhoItIsGetsTheNextEpochAndTheSameOneIfItRepeatsItself() {
        Producer first = producer();

        assertThat(init(first).producerEpoch()).isEqualTo((short) 1);
        assertThat(init(first).producerEpoch()).isEqualTo((short) 1);
        assertThat(Errors.forCode(init(first.at(5)).errorCode())).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(Errors.forCode(init(new Producer(77, (short) 0)).errorCode()))
                .isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void originalProtocolKeepsTheEpochOverTransactions() {
        Producer producer = producer();

        assertThat(add(producer, 3, false, 0)).isEqualTo(Errors.NONE);
        assertThat(state()).isEqualTo("Ongoing");
        assertThat(produce(producer, 0, 11)).isEqualTo(Errors.NONE);
        assertThat(end(producer, true, V1)).isEqualTo(new Ended(Errors.NONE, -1, -1));
        assertThat(state()).isEqualTo("CompleteCommit");
        assertThat(endError(producer, true, V1)).isEqualTo(Errors.NONE);
        assertThat(endError(producer, false, V1)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(endError(producer.at(1), true, V1)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(endError(new Producer(9, (short) 0), true, V1)).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    }

    @Test
    void transactionsV2BumpTheEpochAndKnowARepeatedRequestByIt() {
        Producer producer = producer();
        assertThat(produce(producer, 0, 12)).isEqualTo(Errors.NONE); // adds the partition by itself

        assertThat(end(producer, true, V2)).isEqualTo(new Ended(Errors.NONE, 0, 1));
        assertThat(end(producer, true, V2)).isEqualTo(new Ended(Errors.NONE, 0, 1));
        assertThat(endError(producer, false, V2)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(endError(producer.at(1), true, V2)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(end(producer.at(1), false, V2)).isEqualTo(new Ended(Errors.NONE, 0, 2));
        assertThat(state()).isEqualTo("CompleteAbort");
        assertThat(end(producer.at(1), false, V2)).isEqualTo(new Ended(Errors.NONE, 0, 2));
        assertThat(endError(producer.at(1), true, V2)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(end(producer.at(2), false, V2)).isEqualTo(new Ended(Errors.NONE, 0, 3));
        assertThat(endError(producer, true, V2)).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void nothingButAnAbortEndsATransactionThatNobodyBegan() {
        Producer producer = producer();

        assertThat(endError(producer, true, V1)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(endError(producer, false, V1)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(endError(producer, true, V2)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(end(producer, false, V2)).isEqualTo(new Ended(Errors.NONE, 0, 1));
    }

    @Test
    void partitionThatWasNotAddedIsRefusedByTheVersionOfTheProducer() {
        Producer producer = producer();
        add(producer, 3, false, 1);

        assertThat(produce(producer, 0, 10)).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(produce(producer, 0, 11)).isEqualTo(Errors.TRANSACTION_ABORTABLE);
        assertThat(add(producer, 4, true, 0)).isEqualTo(Errors.TRANSACTION_ABORTABLE);
        assertThat(add(producer, 4, true, 1)).isEqualTo(Errors.NONE);
        assertThat(produce(producer, 0, 12)).isEqualTo(Errors.NONE);
    }

    @Test
    void partitionThatDoesNotExistFailsAllOfTheRequest() {
        Producer producer = producer();

        assertThat(add(producer, 3, false, 0, 9)).isEqualTo(Errors.OPERATION_NOT_ATTEMPTED);
        assertThat(state()).isEqualTo("Empty");
        assertThat(add(producer.at(4), 3, false, 0)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(add(producer.at(4), 1, false, 0)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void newProducerAbortsTheOpenTransactionAndMustAskAgain() {
        Producer zombie = producer();
        assertThat(produce(zombie, 0, 12)).isEqualTo(Errors.NONE);

        assertThat(Errors.forCode(init(new Producer(-1, (short) -1)).errorCode()))
                .isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(state()).isEqualTo("CompleteAbort");
        assertThat(producer()).isEqualTo(zombie.at(2));
        assertThat(endError(zombie, true, V2)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(produce(zombie, 1, 12)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
        assertThat(outcomes()).containsExactly(TransactionOutcome.FENCED);
    }

    @Test
    void transactionIsAbortedAtTheFirstLookAfterItsTimeout() {
        Producer producer = producer();
        driver.advance(1);
        produce(producer, 0, 12);

        driver.advance(60_000 - 2 + 1); // the look at exactly 60 s finds one that is 59,999 ms old
        assertThat(state()).isEqualTo("Ongoing");
        driver.advance(9_999);
        assertThat(state()).isEqualTo("Ongoing");
        driver.advance(1);
        assertThat(state()).isEqualTo("CompleteAbort");
        assertThat(outcomes()).containsExactly(TransactionOutcome.TIMED_OUT);
        assertThat(endError(producer, true, V2)).isEqualTo(Errors.INVALID_TXN_STATE);
    }

    @Test
    void transactionalIdIsForgottenAfterItsExpiration() {
        driver = start("transactional.id.expiration.ms", "3600000");
        client = driver.client();
        driver.advance(1);
        producer();

        driver.advance(3_600_000 - 1 + 3_599_999);
        assertThat(state()).isEqualTo("Empty");
        driver.advance(1);
        assertThat(state()).isEmpty();
        assertThat(producer()).isEqualTo(new Producer(1, (short) 0));
    }

    @Test
    void epochsThatAreUsedUpGiveAnotherProducerId() {
        Producer producer = producer();
        while (producer.epoch() < Short.MAX_VALUE - 1) {
            producer =
                    new Producer(producer.id(), (short) end(producer, false, V2).producerEpoch());
        }

        assertThat(end(producer, false, V2)).isEqualTo(new Ended(Errors.NONE, 1, 0));
        assertThat(end(producer, false, V2)).isEqualTo(new Ended(Errors.NONE, 1, 0));
    }

    @Test
    void clusterWithoutTheFeatureKeepsTheEpochWhenItFences() {
        driver = start("transaction.version", "0");
        client = driver.client();
        Producer zombie = producer();
        add(zombie, 3, false, 0);

        assertThat(Errors.forCode(init(new Producer(-1, (short) -1)).errorCode()))
                .isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(producer()).isEqualTo(zombie.at(2));
        assertThat(endError(zombie, true, V1)).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void transactionsAreListedByStateProducerDurationAndPattern() {
        Producer producer = producer();
        produce(producer, 0, 12);
        driver.advance(5_000);

        assertThat(list(new ListTransactionsRequestData())).containsExactly("tx");
        assertThat(list(new ListTransactionsRequestData().setStateFilters(List.of("Empty", "nonsense"))))
                .isEmpty();
        assertThat(list(new ListTransactionsRequestData().setStateFilters(List.of("Ongoing"))))
                .containsExactly("tx");
        assertThat(list(new ListTransactionsRequestData().setProducerIdFilters(List.of(8L))))
                .isEmpty();
        assertThat(list(new ListTransactionsRequestData().setDurationFilter(4_999)))
                .containsExactly("tx");
        assertThat(list(new ListTransactionsRequestData().setDurationFilter(5_000)))
                .isEmpty();
        assertThat(list(new ListTransactionsRequestData().setTransactionalIdPattern("t.")))
                .containsExactly("tx");
        assertThat(list(new ListTransactionsRequestData().setTransactionalIdPattern("t")))
                .isEmpty();
    }

    @Test
    void patternsOfTransactionalIdsAreThoseOfRe2j() {
        producer();

        // The JDK takes the first for a class of ':', 'a', 'h', 'l' and 'p', and the second for a lookahead.
        assertThat(list(new ListTransactionsRequestData().setTransactionalIdPattern("[[:alpha:]]+")))
                .containsExactly("tx");
        assertThat(Errors.forCode(client.call(
                                ApiKeys.LIST_TRANSACTIONS,
                                2,
                                new ListTransactionsRequestData().setTransactionalIdPattern("(?=t).*"),
                                ListTransactionsResponseData.class)
                        .errorCode()))
                .isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
    }

    private List<String> list(ListTransactionsRequestData request) {
        return client
                .call(ApiKeys.LIST_TRANSACTIONS, 2, request, ListTransactionsResponseData.class)
                .transactionStates()
                .stream()
                .map(ListTransactionsResponseData.TransactionState::transactionalId)
                .toList();
    }

    private List<TransactionOutcome> outcomes() {
        return driver.events.stream()
                .filter(TransactionEnded.class::isInstance)
                .map(event -> ((TransactionEnded) event).outcome())
                .toList();
    }
}
