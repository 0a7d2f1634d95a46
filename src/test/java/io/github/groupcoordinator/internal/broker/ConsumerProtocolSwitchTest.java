package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.broker.ConfigSamples.Incremental;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The consumer protocol is there by group.version and by group.coordinator.rebalance.protocols. */
class ConsumerProtocolSwitchTest {

    private static ConsumerGroupHeartbeatResponseData join(BrokerDriver driver, String memberId) {
        return driver.client()
                .call(
                        ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                        1,
                        new ConsumerGroupHeartbeatRequestData()
                                .setGroupId("g")
                                .setMemberId(memberId)
                                .setRebalanceTimeoutMs(60_000)
                                .setSubscribedTopicNames(List.of("orders"))
                                .setTopicPartitions(List.of()),
                        ConsumerGroupHeartbeatResponseData.class);
    }

    private static List<ConsumerGroupDescribeResponseData.DescribedGroup> describe(BrokerDriver driver) {
        return driver.client()
                .call(
                        ApiKeys.CONSUMER_GROUP_DESCRIBE,
                        1,
                        new ConsumerGroupDescribeRequestData().setGroupIds(List.of("g", "h")),
                        ConsumerGroupDescribeResponseData.class)
                .groups();
    }

    @ParameterizedTest
    @CsvSource({"group.version, 0", "group.coordinator.rebalance.protocols, classic"})
    void consumerProtocolThatIsOffIsAnUnsupportedVersion(String name, String value) {
        BrokerDriver driver = new BrokerDriver(name, value).withCoordinator();

        assertThat(join(driver, "m").errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(describe(driver))
                .extracting(group -> group.groupId() + " " + Errors.forCode(group.errorCode()))
                .containsExactly("g UNSUPPORTED_VERSION", "h UNSUPPORTED_VERSION");
    }

    @ParameterizedTest
    @CsvSource({"group.version, 1", "group.coordinator.rebalance.protocols, 'consumer,classic'"})
    void consumerProtocolIsThereIfBothSaySo(String name, String value) {
        BrokerDriver driver = new BrokerDriver(name, value).withCoordinator();

        assertThat(join(driver, "m").errorCode()).isZero();
        assertThat(describe(driver).get(0).errorCode()).isZero();
    }

    @Test
    void featureAtLevel0IsSupportedButNotFinalized() {
        ApiVersionsResponseData versions = new BrokerDriver("group.version", "0")
                .client()
                .call(
                        ApiKeys.API_VERSIONS,
                        4,
                        new ApiVersionsRequestData()
                                .setClientSoftwareName("test")
                                .setClientSoftwareVersion("1"),
                        ApiVersionsResponseData.class);

        assertThat(versions.finalizedFeatures())
                .extracting(feature -> feature.name() + " " + feature.maxVersionLevel())
                .containsExactly(
                        "metadata.version 30", "share.version 1", "streams.version 1", "transaction.version 2");
        assertThat(versions.supportedFeatures())
                .extracting(feature -> feature.name() + " " + feature.minVersion() + "-" + feature.maxVersion())
                .contains("group.version 0-1");
    }

    @Test
    void whatDoesNotExistCanNotBeSet() {
        assertThatThrownBy(() -> new BrokerDriver("group.version", "2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> new BrokerDriver("group.coordinator.rebalance.protocols", "consumer"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("classic");
        assertThatThrownBy(() -> new BrokerDriver("group.coordinator.rebalance.protocols", "classic,own"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("own");
    }

    @Test
    void assignmentIntervalOfAllGroupsIsChangedWhileTheyRun() {
        BrokerDriver driver = new BrokerDriver().withCoordinator();
        driver.broker.createTopic("orders", 2);
        assertThat(join(driver, "a").memberEpoch()).isEqualTo(2);
        Incremental change = new Incremental().resource(ConfigSamples.BROKER, "");
        change.op(ConfigSamples.Op.SET, "group.consumer.assignment.interval.ms", "400");
        assertThat(driver.client()
                        .call(
                                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                                1,
                                change.request,
                                IncrementalAlterConfigsResponseData.class)
                        .responses())
                .allSatisfy(answer -> assertThat(answer.errorCode()).isZero());

        driver.advance(399);
        assertThat(join(driver, "b").memberEpoch()).isEqualTo(2);
        driver.advance(1);
        assertThat(join(driver, "c").memberEpoch()).isEqualTo(4);
    }
}
