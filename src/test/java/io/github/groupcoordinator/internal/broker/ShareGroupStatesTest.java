package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The topic {@code __share_group_state} and the share coordinators that follow its leaders. */
class ShareGroupStatesTest {
    private static final long FIVE_MINUTES_MS = 300_000;
    private static final int NO_NODE = -1;

    private final ShareStateDriver single = new ShareStateDriver(new BrokerDriver(), 2);

    private static ShareStateDriver ofThree(String... properties) {
        ShareStateDriver three = new ShareStateDriver(BrokerDriver.ofNodes(3, properties), 2);
        three.find(6, three.key(0));
        return three;
    }

    @Test
    void topicIsMadeByTheFirstWhoLooksForItsCoordinator() {
        assertThat(single.driver.broker.topicNames()).containsExactly("orders");

        assertThat(Errors.forCode(single.find(6, single.key(0)).errorCode()))
                .isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(single.driver.broker.partitionCount(ShareStateDriver.STATES)).isEqualTo(50);
        assertThat(single.find(6, single.key(0)).nodeId()).isZero();
    }

    @Test
    void topicKeepsWhatIsNotDeleted() {
        single.find(6, single.key(0));
        DescribeConfigsResponseData described = single.driver
                .client()
                .call(
                        ApiKeys.DESCRIBE_CONFIGS,
                        4,
                        new DescribeConfigsRequestData()
                                .setResources(List.of(new DescribeConfigsRequestData.DescribeConfigsResource()
                                        .setResourceType((byte) 2)
                                        .setResourceName(ShareStateDriver.STATES)
                                        .setConfigurationKeys(List.of(
                                                "cleanup.policy",
                                                "retention.ms",
                                                "segment.bytes",
                                                "min.insync.replicas")))),
                        DescribeConfigsResponseData.class);

        Map<String, String> values = new TreeMap<>();
        BrokerDriver.only(described.results()).configs().forEach(config -> values.put(config.name(), config.value()));
        assertThat(values)
                .containsExactly(
                        Map.entry("cleanup.policy", "delete"),
                        Map.entry("min.insync.replicas", "1"),
                        Map.entry("retention.ms", "-1"),
                        Map.entry("segment.bytes", "104857600"));
    }

    @Test
    void metadataThatNamesItMakesIt() {
        single.driver
                .client()
                .call(
                        ApiKeys.METADATA,
                        12,
                        new MetadataRequestData()
                                .setAllowAutoTopicCreation(true)
                                .setTopics(List.of(new MetadataRequestTopic().setName(ShareStateDriver.STATES))),
                        MetadataResponseData.class);

        assertThat(single.driver.broker.partitionCount(ShareStateDriver.STATES)).isEqualTo(50);
    }

    @Test
    void itsPropertiesAreTheBrokers() {
        ShareStateDriver four = new ShareStateDriver(
                BrokerDriver.ofNodes(
                        3,
                        "share.coordinator.state.topic.num.partitions",
                        "4",
                        "share.coordinator.state.topic.replication.factor",
                        "2"),
                1);
        four.find(6, four.key(0));

        assertThat(four.driver.broker.partitionCount(ShareStateDriver.STATES)).isEqualTo(4);
        assertThat(four.driver.broker.control().replicas(ShareStateDriver.STATES, 3))
                .hasSize(2);
    }

