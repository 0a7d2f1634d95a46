package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The persister by which a group coordinator has the state of share-partitions initialized at share coordinators. */
class StatePersisterTest {
    private static final long SESSION_MS = 9_000;

    private static ShareStateDriver start(int nodes, int partitions) {
        BrokerDriver driver = BrokerDriver.ofNodes(nodes, "broker.session.timeout.ms", String.valueOf(SESSION_MS));
        driver.broker.createConsumerOffsets();
        return new ShareStateDriver(driver, partitions);
    }

    private static int groupCoordinator(ShareStateDriver cluster) {
        int partition = cluster.driver.broker.control().partitionFor(ShareSamples.GROUP);
        return cluster.driver.broker.control().leader("__consumer_offsets", partition);
    }

    private static List<Integer> assigned(ShareGroupHeartbeatResponseData heartbeat) {
        List<Integer> assigned = new ArrayList<>();
        if (heartbeat.assignment() != null) {
            heartbeat.assignment().topicPartitions().forEach(topic -> assigned.addAll(topic.partitions()));
        }
        return assigned;
    }

    @Test
    void freshClusterMakesTheTopicAndInitializesAfterOneRetry() {
        ShareStateDriver cluster = start(1, 1);

        assertThat(assigned(cluster.heartbeat(0, "m", 0))).isEmpty();
        cluster.driver.advance(0);
        assertThat(cluster.betweenBrokers()).containsExactly("0 broker-0 asks 0 FindCoordinator");

        cluster.driver.advance(1_599);
        assertThat(cluster.betweenBrokers()).hasSize(1);
        cluster.driver.advance(802);
        assertThat(cluster.betweenBrokers())
                .hasSize(2)
                .last()
                .asString()
                .matches("(1[6-9]|2[0-4])\\d\\d broker-0 asks 0 InitializeShareGroupState");
        cluster.driver.advance(2_599);
        assertThat(assigned(cluster.heartbeat(0, "m", 2))).containsExactly(0);
        cluster.assertNothingFailed();
    }

    @Test
    void firstPartitionGoesAloneAndTheOthersTogether() {
        ShareStateDriver cluster = start(1, 5);
        cluster.find(6, cluster.key(0));

        cluster.heartbeat(0, "m", 0);
        cluster.driver.advance(0);

        assertThat(cluster.betweenBrokers())
                .containsExactly(
                        "0 broker-0 asks 0 InitializeShareGroupState", "0 broker-0 asks 0 InitializeShareGroupState");
        cluster.driver.advance(1_000);
        assertThat(assigned(cluster.heartbeat(0, "m", 2))).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void eachCoordinatorIsAskedForItsOwnPartitions() {
        ShareStateDriver cluster = start(3, 6);
        cluster.find(6, cluster.key(0));
        int coordinator = groupCoordinator(cluster);

        cluster.heartbeat(coordinator, "m", 0);
        cluster.driver.advance(0);

        List<String> expected = new ArrayList<>();
        for (int partition = 0; partition < 6; partition++) {
            String asked = "0 broker-" + coordinator + " asks " + cluster.coordinator(partition)
                    + " InitializeShareGroupState";
            if (!expected.contains(asked)) {
                expected.add(asked);
            }
        }
        assertThat(cluster.betweenBrokers()).containsAll(expected).hasSizeLessThanOrEqualTo(2 * expected.size());
        for (int partition = 0; partition < 6; partition++) {
            assertThat(cluster.summary(cluster.coordinator(partition), partition)
                            .startOffset())
                    .as("partition %s", partition)
                    .isEqualTo(-1);
        }
    }

    /** Returns a partition of orders whose share coordinator is another broker than the group's. */
    private static int elsewhere(ShareStateDriver cluster, int groupCoordinator, int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            if (cluster.coordinator(partition) != groupCoordinator) {
                return partition;
            }
        }
        throw new AssertionError("all share-partitions are coordinated by broker " + groupCoordinator);
    }

    private static Errors altered(BrokerDriver.Client client) {
        return client.receive() instanceof AlterShareGroupOffsetsResponseData response
                ? BrokerDriver.error(
                        response.errorCode() == 0
                                ? BrokerDriver.only(BrokerDriver.only(response.responses())
                                                .partitions())
                                        .errorCode()
                                : response.errorCode())
                : Errors.REQUEST_TIMED_OUT;
    }

