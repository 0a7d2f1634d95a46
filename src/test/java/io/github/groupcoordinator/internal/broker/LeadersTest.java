package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.broker.wire.ServedRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Answers of nodes about partitions that they lead, follow, or have nothing to do with. */
class LeadersTest {
    private final BrokerDriver driver =
            BrokerDriver.ofNodes(3, "default.replication.factor", "2", "broker.session.timeout.ms", "5000");

    LeadersTest() {
        driver.broker.createTopic("orders", 1); // led by 0, followed by 1
        driver.broker.createConsumerOffsets();
    }

    private ClusterControl control() {
        return driver.broker.control();
    }

    private PartitionData fetch(int node, int version, int leaderEpoch) {
        FetchResponseData response =
                driver.clientOf(node).call(ApiKeys.FETCH, version, fetch(leaderEpoch, 0), FetchResponseData.class);
        return BrokerDriver.only(BrokerDriver.only(response.responses()).partitions());
    }

    private static FetchRequestData fetch(int leaderEpoch, int maxWaitMs) {
        FetchPartition partition = new FetchPartition()
                .setPartition(0)
                .setCurrentLeaderEpoch(leaderEpoch)
                .setPartitionMaxBytes(1_000);
        FetchRequestData request =
                new FetchRequestData().setMaxWaitMs(maxWaitMs).setMinBytes(1);
        request.topics().add(new FetchTopic().setTopic("orders").setPartitions(new ArrayList<>(List.of(partition))));
        return request;
    }

    private Errors fetchError(int node, int version, int leaderEpoch) {
        return Errors.forCode(fetch(node, version, leaderEpoch).errorCode());
    }

    private Errors listOffsetsError(int node, int leaderEpoch) {
        ListOffsetsRequestData request = new ListOffsetsRequestData();
        request.topics()
                .add(new ListOffsetsTopic()
                        .setName("orders")
                        .setPartitions(new ArrayList<>(List.of(new ListOffsetsPartition()
                                .setPartitionIndex(0)
                                .setTimestamp(-1)
                                .setCurrentLeaderEpoch(leaderEpoch)))));
        ListOffsetsResponseData response =
                driver.clientOf(node).call(ApiKeys.LIST_OFFSETS, 7, request, ListOffsetsResponseData.class);
        return Errors.forCode(
                BrokerDriver.only(BrokerDriver.only(response.topics()).partitions())
                        .errorCode());
    }

    private MetadataResponsePartition metadata() {
        MetadataRequestData all = new MetadataRequestData().setTopics(null);
        MetadataResponseData response = driver.clientOf(2).call(ApiKeys.METADATA, 9, all, MetadataResponseData.class);
        Collection<MetadataResponseData.MetadataResponseTopic> topics = response.topics();
        for (MetadataResponseData.MetadataResponseTopic topic : topics) {
            if (topic.name().equals("orders")) {
                return BrokerDriver.only(topic.partitions());
            }
        }
        throw new AssertionError("no orders in " + topics);
    }

    private Errors heartbeatError(int node) {
        HeartbeatRequestData beat =
                new HeartbeatRequestData().setGroupId("billing").setMemberId("m");
        return Errors.forCode(driver.clientOf(node)
                .call(ApiKeys.HEARTBEAT, 4, beat, HeartbeatResponseData.class)
                .errorCode());
    }

    @Test
    void leaderEpochsAreFencedBelowAndUnknownAbove() {
        control().moveLeader("orders", 0, 1);
        control().moveLeader("orders", 0, 0);

        assertThat(fetchError(0, 12, -1)).isEqualTo(Errors.NONE);
        assertThat(fetchError(0, 12, 1)).isEqualTo(Errors.FENCED_LEADER_EPOCH);
        assertThat(fetchError(0, 12, 2)).isEqualTo(Errors.NONE);
        assertThat(fetchError(0, 12, 3)).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(listOffsetsError(0, 1)).isEqualTo(Errors.FENCED_LEADER_EPOCH);
        assertThat(listOffsetsError(0, 3)).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
    }

