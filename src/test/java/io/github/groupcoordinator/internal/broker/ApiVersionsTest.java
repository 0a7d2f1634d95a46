package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.api.Api;
import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.api.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionsTest {
    private final BrokerDriver driver = new BrokerDriver();

    private static ApiVersionsRequestData request() {
        return new ApiVersionsRequestData().setClientSoftwareName("test").setClientSoftwareVersion("1.0");
    }

    private static Map<String, String> ranges(ApiVersionsResponseData response) {
        Map<String, String> ranges = new TreeMap<>();
        for (ApiVersion each : response.apiKeys()) {
            ranges.put(ApiKeys.forId(each.apiKey()).name, each.minVersion() + "-" + each.maxVersion());
        }
        return ranges;
    }

    @Test
    void tableHasTheStableVersionsOfKafka431() {
        for (Api<?> api : Apis.all()) {
            assertThat(api.versions().min())
                    .as(api.key().name)
                    .isEqualTo(api.key().messageType.lowestSupportedVersion());
            assertThat(api.versions().max())
                    .as(api.key().name)
                    .isEqualTo(api.key().messageType.highestSupportedVersion(false));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everyVersionIsAnsweredWithTheTable(int version) {
        ApiVersionsResponseData response =
                driver.client().call(ApiKeys.API_VERSIONS, version, request(), ApiVersionsResponseData.class);

        assertThat(response.errorCode()).isZero();
        assertThat(ranges(response))
                .hasSize(Apis.all().size())
                .containsEntry("JoinGroup", "0-9")
                .containsEntry("InitProducerId", "0-5")
                .containsEntry("Produce", "0-13")
                .containsEntry("EndTxn", "0-5")
                .containsEntry("StreamsGroupHeartbeat", "0-0")
                .doesNotContainKeys("GetTelemetrySubscriptions");
        List<String> features = version < 3
                ? List.of()
                : List.of(
                        "metadata.version 30",
                        "group.version 1",
                        "share.version 1",
                        "streams.version 1",
                        "transaction.version 2");
        assertThat(response.finalizedFeatures())
                .extracting(feature -> feature.name() + " " + feature.maxVersionLevel())
                .containsExactlyInAnyOrderElementsOf(features);
        assertThat(response.supportedFeatures().find("group.version") == null).isEqualTo(version < 4);
    }

    @Test
    void versionFromTheFutureIsToldOurs() {
        BrokerDriver.Client client = driver.client();
        client.connection.receive(BrokerDriver.encode(ApiKeys.API_VERSIONS, (short) 4, 1, "c", request())
                .putShort(2, (short) 5));

        java.nio.ByteBuffer bytes = client.receiveBytes();
        assertThat(bytes).isNotNull();
        if (bytes == null) {
            return;
        }
        assertThat(bytes.getInt()).isEqualTo(1);
        ApiVersionsResponseData response =
                new ApiVersionsResponseData(new org.apache.kafka.common.protocol.ByteBufferAccessor(bytes), (short) 0);
        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
        assertThat(ranges(response)).containsExactly(Map.entry("ApiVersions", "0-4"));
        assertThat(driver.failures).isEmpty();
    }

    @Test
    void softwareNameMustBeAName() {
        ApiVersionsResponseData response = driver.client()
                .call(
                        ApiKeys.API_VERSIONS,
                        3,
                        new ApiVersionsRequestData().setClientSoftwareName("-").setClientSoftwareVersion("1"),
                        ApiVersionsResponseData.class);

        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void unsupportedApiIsRefusedByName() {
        BrokerDriver.Client client = driver.client();

        client.send(ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS, 0, new GetTelemetrySubscriptionsRequestData());

        assertThat(client.closedByBroker).isTrue();
        assertThat(BrokerDriver.only(driver.failures))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("GetTelemetrySubscriptions is not supported yet; see docs/fidelity.md");
    }

    @Test
    void versionOutsideTheTableIsRefusedByName() {
        BrokerDriver.Client client = driver.client();

        client.connection.receive(
                BrokerDriver.encode(ApiKeys.LIST_GROUPS, (short) 5, 1, "c", new ListGroupsRequestData())
                        .putShort(2, (short) 6));

        assertThat(client.closedByBroker).isTrue();
        assertThat(BrokerDriver.only(driver.failures)).hasMessageContaining("ListGroups v6 is not supported");
    }

    @Test
    void fidelityPageHasTheDescriptors() throws IOException {
        Pattern row = Pattern.compile("\\| \\w+ \\| \\d+ \\| \\d+-\\d+ \\| .+ \\|");
        List<String> documented = Files.readAllLines(Path.of("..", "docs", "fidelity.md")).stream()
                .filter(row.asMatchPredicate())
                .toList();
        List<String> served = new ArrayList<>();
        for (Api<?> api : Apis.all()) {
            Versions versions = api.versions();
            served.add("| " + api.key().name + " | " + api.key().id + " | " + versions.min() + "-" + versions.max()
                    + " | " + versions.notes() + " |");
        }

        assertThat(documented).containsExactlyElementsOf(served);
    }
}
