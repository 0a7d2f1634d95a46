package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.wire.ServedRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.InitializeShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryResponseData.PartitionResult;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.message.WriteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;

/** A cluster with a topic {@code orders}, driven by requests about the state of its share-partitions. */
final class ShareStateDriver {
    static final String STATES = "__share_group_state";
    private static final byte SHARE = 2;

    final BrokerDriver driver;
    final Uuid topicId;

    ShareStateDriver(BrokerDriver driver, int partitions) {
        this.driver = driver;
        driver.broker.createTopic("orders", partitions);
        this.topicId = driver.broker.topicId("orders");
    }

    String key(int partition) {
        return ShareSamples.GROUP + ":" + topicId + ":" + partition;
    }

    /** Returns the partition of the topic of states that holds a share-partition. */
    int statePartition(int partition) {
        return Utils.abs(key(partition).hashCode()) % 50;
    }

    int coordinator(int partition) {
        return driver.broker.control().leader(STATES, statePartition(partition));
    }

    Coordinator find(int version, String key) {
        FindCoordinatorResponseData found = driver.client()
                .call(
                        ApiKeys.FIND_COORDINATOR,
                        version,
                        new FindCoordinatorRequestData().setKeyType(SHARE).setCoordinatorKeys(List.of(key)),
                        FindCoordinatorResponseData.class);
        return BrokerDriver.only(found.coordinators());
    }

    Errors initialize(int node, int partition, int stateEpoch, long startOffset) {
        InitializeShareGroupStateResponseData response = driver.clientOf(node)
                .call(
                        ApiKeys.INITIALIZE_SHARE_GROUP_STATE,
                        0,
                        ShareSamples.initialize(topicId, partition, stateEpoch, startOffset),
                        InitializeShareGroupStateResponseData.class);
        return BrokerDriver.error(
                BrokerDriver.only(BrokerDriver.only(response.results()).partitions())
                        .errorCode());
    }

    Errors write(int node, int partition, long startOffset) {
        WriteShareGroupStateResponseData response = driver.clientOf(node)
                .call(
                        ApiKeys.WRITE_SHARE_GROUP_STATE,
                        1,
                        ShareSamples.write(topicId, partition, startOffset),
                        WriteShareGroupStateResponseData.class);
        return BrokerDriver.error(
                BrokerDriver.only(BrokerDriver.only(response.results()).partitions())
                        .errorCode());
    }

    PartitionResult summary(int node, int partition) {
        ReadShareGroupStateSummaryResponseData response = driver.clientOf(node)
                .call(
                        ApiKeys.READ_SHARE_GROUP_STATE_SUMMARY,
                        1,
                        ShareSamples.summary(topicId, partition),
                        ReadShareGroupStateSummaryResponseData.class);
        return BrokerDriver.only(BrokerDriver.only(response.results()).partitions());
    }

    ShareGroupHeartbeatResponseData heartbeat(int node, String memberId, int epoch) {
        return driver.clientOf(node)
                .call(
                        ApiKeys.SHARE_GROUP_HEARTBEAT,
                        1,
                        ShareSamples.heartbeat(memberId, epoch),
                        ShareGroupHeartbeatResponseData.class);
    }

    /** Returns what brokers have asked one another: how long after the start, who asked whom, by which API. */
    List<String> betweenBrokers() {
        List<String> asked = new ArrayList<>();
        for (ServedRequest request : driver.broker.requests()) {
            if (request.clientId().startsWith("broker-")) {
                long afterMs = request.at().toEpochMilli() - BrokerDriver.START_MS;
                asked.add(afterMs + " " + request.clientId() + " asks " + request.nodeId() + " " + request.api());
            }
        }
        return asked;
    }

    void assertNothingFailed() {
        assertThat(driver.failures).isEmpty();
    }
}
