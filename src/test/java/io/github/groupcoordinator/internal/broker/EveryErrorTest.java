package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.internal.fault.DeclaredFaults;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault can answer every advertised version of every API, so that Kafka's own classes read it. */
class EveryErrorTest {

    static Stream<Arguments> versions() {
        return EveryVersionTest.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyAdvertisedVersionCanBeAnsweredWithAnError(ApiKeys api, int version) {
        DeclaredFaults faults = new DeclaredFaults(0, String::valueOf, (call, action) -> action.run(), id -> {});
        faults.on(api).respond(Errors.UNKNOWN_SERVER_ERROR);
        BrokerDriver driver = new BrokerDriver(faults);
        driver.broker.createTopic("orders", 3);
        Uuid topicId = driver.broker.topicId("orders");

        BrokerDriver.Client client = driver.client();
        client.send(api, version, new SampleRequests(topicId).of(api, version));
        driver.advance(0);
        ApiMessage answer = client.receive();

        assertThat(driver.failures).isEmpty();
        assertThat(answer).isNotNull();
        assertThat(driver.events).singleElement().isInstanceOf(FaultInjected.class);
        // Before its v3, DescribeLogDirs has no place for an error but in a directory: Kafka then names none.
        boolean isWithoutError = api == ApiKeys.DESCRIBE_LOG_DIRS && version < 3;
        assertThat(answer == null ? "" : answer.toString()).contains(isWithoutError ? "results=[]" : "rrorCode=-1");
        assertThat(faults.unused()).isNull();
    }
}
