package io.github.groupcoordinator.internal.broker;

import static io.github.groupcoordinator.internal.broker.ConfigSamples.BROKER;
import static io.github.groupcoordinator.internal.broker.ConfigSamples.GROUP;
import static io.github.groupcoordinator.internal.broker.ConfigSamples.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.ConfigSamples.Incremental;
import io.github.groupcoordinator.internal.broker.ConfigSamples.Legacy;
import io.github.groupcoordinator.internal.broker.ConfigSamples.Op;
import java.util.List;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations of topics and brokers that are changed while the cluster runs. */
class AlterConfigsTest {
    private final BrokerDriver driver = new BrokerDriver("min.insync.replicas", "1");
    private final BrokerDriver.Client client = driver.client();

    @BeforeEach
    void createTopic() {
        driver.broker.createTopic("orders", 1);
    }

    private List<AlterConfigsResourceResponse> alter(Incremental change) {
        return client.call(
                        ApiKeys.INCREMENTAL_ALTER_CONFIGS, 1, change.request, IncrementalAlterConfigsResponseData.class)
                .responses();
    }

    private void done(Incremental change) {
        assertThat(alter(change))
                .allSatisfy(answer -> assertThat(answer.errorMessage()).isNull());
    }

    private static Incremental change(int type, String name) {
        return new Incremental().resource(type, name);
    }