    @Test
    void crashedCoordinatorIsAskedAgainWhenAnotherHasTakenOver() {
        ShareStateDriver cluster = start(3, 6);
        cluster.find(6, cluster.key(0));
        int coordinator = groupCoordinator(cluster);
        int partition = elsewhere(cluster, coordinator, 6);
        int crashed = cluster.coordinator(partition);
        cluster.driver.broker.control().crash(crashed);

        BrokerDriver.Client client = cluster.driver.clientOf(coordinator);
        client.send(ApiKeys.ALTER_SHARE_GROUP_OFFSETS, 0, ShareSamples.alter("orders", partition, 5));
        cluster.driver.advance(SESSION_MS - 1);
        assertThat(client.receive()).isNull();

        cluster.driver.advance(20_000);
        assertThat(altered(client)).isEqualTo(Errors.NONE);
        assertThat(cluster.coordinator(partition)).isNotEqualTo(crashed);
        assertThat(cluster.summary(cluster.coordinator(partition), partition).startOffset())
                .isEqualTo(5);
        cluster.assertNothingFailed();
    }

    @Test
    void coordinatorThatHangsIsGivenUpAfterThirtySecondsAndAskedAgain() {
        ShareStateDriver cluster = start(3, 6);
        cluster.find(6, cluster.key(0));
        int coordinator = groupCoordinator(cluster);
        int partition = elsewhere(cluster, coordinator, 6);
        cluster.driver.broker.control().pause(cluster.coordinator(partition));

        BrokerDriver.Client client = cluster.driver.clientOf(coordinator);
        client.send(ApiKeys.ALTER_SHARE_GROUP_OFFSETS, 0, ShareSamples.alter("orders", partition, 5));
        cluster.driver.advance(30_000 + 1_599);
        assertThat(client.receive()).isNull();

        cluster.driver.advance(802);
        assertThat(altered(client)).isEqualTo(Errors.NONE);
        cluster.assertNothingFailed();
    }

    @Test
    void itFailsAfterFiveTries() {
        ShareStateDriver cluster = start(3, 6);
        cluster.find(6, cluster.key(0));
        int coordinator = groupCoordinator(cluster);
        int partition = elsewhere(cluster, coordinator, 6);
        for (int node = 0; node < 3; node++) {
            if (node != coordinator) {
                cluster.driver.broker.control().stop(node);
            }
        }

        BrokerDriver.Client client = cluster.driver.clientOf(coordinator);
        client.send(ApiKeys.ALTER_SHARE_GROUP_OFFSETS, 0, ShareSamples.alter("orders", partition, 5));
        cluster.driver.advance(36_000);

        // Only one of the replicas of which two have to be in sync is left.
        assertThat(altered(client)).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        List<String> asked = cluster.betweenBrokers();
        assertThat(asked).hasSize(5);
        long firstMs = millis(asked.get(0));
        assertThat(millis(asked.get(1)) - firstMs).isBetween(1_600L, 2_400L);
        assertThat(millis(asked.get(2)) - millis(asked.get(1))).isBetween(3_200L, 4_800L);
        assertThat(millis(asked.get(3)) - millis(asked.get(2))).isBetween(6_400L, 9_600L);
        assertThat(millis(asked.get(4)) - millis(asked.get(3))).isBetween(12_800L, 19_200L);
    }

    private static long millis(String asked) {
        return Long.parseLong(asked.substring(0, asked.indexOf(' ')));
    }

    @Test
    void whatABrokerHasAskedIsForgottenWithItsProcess() {
        ShareStateDriver cluster = start(3, 6);
        cluster.find(6, cluster.key(0));
        int coordinator = groupCoordinator(cluster);
        int partition = elsewhere(cluster, coordinator, 6);
        cluster.driver.broker.control().pause(cluster.coordinator(partition));
        BrokerDriver.Client client = cluster.driver.clientOf(coordinator);
        client.send(ApiKeys.ALTER_SHARE_GROUP_OFFSETS, 0, ShareSamples.alter("orders", partition, 5));
        cluster.driver.advance(1);

        cluster.driver.broker.control().stop(coordinator);
        cluster.driver.broker.control().start(coordinator);
        cluster.driver.advance(120_000);

        assertThat(cluster.betweenBrokers()).isEmpty();
        cluster.assertNothingFailed();
    }

    @Test
    void refusalThatDoesNotPassIsNotTriedAgain() {
        ShareStateDriver cluster = start(1, 1);
        cluster.find(6, cluster.key(0));
        cluster.initialize(0, 0, 9, 7);

        BrokerDriver.Client client = cluster.driver.client();
        client.send(ApiKeys.ALTER_SHARE_GROUP_OFFSETS, 0, ShareSamples.alter("orders", 0, 5));
        cluster.driver.advance(0);

        assertThat(altered(client)).isEqualTo(Errors.FENCED_STATE_EPOCH);
        assertThat(cluster.betweenBrokers()).hasSize(1);
    }
}
