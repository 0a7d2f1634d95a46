package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.sharerequests.OddShareRequests;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Our broker's answers to odd share requests, in virtual time. */
public final class OurShareRequests implements OddShareRequests.Calls, Supplier<List<String>> {
    private static final int LONGEST_WAITS = 60;
    private static final long WAIT_MS = 1_000;

    private final BrokerDriver driver = new BrokerDriver();
    private final BrokerDriver.Client client = driver.client();

    @Override
    public List<String> get() {
        driver.broker.createTopic("jobs", 2);
        for (int i = 0; i < OddShareRequests.RECORDS; i++) {
            ProduceResponseData produced = call(
                    ApiKeys.PRODUCE,
                    9,
                    FetchTest.produce("jobs", 0, -1, FetchTest.records("job")),
                    ProduceResponseData.class);
            assertThat(BrokerDriver.only(BrokerDriver.only(produced.responses()).partitionResponses())
                            .errorCode())
                    .isZero();
        }
        driver.withCoordinator();
        for (String group : OddShareRequests.GROUPS) {
            AlterShareGroupOffsetsResponseData altered = call(
                    ApiKeys.ALTER_SHARE_GROUP_OFFSETS,
                    0,
                    ShareSamples.alter("jobs", 0, 0).setGroupId(group),
                    AlterShareGroupOffsetsResponseData.class);
            assertThat(BrokerDriver.only(BrokerDriver.only(altered.responses()).partitions())
                            .errorCode())
                    .isZero();
        }
        try {
            return OddShareRequests.answers(this, driver.broker.topicId("jobs"));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public <T extends ApiMessage> T call(ApiKeys api, int version, ApiMessage body, Class<T> type) {
        client.send(api, version, body);
        T answer = client.receive(type);
        for (int i = 0; answer == null && i < LONGEST_WAITS; i++) {
            driver.advance(WAIT_MS);
            answer = client.receive(type);
        }
        if (answer == null) {
            throw new AssertionError("no answer to " + api + " v" + version + "; failures: " + driver.failures);
        }
        return answer;
    }
}