    private DescribeConfigsResourceResult describe(int type, String name, String key) {
        DescribeConfigsRequestData request = new DescribeConfigsRequestData()
                .setIncludeSynonyms(true)
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType((byte) type)
                        .setResourceName(name)
                        .setConfigurationKeys(List.of(key))));
        DescribeConfigsResponseData response =
                client.call(ApiKeys.DESCRIBE_CONFIGS, 4, request, DescribeConfigsResponseData.class);
        return BrokerDriver.only(BrokerDriver.only(response.results()).configs());
    }

    private String ofTopic(String key) {
        return describe(TOPIC, "orders", key).value();
    }

    private static List<String> synonyms(DescribeConfigsResourceResult entry) {
        return entry.synonyms().stream()
                .map(synonym -> synonym.source() + " " + synonym.name() + "=" + synonym.value())
                .toList();
    }

    private Errors produce(int bytes) {
        ProduceResponseData response = client.call(
                ApiKeys.PRODUCE,
                9,
                FetchTest.produce("orders", 0, -1, FetchTest.records("x".repeat(bytes))),
                ProduceResponseData.class);
        return BrokerDriver.error(
                BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode());
    }

    @Test
    void aChangedTopicConfigTakesEffectAtOnce() {
        assertThat(produce(2_000)).isEqualTo(Errors.NONE);

        done(change(TOPIC, "orders").op(Op.SET, "max.message.bytes", "1000"));
        assertThat(produce(2_000)).isEqualTo(Errors.MESSAGE_TOO_LARGE);

        done(change(TOPIC, "orders").op(Op.DELETE, "max.message.bytes", ""));
        assertThat(produce(2_000)).isEqualTo(Errors.NONE);
    }

    @Test
    void listsGrowAndShrinkFromTheirDefault() {
        done(change(TOPIC, "orders").op(Op.APPEND, "cleanup.policy", "compact,delete"));
        assertThat(ofTopic("cleanup.policy")).isEqualTo("delete,compact");

        done(change(TOPIC, "orders").op(Op.SUBTRACT, "cleanup.policy", "delete"));
        assertThat(ofTopic("cleanup.policy")).isEqualTo("compact");
    }

    @Test
    void valuesOfOneResourceAreChangedTogetherOrNotAtAll() {
        assertThat(alter(change(TOPIC, "orders")
                        .op(Op.SET, "retention.ms", "5")
                        .op(Op.SET, "segment.ms", "0")
                        .resource(BROKER, "")
                        .op(Op.SET, "message.max.bytes", "5000")))
                .extracting(answer -> BrokerDriver.error(answer.errorCode()))
                .containsExactly(Errors.INVALID_CONFIG, Errors.NONE);

        assertThat(ofTopic("retention.ms")).isEqualTo("604800000");
        assertThat(ofTopic("max.message.bytes")).isEqualTo("5000");
    }

    @Test
    void whatIsOnlyValidatedDoesNotHappen() {
        Incremental change = change(TOPIC, "orders").op(Op.SET, "retention.ms", "5");
        change.request.setValidateOnly(true);

        done(change);

        assertThat(ofTopic("retention.ms")).isEqualTo("604800000");
    }

    @ParameterizedTest
    @CsvSource({
        "2, orders, SET, retention.ms, null, INVALID_REQUEST, Null value not supported for : retention.ms",
        "2, orders, SET, retention.ms, -2, INVALID_CONFIG, retention.ms",
        "2, orders, SET, retention.msx, 1, INVALID_CONFIG, Unknown topic config name",
        "2, orders, APPEND, retention.ms, 1, INVALID_CONFIG, Can't APPEND to key retention.ms because its type",
        "2, orders, SET, min.compaction.lag.ms, 9223372036854775807, NONE, ''",
        "2, nowhere, SET, retention.ms, 1, UNKNOWN_TOPIC_OR_PARTITION, The topic 'nowhere' does not exist.",
        "2, '', SET, retention.ms, 1, INVALID_REQUEST, Default topic resources are not allowed.",
        "2, not valid, SET, retention.ms, 1, INVALID_TOPIC_EXCEPTION, not valid",
        "4, 0, SET, num.partitions, 3, INVALID_REQUEST, Cannot update these configs dynamically: [num.partitions]",
        "4, 0, SET, message.max.bytes, -1, INVALID_CONFIG, message.max.bytes",
        "4, 1, SET, message.max.bytes, 1, INVALID_REQUEST, 'Unexpected broker id, expected 0, but received 1'",
        "4, x, SET, message.max.bytes, 1, INVALID_REQUEST, 'Node id must be an integer, but it is: x'",
        "4, '', DELETE, leader.replication.throttled.rate, '', NONE, ''",
        "4, '', SET, leader.replication.throttled.rate, 1, INVALID_CONFIG, leader.replication.throttled.rate",
        "64, x, SET, message.max.bytes, 1, INVALID_REQUEST, Unknown resource type 64",
    })
    void whatCannotBeIsRefused(int type, String name, Op op, String key, String value, Errors error, String message) {
        AlterConfigsResourceResponse answer =
                BrokerDriver.only(alter(change(type, name).op(op, key, value)));

        assertThat(BrokerDriver.error(answer.errorCode())).isEqualTo(error);
        if (error == Errors.NONE) {
            assertThat(answer.errorMessage()).isNull();
        } else {
            assertThat(answer.errorMessage()).contains(message);
        }
    }

    @Test
    void theCompactionLagsMustNotCross() {
        done(change(TOPIC, "orders").op(Op.SET, "max.compaction.lag.ms", "10"));

        assertThat(BrokerDriver.only(alter(change(TOPIC, "orders").op(Op.SET, "min.compaction.lag.ms", "11")))
                        .errorMessage())
                .contains("min.compaction.lag.ms (11) > max.compaction.lag.ms (10)");
        done(change(TOPIC, "orders").op(Op.SET, "min.compaction.lag.ms", "10"));
    }

    @Test
    void whatIsNamedTwiceIsRefused() {
        assertThat(alter(change(TOPIC, "orders")
                        .op(Op.SET, "retention.ms", "1")
                        .resource(TOPIC, "orders")
                        .op(Op.SET, "segment.ms", "1")))
                .hasSize(2)
                .allSatisfy(answer ->
                        assertThat(answer.errorMessage()).isEqualTo("Each resource must appear at most once."));
        assertThat(BrokerDriver.only(alter(change(TOPIC, "orders")
                                .op(Op.SET, "retention.ms", "1")
                                .op(Op.DELETE, "retention.ms", "")))
                        .errorMessage())
                .isEqualTo("Error due to duplicate config keys");
    }

    @ParameterizedTest
    @ValueSource(bytes = {8, 16})
    void loggersAndClientMetricsAreRefusedByName(byte type) {
        client.send(ApiKeys.INCREMENTAL_ALTER_CONFIGS, 1, change(type, "0").op(Op.SET, "x", "y").request);

        assertThat(driver.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining(type == 8 ? "loggers" : "client metrics")
                .hasMessageContaining("is not supported yet; see docs/fidelity.md"));
    }

    @Test
    void everyLayerOfAValueIsTold() {
        done(change(BROKER, "").op(Op.SET, "message.max.bytes", "3000"));
        done(change(BROKER, "0").op(Op.SET, "message.max.bytes", "2000"));
        done(change(TOPIC, "orders").op(Op.SET, "max.message.bytes", "1000"));

        assertThat(synonyms(describe(TOPIC, "orders", "max.message.bytes")))
                .containsExactly(
                        "1 max.message.bytes=1000",
                        "2 message.max.bytes=2000",
                        "3 message.max.bytes=3000",
                        "5 message.max.bytes=1048588");
        assertThat(describe(BROKER, "0", "message.max.bytes").configSource()).isEqualTo((byte) 2);
        assertThat(describe(BROKER, "0", "message.max.bytes").readOnly()).isFalse();
        assertThat(describe(BROKER, "0", "num.partitions").readOnly()).isTrue();
        assertThat(synonyms(describe(BROKER, "", "message.max.bytes"))).containsExactly("3 message.max.bytes=3000");
        assertThat(synonyms(describe(TOPIC, "orders", "min.insync.replicas")))
                .containsExactly("4 min.insync.replicas=1", "5 min.insync.replicas=1");
    }

    @Test
    void aGroupsOwnValueComesBeforeTheBrokers() {
        done(change(GROUP, "billing").op(Op.SET, "consumer.session.timeout.ms", "50000"));

        assertThat(synonyms(describe(GROUP, "billing", "consumer.session.timeout.ms")))
                .containsExactly("8 consumer.session.timeout.ms=50000", "5 group.consumer.session.timeout.ms=45000");
        assertThat(describe(GROUP, "shipping", "consumer.session.timeout.ms").value())
                .isEqualTo("45000");
        assertThat(describe(GROUP, "shipping", "consumer.session.timeout.ms").configSource())
                .isEqualTo((byte) 5);
    }

    @Test
    void theLegacyRequestReplacesEverything() {
        done(change(TOPIC, "orders").op(Op.SET, "retention.ms", "5").op(Op.SET, "segment.ms", "7"));

        AlterConfigsResponseData response = client.call(
                ApiKeys.ALTER_CONFIGS,
                2,
                new Legacy().resource(TOPIC, "orders", "segment.ms", "8").request,
                AlterConfigsResponseData.class);

        assertThat(BrokerDriver.only(response.responses()).errorCode()).isZero();
        assertThat(ofTopic("retention.ms")).isEqualTo("604800000");
        assertThat(ofTopic("segment.ms")).isEqualTo("8");
    }
}
