package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reassignments of partitions, held to what Kafka 4.3.1's controller decides and says. */
class ReassignmentsTest {
    private final BrokerDriver driver = BrokerDriver.ofNodes(3, "default.replication.factor", "2");

    ReassignmentsTest() {
        driver.broker.createTopic("orders", 2); // orders-0 is kept by 0 and 1, orders-1 by 1 and 2
    }

    private ReassignablePartitionResponse answer(int partition, @Nullable List<Integer> replicas) {
        return answer("orders", partition, replicas, true);
    }

    private ReassignablePartitionResponse answer(
            String topic, int partition, @Nullable List<Integer> replicas, boolean mayResize) {
        AlterPartitionReassignmentsResponseData response = driver.clientOf(1)
                .call(
                        ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
                        1,
                        ClusterSamples.reassign(topic, partition, replicas).setAllowReplicationFactorChange(mayResize),
                        AlterPartitionReassignmentsResponseData.class);
        assertThat(response.errorCode()).isZero();
        assertThat(response.allowReplicationFactorChange()).isEqualTo(mayResize);
        return BrokerDriver.only(BrokerDriver.only(response.responses()).partitions());
    }

    private void reassign(int partition, Integer... replicas) {
        assertThat(Errors.forCode(answer(partition, List.of(replicas)).errorCode()))
                .isEqualTo(Errors.NONE);
    }

    /** Refuses with a message, or null for the one that the error's name stands for. */
    private void assertRefused(ReassignablePartitionResponse answer, Errors error, @Nullable String message) {
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(error);
        assertThat(answer.errorMessage()).isEqualTo(message);
    }

    /** The leader, its epoch, the replicas and those in sync. */
    private String state(int partition) {
        MetadataRequestData request = new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("orders")));
        MetadataResponseData response =
                driver.clientOf(1).call(ApiKeys.METADATA, 9, request, MetadataResponseData.class);
        MetadataResponsePartition found = BrokerDriver.only(response.topics()).partitions().stream()
                .filter(each -> each.partitionIndex() == partition)
                .findFirst()
                .orElseThrow();
        return found.leaderId() + " in epoch " + found.leaderEpoch() + " of " + found.replicaNodes() + " in sync "
                + found.isrNodes();
    }

    private List<String> underWay(@Nullable String topic, Integer... partitions) {
        ListPartitionReassignmentsRequestData request = new ListPartitionReassignmentsRequestData().setTimeoutMs(0);
        request.setTopics(
                topic == null
                        ? null
                        : List.of(new ListPartitionReassignmentsTopics()
                                .setName(topic)
                                .setPartitionIndexes(List.of(partitions))));
        ListPartitionReassignmentsResponseData response = driver.clientOf(1)
                .call(ApiKeys.LIST_PARTITION_REASSIGNMENTS, 0, request, ListPartitionReassignmentsResponseData.class);
        assertThat(response.errorCode()).isZero();
        List<String> told = new ArrayList<>();
        response.topics().forEach(each -> each.partitions()
                .forEach(partition -> told.add(each.name() + "-" + partition.partitionIndex() + " "
                        + partition.replicas() + " adds " + partition.addingReplicas() + " removes "
                        + partition.removingReplicas())));
        return told;
    }

    @Test
    void leaderThatIsRemovedIsFollowedByTheFirstReplica() {
        assertThat(state(0)).isEqualTo("0 in epoch 0 of [0, 1] in sync [0, 1]");

        reassign(0, 2, 1);

        assertThat(state(0)).isEqualTo("2 in epoch 1 of [2, 1] in sync [2, 1]");
        assertThat(underWay(null)).isEmpty();
    }

    @Test
    void leaderThatStaysLeadsOn() {
        reassign(1, 2, 1, 0);
        assertThat(state(1)).isEqualTo("1 in epoch 0 of [2, 1, 0] in sync [2, 1, 0]");

        reassign(1, 1);
        assertThat(state(1)).as("others were removed").isEqualTo("1 in epoch 1 of [1] in sync [1]");

        reassign(1, 1);
        assertThat(state(1)).as("nothing changes").isEqualTo("1 in epoch 1 of [1] in sync [1]");
    }

    @Test
    void whatCanNotBeIsRefusedInKafkasWords() {
        assertRefused(
                answer("nope", 0, List.of(0), true),
                Errors.UNKNOWN_TOPIC_OR_PARTITION,
                "Unable to find a topic named nope.");
        assertRefused(answer(9, List.of(0)), Errors.UNKNOWN_TOPIC_OR_PARTITION, "Unable to find partition orders:9.");
        assertRefused(answer(9, null), Errors.UNKNOWN_TOPIC_OR_PARTITION, "Unable to find partition orders:9.");
        assertRefused(answer(0, null), Errors.NO_REASSIGNMENT_IN_PROGRESS, null);
        assertRefused(
                answer(0, List.of(0, 9)),
                Errors.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes broker 9, but no such broker is registered.");
        assertRefused(
                answer(0, List.of(0, 0)),
                Errors.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes the broker 0 more than once.");
        assertRefused(
                answer(0, List.of()),
                Errors.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes an empty replica list.");
        assertRefused(
                answer("orders", 0, List.of(0, 1, 2), false),
                Errors.INVALID_REPLICATION_FACTOR,
                "The replication factor is changed from 2 to 3");
        assertThat(state(0)).isEqualTo("0 in epoch 0 of [0, 1] in sync [0, 1]");
    }

    @Test
    void moveToABrokerThatIsDownWaitsUntilItIsBack() {
        driver.broker.control().stop(2);

        reassign(0, 2, 0);

        assertThat(state(0)).isEqualTo("0 in epoch 0 of [2, 0, 1] in sync [0, 1]");
        assertThat(underWay(null)).containsExactly("orders-0 [2, 0, 1] adds [2] removes [1]");
        assertThat(underWay("orders", 0, 7)).containsExactly("orders-0 [2, 0, 1] adds [2] removes [1]");
        assertThat(underWay("orders", 1)).isEmpty();
        assertThat(underWay("nope", 0)).isEmpty();

        driver.broker.control().start(2);

        assertThat(state(0)).isEqualTo("0 in epoch 1 of [2, 0] in sync [2, 0]");
        assertThat(underWay(null)).isEmpty();
    }

    @Test
    void moveThatIsGivenUpLeavesThoseThatWereThere() {
        driver.broker.control().stop(2);
        reassign(0, 2, 0);

        assertThat(Errors.forCode(answer(0, null).errorCode())).isEqualTo(Errors.NONE);

        assertThat(state(0)).isEqualTo("0 in epoch 1 of [0, 1] in sync [0, 1]");
        assertThat(underWay(null)).isEmpty();
        assertRefused(answer(0, null), Errors.NO_REASSIGNMENT_IN_PROGRESS, null);
    }

    @Test
    void coordinatorMovesWithItsPartition() {
        driver.broker.createConsumerOffsets();
        int before = driver.broker.control().leader("__consumer_offsets", 0);
        int after = (before + 1) % 3;

        AlterPartitionReassignmentsResponseData response = driver.clientOf(1)
                .call(
                        ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
                        0,
                        ClusterSamples.reassign("__consumer_offsets", 0, List.of(after)),
                        AlterPartitionReassignmentsResponseData.class);

        assertThat(BrokerDriver.only(BrokerDriver.only(response.responses()).partitions())
                        .errorCode())
                .isZero();
        assertThat(driver.broker.control().leader("__consumer_offsets", 0)).isEqualTo(after);
    }
}
