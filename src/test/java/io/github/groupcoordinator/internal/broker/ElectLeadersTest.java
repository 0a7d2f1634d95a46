package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.PartitionResult;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to ElectLeaders, held to what Kafka 4.3.1's controller decides and says. */
class ElectLeadersTest {
    private final BrokerDriver driver = BrokerDriver.ofNodes(3, "default.replication.factor", "2");

    ElectLeadersTest() {
        driver.broker.createTopic("orders", 2); // orders-0 is kept by 0 and 1, orders-1 by 1 and 2
    }

    private ClusterControl control() {
        return driver.broker.control();
    }

    private ElectLeadersResponseData ask(int version, ElectLeadersRequestData request) {
        return driver.clientOf(2)
                .call(ApiKeys.ELECT_LEADERS, version, request.setTimeoutMs(0), ElectLeadersResponseData.class);
    }

    private static ElectLeadersRequestData about(ElectionType type, String topic, Integer... partitions) {
        ElectLeadersRequestData request = new ElectLeadersRequestData().setElectionType(type.value);
        request.topicPartitions().add(new TopicPartitions().setTopic(topic).setPartitions(List.of(partitions)));
        return request;
    }

    private PartitionResult result(ElectionType type, String topic, int partition) {
        ElectLeadersResponseData response = ask(2, about(type, topic, partition));
        assertThat(response.errorCode()).isZero();
        ReplicaElectionResult result = BrokerDriver.only(response.replicaElectionResults());
        assertThat(result.topic()).isEqualTo(topic);
        assertThat(BrokerDriver.only(result.partitionResult()).partitionId()).isEqualTo(partition);
        return BrokerDriver.only(result.partitionResult());
    }

    private Errors error(ElectionType type, int partition) {
        return Errors.forCode(result(type, "orders", partition).errorCode());
    }

    /** Each topic with its partitions and their errors, as far as they are told. */
    private List<String> all(ElectionType type) {
        List<String> told = new ArrayList<>();
        ask(2, new ElectLeadersRequestData().setElectionType(type.value).setTopicPartitions(null))
                .replicaElectionResults()
                .forEach(topic -> told.add(topic.topic()
                        + topic.partitionResult().stream()
                                .map(each -> each.partitionId() + ":" + Errors.forCode(each.errorCode()))
                                .toList()));
        return told;
    }

