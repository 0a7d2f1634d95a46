package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The offsets of a topic that is deleted while their coordinator has crashed or hangs. */
class DeletedTopicsTest {
    private static final String OFFSETS = "__consumer_offsets";
    private static final long SESSION_MS = 5_000;
    private static final long NONE = -1L;

    private final BrokerDriver driver = BrokerDriver.ofNodes(
            3, "default.replication.factor", "3", "broker.session.timeout.ms", String.valueOf(SESSION_MS));
    private final int partition;
    private final int coordinator;

    DeletedTopicsTest() {
        driver.broker.createTopic("orders", 1);
        driver.broker.createConsumerOffsets();
        partition = driver.broker.control().partitionFor("billing");
        coordinator = leader();
        commit(7);
    }

    private int leader() {
        return driver.broker.control().leader(OFFSETS, partition);
    }

    private long endOffset() {
        return driver.broker.endOffset(OFFSETS, partition);
    }

    private void commit(long offset) {
        OffsetCommitRequestData commit = new OffsetCommitRequestData().setGroupId("billing");
        commit.topics()
                .add(new OffsetCommitRequestTopic()
                        .setName("orders")
                        .setPartitions(new ArrayList<>(List.of(new OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(offset)))));
        OffsetCommitResponseData response =
                driver.clientOf(leader()).call(ApiKeys.OFFSET_COMMIT, 8, commit, OffsetCommitResponseData.class);
        assertThat(BrokerDriver.only(BrokerDriver.only(response.topics()).partitions())
                        .errorCode())
                .isEqualTo(Errors.NONE.code());
    }

    private long committed() {
        OffsetFetchRequestGroup group = new OffsetFetchRequestGroup().setGroupId("billing");
        group.setTopics(new ArrayList<>(
                List.of(new OffsetFetchRequestTopics().setName("orders").setPartitionIndexes(List.of(0)))));
        OffsetFetchRequestData fetch = new OffsetFetchRequestData();
        fetch.groups().add(group);
        OffsetFetchResponseData response =
                driver.clientOf(leader()).call(ApiKeys.OFFSET_FETCH, 8, fetch, OffsetFetchResponseData.class);
        return BrokerDriver.only(
                        BrokerDriver.only(BrokerDriver.only(response.groups()).topics())
                                .partitions())
                .committedOffset();
    }

    @Test
    void offsetsGoWithTheirTopic() {
        driver.broker.deleteTopic("orders");

        assertThat(committed()).isEqualTo(NONE);
    }

    @Test
    void crashedCoordinatorDeletesNoOffsetsAndTheNextOneKeepsThem() {
        long end = endOffset();
        driver.broker.control().crash(coordinator);

        driver.broker.deleteTopic("orders");
        assertThat(endOffset()).isEqualTo(end);

        driver.advance(SESSION_MS);
        assertThat(leader()).isNotEqualTo(coordinator);
        assertThat(endOffset()).isEqualTo(end);
        assertThat(committed()).isEqualTo(7);
    }

    @Test
    void coordinatorThatStartsAgainKeepsWhatWasDeletedWhileItWasAway() {
        driver.broker.control().crash(coordinator);
        driver.broker.deleteTopic("orders");

        driver.broker.control().start(coordinator);
        driver.broker.control().moveLeader(OFFSETS, partition, coordinator);
        driver.advance(0);

        assertThat(committed()).isEqualTo(7);
    }

    @Test
    void pausedCoordinatorDeletesOffsetsWhenItGoesOn() {
        long end = endOffset();
        driver.broker.control().pause(coordinator);

        driver.broker.deleteTopic("orders");
        assertThat(endOffset()).isEqualTo(end);
        driver.broker.control().resume(coordinator);

        assertThat(endOffset()).isGreaterThan(end);
        assertThat(committed()).isEqualTo(NONE);
    }

    @Test
    void pausedCoordinatorThatHasLostItsPartitionDeletesNothingWhenItGoesOn() {
        long end = endOffset();
        driver.broker.control().pause(coordinator);
        driver.broker.deleteTopic("orders");
        driver.advance(SESSION_MS);
        assertThat(leader()).isNotEqualTo(coordinator);

        driver.broker.control().resume(coordinator);

        assertThat(endOffset()).isEqualTo(end);
        assertThat(committed()).isEqualTo(7);
    }

    @Test
    void coordinatorThatHasCrashedOrHangsEndsNoSessionsEither() {
        driver.broker.control().pause(coordinator);
        assertThatThrownBy(() -> driver.broker.expire("billing", "anyone"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "Group 'billing' has no coordinator at the moment: broker " + coordinator + " is paused");

        driver.broker.control().crash(coordinator);
        assertThatThrownBy(() -> driver.broker.fence("billing", "anyone"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broker " + coordinator + " has stopped");
    }
}
