package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Descriptions of resources that this cluster has none of. */
class DescribeConfigsTest {
    private static final byte TOPIC = 2;
    private static final byte LOGGERS = 8;
    private static final byte CLIENT_METRICS = 16;
    private static final byte DEFAULT_SOURCE = 5;

    private final BrokerDriver driver = new BrokerDriver();

    private static DescribeConfigsResource resource(int type, String name) {
        return new DescribeConfigsResource()
                .setResourceType((byte) type)
                .setResourceName(name)
                .setConfigurationKeys(null);
    }

    private static DescribeConfigsRequestData request(DescribeConfigsResource... resources) {
        return new DescribeConfigsRequestData()
                .setIncludeSynonyms(true)
                .setResources(new ArrayList<>(List.of(resources)));
    }

    private List<DescribeConfigsResult> describe(DescribeConfigsResource... resources) {
        return driver.client()
                .call(ApiKeys.DESCRIBE_CONFIGS, 4, request(resources), DescribeConfigsResponseData.class)
                .results();
    }

    private static Errors error(DescribeConfigsResult result) {
        return Errors.forCode(result.errorCode());
    }

    @Test
    void clientMetricsThatNobodyHasSubscribedHaveKafkasDefaults() {
        DescribeConfigsResult result = BrokerDriver.only(describe(resource(CLIENT_METRICS, "any")));

        assertThat(error(result)).isEqualTo(Errors.NONE);
        assertThat(result.configs())
                .extracting(config -> config.name() + "=" + config.value())
                .containsExactly("interval.ms=300000", "match=", "metrics=");
        assertThat(result.configs()).allSatisfy(config -> {
            assertThat(config.configSource()).isEqualTo(DEFAULT_SOURCE);
            assertThat(config.synonyms()).isEmpty();
            assertThat(config.readOnly()).isFalse();
        });
    }

    @Test
    void onlyTheKeysThatWereAskedForAreTold() {
        DescribeConfigsResource some =
                resource(CLIENT_METRICS, "any").setConfigurationKeys(List.of("interval.ms", "unknown"));

        assertThat(BrokerDriver.only(describe(some)).configs())
                .singleElement()
                .satisfies(config -> assertThat(config.name()).isEqualTo("interval.ms"));
    }

    @Test
    void resourcesWithoutANameOrOfAnotherBrokerAreInvalid() {
        List<DescribeConfigsResult> results =
                describe(resource(CLIENT_METRICS, ""), resource(LOGGERS, ""), resource(LOGGERS, "1"));

        assertThat(results).allSatisfy(result -> assertThat(error(result)).isEqualTo(Errors.INVALID_REQUEST));
        assertThat(results)
                .extracting(DescribeConfigsResult::errorMessage)
                .containsExactly(
                        "Client metrics subscription name must not be empty",
                        "Broker id must not be empty",
                        "Unexpected broker id, expected 0 but received 1");
    }

    @Test
    void loggersOfABrokerAreRefusedByName() {
        driver.client().send(ApiKeys.DESCRIBE_CONFIGS, 4, request(resource(LOGGERS, "0")));

        assertThat(driver.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("DescribeConfigs of a broker's loggers is not supported yet"));
    }

    @Test
    void resourceOfAnUnknownKindFailsTheWholeRequest() {
        driver.broker.createTopic("orders", 1);

        assertThat(describe(resource(TOPIC, "orders"), resource(3, "x")))
                .hasSize(2)
                .allSatisfy(result -> assertThat(error(result)).isEqualTo(Errors.INVALID_REQUEST));
        assertThat(driver.failures).isEmpty();
    }
}