    /** Node 0 has stopped following before node 1, which has everything, went away. */
    private void leaveOnlyALaggardAlive() {
        control().stop(0);
        control().stop(1);
        control().start(0);
        assertThat(control().leader("orders", 0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void preferredLeaderTakesItsPartitionBack(int version) {
        control().moveLeader("orders", 0, 1);
        int epoch = control().leaderEpoch("orders", 0);

        ElectLeadersResponseData response = ask(version, about(ElectionType.PREFERRED, "orders", 0));

        PartitionResult result = BrokerDriver.only(
                BrokerDriver.only(response.replicaElectionResults()).partitionResult());
        assertThat(result).isEqualTo(new PartitionResult().setPartitionId(0).setErrorMessage(null));
        assertThat(control().leader("orders", 0)).isZero();
        assertThat(control().leaderEpoch("orders", 0)).isEqualTo(epoch + 1);
    }

    @Test
    void preferredLeaderThatLeadsNeedsNoElection() {
        int epoch = control().leaderEpoch("orders", 0);

        assertThat(result(ElectionType.PREFERRED, "orders", 0))
                .isEqualTo(new PartitionResult()
                        .setPartitionId(0)
                        .setErrorCode(Errors.ELECTION_NOT_NEEDED.code())
                        .setErrorMessage(Errors.ELECTION_NOT_NEEDED.message()));
        assertThat(control().leaderEpoch("orders", 0)).isEqualTo(epoch);
    }

    @Test
    void preferredLeaderThatIsDeadIsNotAvailable() {
        control().stop(0);

        assertThat(error(ElectionType.PREFERRED, 0)).isEqualTo(Errors.PREFERRED_LEADER_NOT_AVAILABLE);
        assertThat(control().leader("orders", 0)).isEqualTo(1);
    }

    @Test
    void preferredLeaderThatLacksRecordsIsNotAvailable() {
        leaveOnlyALaggardAlive();

        assertThat(error(ElectionType.PREFERRED, 0)).isEqualTo(Errors.PREFERRED_LEADER_NOT_AVAILABLE);
        assertThat(control().leader("orders", 0)).isEqualTo(-1);
    }

    @Test
    void uncleanElectionTakesWhoIsAliveThoughTheTopicForbidsIt() {
        leaveOnlyALaggardAlive();

        assertThat(error(ElectionType.UNCLEAN, 0)).isEqualTo(Errors.NONE);
        assertThat(control().leader("orders", 0)).isZero();
        assertThat(control().inSyncReplicas("orders", 0)).containsExactly(0);
        control().start(1);
        assertThat(control().inSyncReplicas("orders", 0)).containsExactly(0, 1);
        assertThat(control().leader("orders", 0)).isZero();
    }

    @Test
    void uncleanElectionIsNotNeededWhereSomebodyLeads() {
        control().moveLeader("orders", 0, 1);

        assertThat(error(ElectionType.UNCLEAN, 0)).isEqualTo(Errors.ELECTION_NOT_NEEDED);
        assertThat(control().leader("orders", 0)).isEqualTo(1);
    }

    @Test
    void uncleanElectionNeedsSomebodyAlive() {
        control().stop(0);
        control().stop(1);

        assertThat(error(ElectionType.UNCLEAN, 0)).isEqualTo(Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE);
        assertThat(error(ElectionType.UNCLEAN, 1)).isEqualTo(Errors.ELECTION_NOT_NEEDED);
        assertThat(error(ElectionType.PREFERRED, 0)).isEqualTo(Errors.PREFERRED_LEADER_NOT_AVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(ElectionType.class)
    void unknownTopicAndUnknownPartitionAreTold(ElectionType type) {
        assertThat(result(type, "nowhere", 0))
                .isEqualTo(new PartitionResult()
                        .setPartitionId(0)
                        .setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                        .setErrorMessage("No such topic as nowhere"));
        for (int partition : new int[] {-1, 2}) {
            assertThat(result(type, "orders", partition))
                    .isEqualTo(new PartitionResult()
                            .setPartitionId(partition)
                            .setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                            .setErrorMessage("No such partition as orders-" + partition));
        }
    }

    @Test
    void questionAboutAllIsToldOnlyOfThoseThatNeededAnElection() {
        driver.broker.createTopic("payments", 1);
        assertThat(all(ElectionType.PREFERRED)).containsExactlyInAnyOrder("orders[]", "payments[]");

        control().moveLeader("orders", 0, 1);
        control().stop(1); // led orders-1, and orders-0 for the moment

        assertThat(all(ElectionType.UNCLEAN)).containsExactlyInAnyOrder("orders[]", "payments[]");
        assertThat(all(ElectionType.PREFERRED))
                .containsExactlyInAnyOrder("orders[1:PREFERRED_LEADER_NOT_AVAILABLE]", "payments[]");
        control().start(1);
        assertThat(all(ElectionType.PREFERRED)).containsExactlyInAnyOrder("orders[1:NONE]", "payments[]");
        assertThat(IntStream.of(0, 1).map(partition -> control().leader("orders", partition)))
                .containsExactly(0, 1);
    }

    @Test
    void questionAboutNothingIsAnsweredWithNothing() {
        byte unknown = 2;

        assertThat(ask(2, new ElectLeadersRequestData().setElectionType(unknown)))
                .isEqualTo(new ElectLeadersResponseData());
    }

    @Test
    void unknownKindOfElectionIsAnInvalidRequest() {
        byte unknown = 2;

        ElectLeadersResponseData response =
                ask(2, about(ElectionType.PREFERRED, "orders", 0).setElectionType(unknown));

        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(BrokerDriver.only(BrokerDriver.only(response.replicaElectionResults())
                                .partitionResult())
                        .errorMessage())
                .isEqualTo("Unknown election type 2");
    }
}