    @Test
    void moreReplicasThanBrokersAreRefusedAtTheStart() {
        assertThatThrownBy(() -> BrokerDriver.ofNodes(2, "share.coordinator.state.topic.replication.factor", "3"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("share.coordinator.state.topic.replication.factor=3");
    }

    @Test
    void keyTypeIsKnownFromVersion6On() {
        assertThat(Errors.forCode(single.find(5, single.key(0)).errorCode())).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(single.driver.broker.topicNames()).containsExactly("orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "s:AAAAAAAAAAAAAAAAAAAAAA",
                "s:AAAAAAAAAAAAAAAAAAAAAA:",
                "s:AAAAAAAAAAAAAAAAAAAAAA:x",
                ":AAAAAAAAAAAAAAAAAAAAAA:0",
                " :AAAAAAAAAAAAAAAAAAAAAA:0",
                "s:not an id:0"
            })
    void malformedKeyIsInvalid(String key) {
        assertThat(Errors.forCode(single.find(6, key).errorCode())).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(single.driver.broker.topicNames()).containsExactly("orders");
    }

    @Test
    void groupIdMayHaveColons() {
        single.find(6, single.key(0));

        assertThat(single.find(6, "a:b:" + single.topicId + ":0").nodeId()).isZero();
    }

    @Test
    void onlyTheLeaderOfThePartitionAnswers() {
        ShareStateDriver three = ofThree();
        int coordinator = three.coordinator(0);

        assertThat(three.find(6, three.key(0)).nodeId()).isEqualTo(coordinator);
        for (int node = 0; node < 3; node++) {
            assertThat(three.initialize(node, 0, 1, 7))
                    .as("node %s of which %s coordinates", node, coordinator)
                    .isEqualTo(node == coordinator ? Errors.NONE : Errors.NOT_COORDINATOR);
        }
    }

    @Test
    void stateIsReplayedByTheNextCoordinator() {
        ShareStateDriver three = ofThree();
        int first = three.coordinator(0);
        three.initialize(first, 0, 1, 7);
        three.write(first, 0, 12);

        three.driver.broker.control().stop(first);
        three.driver.advance(0);
        int second = three.coordinator(0);

        assertThat(second).isNotEqualTo(first);
        assertThat(three.summary(second, 0).startOffset()).isEqualTo(12);
        assertThat(three.write(second, 0, 15)).isEqualTo(Errors.NONE);

        three.driver.broker.control().start(first);
        three.driver.broker.control().moveLeader(ShareStateDriver.STATES, three.statePartition(0), first);
        three.driver.advance(0);
        assertThat(three.summary(first, 0).startOffset()).isEqualTo(15);
        assertThat(three.summary(second, 0).errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
    }

    @Test
    void withoutEnoughReplicasNothingIsWritten() {
        ShareStateDriver three = ofThree("share.coordinator.state.topic.min.isr", "3");
        int coordinator = three.coordinator(0);
        three.initialize(coordinator, 0, 1, 7);

        three.driver.broker.control().stop((coordinator + 1) % 3);

        assertThat(three.write(coordinator, 0, 12)).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(three.summary(coordinator, 0).startOffset()).isEqualTo(7);
    }

    @Test
    void deletedTopicsStateEndsWithATombstone() {
        single.find(6, single.key(0));
        single.initialize(0, 0, 1, 7);
        int partition = single.statePartition(0);
        long end = single.driver.broker.endOffset(ShareStateDriver.STATES, partition);

        single.driver.broker.deleteTopic("orders");

        assertThat(single.driver.broker.endOffset(ShareStateDriver.STATES, partition))
                .isEqualTo(end + 1);
        assertThat(single.summary(0, 0).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void deletedTopicOfStatesIsForgottenWithAllThatWasInIt() {
        single.find(6, single.key(0));
        single.initialize(0, 0, 1, 7);

        single.driver.broker.deleteTopic(ShareStateDriver.STATES);

        assertThat(single.summary(0, 0).errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
        assertThat(single.find(6, single.key(0)).nodeId()).isEqualTo(NO_NODE);
        assertThat(single.summary(0, 0).startOffset()).isEqualTo(NO_NODE);
    }

    @Test
    void stateThatNobodyWritesIsWrittenAgainAfterFiveMinutesAndWhatIsOlderIsDeleted() {
        single.find(6, single.key(0));
        single.initialize(0, 0, 1, 7);
        single.write(0, 0, 12);
        int partition = single.statePartition(0);

        single.driver.advance(FIVE_MINUTES_MS - 1);
        assertThat(records(partition)).containsExactly("0", "1");

        single.driver.advance(1);
        assertThat(records(partition)).containsExactly("0", "1", "2");

        single.driver.advance(FIVE_MINUTES_MS);
        assertThat(records(partition)).containsExactly("2");
        assertThat(single.summary(0, 0).startOffset()).isEqualTo(12);
    }

    @Test
    void upkeepGoesOnWhenItsBrokerHasCrashedAndComesBack() {
        single.find(6, single.key(0));
        single.initialize(0, 0, 1, 7);
        int partition = single.statePartition(0);
        single.driver.advance(FIVE_MINUTES_MS - 10_000);
        single.driver.broker.control().crash(0);
        single.driver.advance(60_000);
        single.driver.broker.control().start(0);

        single.driver.advance(FIVE_MINUTES_MS - 1);
        assertThat(records(partition)).containsExactly("0");

        single.driver.advance(1);
        assertThat(records(partition)).containsExactly("0", "1");
        single.assertNothingFailed();
    }

    /** Returns the offsets of the records of a partition of the topic. */
    private List<String> records(int partition) {
        String begin = ShareStateDriver.STATES + "-" + partition + " offset ";
        return single.driver.broker.storedRecords().stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length(), line.indexOf(',')))
                .toList();
    }
}
