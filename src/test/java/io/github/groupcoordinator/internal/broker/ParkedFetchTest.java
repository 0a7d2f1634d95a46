package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fetches that wait for records, and those that do not though they find fewer bytes than they ask for. */
class ParkedFetchTest {
    private static final int VERSION = 12;
    private static final int MAX_WAIT_MS = 500;
    private static final int SEGMENT_BYTES = 1_048_576;
    private static final String HALF_A_SEGMENT = "x".repeat(600_000);

    private final BrokerDriver driver = new BrokerDriver(
            "transaction.partition.verification.enable",
            "false",
            "log.segment.bytes",
            String.valueOf(SEGMENT_BYTES),
            "message.max.bytes",
            "1000000");
    private final BrokerDriver.Client writer = driver.client("writer");
    private final BrokerDriver.Client reader = driver.client("reader");

    ParkedFetchTest() {
        driver.broker.createTopic("orders", 1);
    }

    private void produce(String value) {
        write(FetchTest.records(value));
    }

    private void produceWithinTransaction(int sequence) {
        write(MemoryRecords.withTransactionalRecords(
                Compression.NONE, 5, (short) 0, sequence, new SimpleRecord(BrokerDriver.START_MS, null, new byte[10])));
    }

    private void write(MemoryRecords records) {
        ProduceResponseData response = writer.call(
                ApiKeys.PRODUCE,
                9,
                FetchTest.produce("orders", 0, -1, records).setTransactionalId("tx"),
                ProduceResponseData.class);
        assertThat(BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode())
                .isZero();
    }

    private void fetch(IsolationLevel isolation, long offset, int minBytes) {
        FetchPartition partition =
                new FetchPartition().setPartition(0).setFetchOffset(offset).setPartitionMaxBytes(10_000_000);
        reader.send(
                ApiKeys.FETCH,
                VERSION,
                new FetchRequestData()
                        .setIsolationLevel(isolation.id())
                        .setMinBytes(minBytes)
                        .setMaxWaitMs(MAX_WAIT_MS)
                        .setMaxBytes(10_000_000)
                        .setTopics(List.of(new FetchTopic().setTopic("orders").setPartitions(List.of(partition)))));
    }

    /** Returns how many bytes of records were answered by now, or null if the fetch still waits. */
    private @Nullable Integer answered() {
        FetchResponseData response = reader.receive(FetchResponseData.class);
        if (response == null) {
            return null;
        }
        BaseRecords records = BrokerDriver.only(
                        BrokerDriver.only(response.responses()).partitions())
                .records();
        return records.sizeInBytes();
    }

    @Test
    void whoReadsCommittedRecordsWaitsAtTheLastStableOffset() {
        produceWithinTransaction(0);
        produceWithinTransaction(1);

        fetch(IsolationLevel.READ_COMMITTED, 0, 1);

        assertThat(answered()).isNull();
        driver.advance(MAX_WAIT_MS);
        assertThat(answered()).isZero();
    }

    @Test
    void whoReadsCommittedRecordsIsAnsweredAtOnceBehindTheLastStableOffset() {
        produceWithinTransaction(0);
        produceWithinTransaction(1);

        fetch(IsolationLevel.READ_COMMITTED, 1, 1);

        assertThat(answered()).isZero();
        fetch(IsolationLevel.READ_COMMITTED, 2, 1); // the end of the log, too
        assertThat(answered()).isZero();
    }

    @Test
    void onlyDecidedBytesCountForWhoReadsCommittedRecords() {
        produce("decided");
        produceWithinTransaction(0);
        int decided = FetchTest.records("decided").sizeInBytes();

        fetch(IsolationLevel.READ_COMMITTED, 0, decided + 1);
        assertThat(answered()).isNull();
        produceWithinTransaction(1);
        assertThat(answered()).isNull();

        driver.advance(MAX_WAIT_MS);
        assertThat(answered()).isEqualTo(decided);
        fetch(IsolationLevel.READ_COMMITTED, 0, decided);
        assertThat(answered()).isEqualTo(decided);
    }

    @Test
    void fetchIsAnsweredAsTheSegmentInWhichItWaitsIsClosed() {
        produce(HALF_A_SEGMENT);
        fetch(IsolationLevel.READ_UNCOMMITTED, 1, SEGMENT_BYTES);
        assertThat(answered()).isNull();

        produce(HALF_A_SEGMENT);

        assertThat(answered()).isBetween(HALF_A_SEGMENT.length(), SEGMENT_BYTES - 1);
    }

    @Test
    void fetchFromAClosedSegmentDoesNotWait() {
        produce(HALF_A_SEGMENT);
        produce(HALF_A_SEGMENT);

        fetch(IsolationLevel.READ_UNCOMMITTED, 0, 2 * SEGMENT_BYTES);
        assertThat(answered()).isNotNull();

        fetch(IsolationLevel.READ_UNCOMMITTED, 1, 2 * SEGMENT_BYTES);
        assertThat(answered()).isNull();
    }
}
