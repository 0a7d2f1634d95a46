package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.ConfigSamples.Incremental;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

/** The answers about a cluster's own affairs, held to what a broker of Kafka 4.3.1 said. */
class ClusterApisTest {
    private static final byte UPGRADE = 1;
    private static final byte SAFE_DOWNGRADE = 2;
    private static final byte UNSAFE_DOWNGRADE = 3;

    private final BrokerDriver driver = BrokerDriver.ofNodes(3, "default.replication.factor", "2");

    ClusterApisTest() {
        driver.broker.createTopic("orders", 2); // orders-0 is kept by 0 and 1, orders-1 by 1 and 2
    }

    private <T extends ApiMessage> T ask(int node, ApiKeys api, int version, ApiMessage request, Class<T> type) {
        return driver.clientOf(node).call(api, version, request, type);
    }

    private String directory(int node, DescribeLogDirsRequestData request) {
        DescribeLogDirsResponseData response =
                ask(node, ApiKeys.DESCRIBE_LOG_DIRS, 5, request, DescribeLogDirsResponseData.class);
        assertThat(response.errorCode()).isZero();
        DescribeLogDirsResult directory = BrokerDriver.only(response.results());
        assertThat(directory.errorCode()).isZero();
        assertThat(directory.totalBytes()).isEqualTo(-1);
        assertThat(directory.usableBytes()).isEqualTo(-1);
        assertThat(directory.isCordoned()).isFalse();
        List<String> replicas = new ArrayList<>();
        directory.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> replicas.add(topic.name() + "-" + partition.partitionIndex() + " of "
                        + partition.partitionSize() + " bytes, " + partition.offsetLag() + " behind")));
        return directory.logDir() + " " + replicas;
    }

    @Test
    void directoryOfABrokerHoldsItsReplicas() {
        DescribeLogDirsRequestData all = new DescribeLogDirsRequestData().setTopics(null);

        assertThat(directory(0, all)).isEqualTo("/in-memory/broker-0 [orders-0 of 0 bytes, 0 behind]");
        assertThat(directory(1, all))
                .isEqualTo("/in-memory/broker-1 [orders-0 of 0 bytes, 0 behind, orders-1 of 0 bytes, 0 behind]");

        DescribeLogDirsRequestData some = new DescribeLogDirsRequestData();
        some.topics().add(new DescribableLogDirTopic().setTopic("orders").setPartitions(List.of(1, 9)));
        some.topics().add(new DescribableLogDirTopic().setTopic("nope").setPartitions(List.of(0)));
        assertThat(directory(1, some)).isEqualTo("/in-memory/broker-1 [orders-1 of 0 bytes, 0 behind]");
        assertThat(directory(0, some)).isEqualTo("/in-memory/broker-0 []");
    }

    @Test
    void sizesAreThoseOfTheBatches() {
        int first = produce("one");
        driver.broker.control().stop(1);
        int second = produce("a second one");
        DescribeLogDirsRequestData all = new DescribeLogDirsRequestData().setTopics(null);

        assertThat(directory(0, all))
                .isEqualTo("/in-memory/broker-0 [orders-0 of " + (first + second) + " bytes, 0 behind]");

        driver.broker.control().start(1);
        assertThat(directory(1, all)).contains("orders-0 of " + (first + second) + " bytes, 0 behind");
    }

    /** Produces one record to orders-0; returns the size of its batch. */
    private int produce(String value) {
        MemoryRecords records = FetchTest.records(value);
        ProduceResponseData response =
                ask(0, ApiKeys.PRODUCE, 9, FetchTest.produce("orders", 0, -1, records), ProduceResponseData.class);
        assertThat(BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode())
                .isZero();
        return records.sizeInBytes();
    }

    private PartitionData quorum(String topic, int partition) {
        DescribeQuorumResponseData response = ask(
                0,
                ApiKeys.DESCRIBE_QUORUM,
                2,
                ClusterSamples.quorum(topic, partition),
                DescribeQuorumResponseData.class);
        assertThat(response.errorCode()).isZero();
        return BrokerDriver.only(BrokerDriver.only(response.topics()).partitions());
    }

    @Test
    void quorumIsOneControllerThatTheBrokersObserve() {
        driver.advance(1_750);
        driver.broker.control().stop(2);

        PartitionData quorum = quorum("__cluster_metadata", 0);

        assertThat(quorum.errorCode()).isZero();
        assertThat(quorum.leaderId()).isEqualTo(3000);
        assertThat(quorum.leaderEpoch()).isEqualTo(1);
        assertThat(quorum.highWatermark()).isEqualTo(4);
        assertThat(quorum.currentVoters()).singleElement().satisfies(voter -> {
            assertThat(voter.replicaId()).isEqualTo(3000);
            assertThat(voter.logEndOffset()).isEqualTo(4);
            assertThat(voter.lastFetchTimestamp()).isEqualTo(BrokerDriver.START_MS + 1_750);
        });
        assertThat(quorum.observers())
                .extracting(observer -> observer.replicaId())
                .containsExactly(0, 1);
    }

    @Test
    void onlyTheMetadataHasAQuorum() {
        assertThat(Errors.forCode(quorum("orders", 0).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(Errors.forCode(quorum("__cluster_metadata", 1).errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private SortedSet<String> resources(int version, int... types) {
        List<Byte> asked = Arrays.stream(types).mapToObj(type -> (byte) type).toList();
        ListConfigResourcesResponseData response = ask(
                0,
                ApiKeys.LIST_CONFIG_RESOURCES,
                version,
                new ListConfigResourcesRequestData().setResourceTypes(asked),
                ListConfigResourcesResponseData.class);
        assertThat(response.errorCode()).isZero();
        SortedSet<String> found = new TreeSet<>();
        response.configResources().forEach(each -> found.add(each.resourceType() + " " + each.resourceName()));
        return found;
    }

    @Test
    void resourcesThatHaveConfigurationsAreListedByType() {
        assertThat(resources(0)).isEmpty();
        assertThat(resources(1, 2)).containsExactly("2 orders");
        assertThat(resources(1, 4)).containsExactly("4 0", "4 1", "4 2");
        assertThat(resources(1, 8, 16)).containsExactly("8 0", "8 1", "8 2");
        assertThat(resources(1, 32)).isEmpty();

        configureGroup();

        assertThat(resources(1)).containsExactly("2 orders", "32 g", "4 0", "4 1", "4 2", "8 0", "8 1", "8 2");
        assertThat(Errors.forCode(ask(
                                0,
                                ApiKeys.LIST_CONFIG_RESOURCES,
                                1,
                                new ListConfigResourcesRequestData().setResourceTypes(List.of((byte) 3)),
                                ListConfigResourcesResponseData.class)
                        .errorCode()))
                .isEqualTo(Errors.UNSUPPORTED_VERSION);
    }

    private void configureGroup() {
        Incremental change = new Incremental().resource(ConfigSamples.GROUP, "g");
        change.op(ConfigSamples.Op.SET, "consumer.session.timeout.ms", "50000");
        assertThat(BrokerDriver.only(ask(
                                        0,
                                        ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                                        1,
                                        change.request,
                                        IncrementalAlterConfigsResponseData.class)
                                .responses())
                        .errorCode())
                .isZero();
    }

    private String update(String feature, int level, byte kind) {
        return update(2, ClusterSamples.update(feature, level, kind).setValidateOnly(true));
    }

    private String update(int version, UpdateFeaturesRequestData request) {
        UpdateFeaturesResponseData response =
                ask(0, ApiKeys.UPDATE_FEATURES, version, request, UpdateFeaturesResponseData.class);
        String prefix = "The update failed for all features since the following feature had an error: ";
        String message = response.errorMessage() == null ? "" : response.errorMessage();
        if (response.errorCode() != 0) {
            assertThat(message).startsWith(prefix);
            message = message.substring(prefix.length());
        }
        return Errors.forCode(response.errorCode()) + " " + message;
    }

    @Test
    void levelsOfFeaturesAreCheckedAsByKafka() {
        assertThat(update("group.version", 1, UPGRADE)).isEqualTo("NONE ");
        assertThat(update("group.version", 0, SAFE_DOWNGRADE)).isEqualTo("NONE ");
        assertThat(update("transaction.version", 1, UNSAFE_DOWNGRADE)).isEqualTo("NONE ");
        assertThat(update("metadata.version", 30, UPGRADE)).isEqualTo("NONE ");
        assertThat(update("transaction.version", 1, UPGRADE))
                .isEqualTo("INVALID_UPDATE_VERSION Invalid update version 1 for feature transaction.version. Can't"
                        + " downgrade the version of this feature without setting the upgrade type to either safe or"
                        + " unsafe downgrade.");
        assertThat(update("group.version", 2, UPGRADE))
                .isEqualTo("INVALID_UPDATE_VERSION Invalid update version 2 for feature group.version. Local controller"
                        + " 3000 only supports versions 0-1");
        assertThat(update("nope", 1, UPGRADE))
                .isEqualTo("INVALID_UPDATE_VERSION Invalid update version 1 for feature nope. Local controller 3000"
                        + " does not support this feature.");
        assertThat(update("nope", 0, SAFE_DOWNGRADE))
                .isEqualTo("INVALID_UPDATE_VERSION Invalid update version 0 for feature nope. Feature nope not found.");
        assertThat(update("metadata.version", 29, SAFE_DOWNGRADE))
                .startsWith("INVALID_UPDATE_VERSION Unsupported metadata.version downgrade from 30 to 29.");
        assertThat(update("metadata.version", 6, SAFE_DOWNGRADE)).endsWith("only supports versions 7-30");
    }

    @Test
    void oneFeatureThatIsRefusedRefusesAll() {
        UpdateFeaturesRequestData request = ClusterSamples.update("group.version", 1, UPGRADE);
        request.featureUpdates()
                .addAll(List.copyOf(ClusterSamples.update("nope", 1, UPGRADE).featureUpdates()).stream()
                        .map(each -> each.duplicate())
                        .toList());

        assertThat(update(2, request)).startsWith("INVALID_UPDATE_VERSION Invalid update version 1 for feature nope.");
    }

    @Test
    void levelThatIsTheFeaturesOwnIsNoChange() {
        assertThat(update(1, ClusterSamples.update("group.version", 1, UPGRADE)))
                .isEqualTo("NONE ");
        assertThat(driver.failures).isEmpty();
    }

    @Test
    void levelThatWouldChangeIsRefusedByName() {
        driver.clientOf(0).send(ApiKeys.UPDATE_FEATURES, 2, ClusterSamples.update("group.version", 0, SAFE_DOWNGRADE));

        assertThat(driver.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("Changing the level of group.version while the cluster runs"));
    }
}
