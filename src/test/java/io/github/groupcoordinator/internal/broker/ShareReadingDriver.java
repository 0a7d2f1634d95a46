package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.share.ShareReading;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * A cluster whose topic "jobs" is read to share groups, without coordinators: the configuration is here, and a
 * persister that answers at once and remembers the last write.
 */
final class ShareReadingDriver implements ShareReading, ShareGroupSettings, ShareStatePersister {
    final BrokerDriver driver;
    final List<String> written = new ArrayList<>();
    private final Map<SharePartitionKey, ReadResult> stored = new LinkedHashMap<>();
    private ReadResult unread = ReadResult.of(1, 0, List.of());
    boolean enabled = true;
    boolean committed;
    boolean renewEnabled = true;
    Errors writeError = Errors.NONE;
    OffsetReset reset = OffsetReset.EARLIEST;
    int maxSessions = 100;

    ShareReadingDriver(int nodes, int partitions) {
        driver = new BrokerDriver(nodes, new ShareSurroundings(new NoGroups(), this));
        driver.broker.createTopic("jobs", partitions);
    }

    Uuid jobs() {
        return driver.broker.topicId("jobs");
    }

    /** Lets groups begin where their reset says, instead of at offset 0. */
    void startsAnew() {
        unread = ReadResult.of(1, UNINITIALIZED_START_OFFSET, List.of());
    }

    /** Appends a batch of so many records. */
    void produce(int partition, int records) {
        String[] values = new String[records];
        Arrays.fill(values, "job");
        produce(partition, FetchTest.records(values));
    }

    void produce(int partition, MemoryRecords records) {
        int leader = driver.broker.control().leader("jobs", partition);
        ProduceResponseData response = driver.clientOf(leader)
                .call(
                        ApiKeys.PRODUCE,
                        9,
                        FetchTest.produce("jobs", partition, -1, records).setTransactionalId("tx"),
                        ProduceResponseData.class);
        assertThat(BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode())
                .isZero();
    }

    void deleteRecordsBefore(long offset) {
        DeleteRecordsRequestData.DeleteRecordsTopic topic = new DeleteRecordsRequestData.DeleteRecordsTopic()
                .setName("jobs")
                .setPartitions(List.of(new DeleteRecordsRequestData.DeleteRecordsPartition()
                        .setPartitionIndex(0)
                        .setOffset(offset)));
        driver.client()
                .call(
                        ApiKeys.DELETE_RECORDS,
                        2,
                        new DeleteRecordsRequestData().setTopics(List.of(topic)).setTimeoutMs(1_000));
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public int maxSessions() {
        return maxSessions;
    }

    @Override
    public ShareGroupSettings settings(String groupId) {
        return this;
    }

    @Override
    public boolean readsCommitted(String groupId) {
        return committed;
    }

    @Override
    public ShareStatePersister persister(int nodeId) {
        return this;
    }

    @Override
    public RecordChange.Observer observer(int nodeId, SharePartitionKey partition) {
        return RecordChange.Observer.NONE;
    }

    @Override
    public void read(SharePartitionKey partition, int leaderEpoch, Consumer<ReadResult> done) {
        done.accept(stored.getOrDefault(partition, unread));
    }

    @Override
    public void write(SharePartitionKey partition, Update update, Consumer<WriteResult> done) {
        if (writeError != Errors.NONE) {
            done.accept(new WriteResult(writeError, "no"));
            return;
        }
        update.batches()
                .forEach(batch -> written.add(batch.firstOffset() + "-" + batch.lastOffset() + " state "
                        + batch.deliveryState() + " x" + batch.deliveryCount()));
        stored.put(partition, ReadResult.of(update.stateEpoch(), update.startOffset(), update.batches()));
        done.accept(WriteResult.DONE);
    }

    @Override
    public int recordLockDurationMs() {
        return 30_000;
    }

    @Override
    public int deliveryCountLimit() {
        return 5;
    }

    @Override
    public int partitionMaxRecordLocks() {
        return 2_000;
    }

    @Override
    public boolean renewAcknowledgeEnabled() {
        return renewEnabled;
    }

    @Override
    public OffsetReset offsetReset() {
        return reset;
    }

    /** Groups are of no concern here: reading does not ask who is a member. */
    private static final class NoGroups implements SharePersister {
        @Override
        public void initialize(
                String groupId,
                int stateEpoch,
                SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets,
                Consumer<Answer> then) {
            throw new AssertionError("expected nobody to ask for " + groupId);
        }

        @Override
        public void delete(String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Answer> then) {
            throw new AssertionError("expected nobody to ask for " + groupId);
        }

        @Override
        public void readSummaries(
                String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, Consumer<Summaries> then) {
            throw new AssertionError("expected nobody to ask for " + groupId);
        }
    }
}