    @Test
    void followerReadsToClientsFromVersion11OnButKnowsNoOffsets() {
        assertThat(fetchError(1, 10, -1)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(fetchError(1, 11, -1)).isEqualTo(Errors.NONE);
        assertThat(listOffsetsError(1, -1)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(listOffsetsError(1, 1)).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
    }

    @Test
    void nodeWithoutAReplicaIsNoFollowerWhateverTheEpoch() {
        assertThat(fetchError(2, 12, 7)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
        assertThat(listOffsetsError(2, 7)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void parkedFetchIsAnsweredWhenTheLeaderChanges() {
        BrokerDriver.Client client = driver.clientOf(0);
        client.send(ApiKeys.FETCH, 12, fetch(0, 10_000));
        assertThat(client.receive()).isNull();

        control().moveLeader("orders", 0, 1);

        FetchResponseData response = client.receive(FetchResponseData.class);
        assertThat(response).isNotNull();
        assertThat(Errors.forCode(BrokerDriver.only(
                                BrokerDriver.only(response.responses()).partitions())
                        .errorCode()))
                .isEqualTo(Errors.FENCED_LEADER_EPOCH);
    }

    @Test
    void metadataTellsOfLeadersEpochsAndReplicasThatAreAway() {
        assertThat(metadata().leaderId()).isZero();
        assertThat(metadata().isrNodes()).containsExactly(0, 1);

        control().stop(0);
        assertThat(metadata().leaderId()).isEqualTo(1);
        assertThat(metadata().leaderEpoch()).isEqualTo(1);
        assertThat(metadata().replicaNodes()).containsExactly(0, 1);
        assertThat(metadata().isrNodes()).containsExactly(1);
        assertThat(metadata().offlineReplicas()).containsExactly(0);

        control().stop(1);
        assertThat(Errors.forCode(metadata().errorCode())).isEqualTo(Errors.LEADER_NOT_AVAILABLE);
        assertThat(metadata().leaderId()).isEqualTo(-1);
        assertThat(metadata().leaderEpoch()).isEqualTo(2);
        assertThat(metadata().isrNodes()).containsExactly(1);
    }

    @Test
    void fencedBrokersAreDescribedToWhoAsksForThem() {
        control().stop(1);

        assertThat(described(false)).containsExactly("0", "2");
        assertThat(described(true)).containsExactly("0", "2", "1 fenced");
    }

    private List<String> described(boolean includeFenced) {
        List<String> brokers = new ArrayList<>();
        Collection<DescribeClusterBroker> found = driver.clientOf(0)
                .call(
                        ApiKeys.DESCRIBE_CLUSTER,
                        2,
                        new DescribeClusterRequestData()
                                .setEndpointType((byte) 1)
                                .setIncludeFencedBrokers(includeFenced),
                        DescribeClusterResponseData.class)
                .brokers();
        found.forEach(broker -> brokers.add(broker.brokerId() + (broker.isFenced() ? " fenced" : "")));
        return brokers;
    }

    @Test
    void onlyTheLeadersNodeIsTheCoordinator() {
        int coordinator = control().leader("__consumer_offsets", control().partitionFor("billing"));

        for (int node = 0; node < 3; node++) {
            assertThat(heartbeatError(node))
                    .isEqualTo(node == coordinator ? Errors.UNKNOWN_MEMBER_ID : Errors.NOT_COORDINATOR);
            FindCoordinatorResponseData found = driver.clientOf(node)
                    .call(
                            ApiKeys.FIND_COORDINATOR,
                            3,
                            new FindCoordinatorRequestData().setKey("billing"),
                            FindCoordinatorResponseData.class);
            assertThat(found.nodeId()).isEqualTo(coordinator);
        }
    }

    @Test
    void coordinatorIsNotAvailableWhileNobodyLeads() {
        control().stop(0);
        control().stop(1);
        control().stop(2);
        control().start(1); // billing's partition is 9: the last replica in sync was on 2

        FindCoordinatorResponseData found = driver.clientOf(1)
                .call(
                        ApiKeys.FIND_COORDINATOR,
                        3,
                        new FindCoordinatorRequestData().setKey("billing"),
                        FindCoordinatorResponseData.class);

        assertThat(Errors.forCode(found.errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
    }

    @Test
    void stoppedNodeClosesItsConnectionsAndTakesNoNewOnes() {
        BrokerDriver.Client client = driver.clientOf(1);
        BrokerDriver.Client other = driver.clientOf(2);

        control().stop(1);

        assertThat(client.closedByBroker).isTrue();
        assertThat(other.closedByBroker).isFalse();
        assertThatThrownBy(() -> driver.clientOf(1)).isInstanceOf(BrokerNotAvailableException.class);
        control().start(1);
        assertThat(fetchError(1, 12, -1)).isEqualTo(Errors.NONE);
    }

    @Test
    void pausedNodeAnswersInTheOrderOfArrivalWhenItGoesOn() {
        BrokerDriver.Client first = driver.client("first");
        BrokerDriver.Client second = driver.client("second");
        control().pause(0);
        second.send(ApiKeys.FETCH, 12, fetch(-1, 0));
        first.send(ApiKeys.FETCH, 12, fetch(-1, 0));
        driver.advance(4_999);
        assertThat(first.receive()).isNull();
        assertThat(control().leader("orders", 0)).isZero();

        control().resume(0);

        assertThat(first.receive()).isNotNull();
        assertThat(second.receive()).isNotNull();
        assertThat(driver.broker.requests()).extracting(ServedRequest::clientId).containsExactly("second", "first");
        driver.advance(5_000);
        assertThat(control().leader("orders", 0)).isZero();
    }

    @Test
    void pausedNodeIsFencedWhenItsSessionIsOverAndTakenBackWhenItGoesOn() {
        control().pause(0);
        driver.advance(5_000);

        assertThat(control().leader("orders", 0)).isEqualTo(1);
        assertThat(control().inSyncReplicas("orders", 0)).containsExactly(1);
        control().resume(0);
        assertThat(control().inSyncReplicas("orders", 0)).containsExactly(0, 1);
        assertThat(control().leader("orders", 0)).isEqualTo(1);
    }

    @Test
    void nodeThatIsStartedAgainBeforeItWasMissedLeadsNothingThatAnotherCanLead() {
        control().crash(0);
        assertThat(control().leader("orders", 0)).isZero();

        control().start(0);

        assertThat(control().leader("orders", 0)).isEqualTo(1);
        assertThat(control().inSyncReplicas("orders", 0)).containsExactly(0, 1);
    }
}
