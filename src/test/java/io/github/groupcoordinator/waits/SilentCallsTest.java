package io.github.groupcoordinator.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.invariant.Invariant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class SilentCallsTest {
    private static final Map<String, Silence> SILENCES = new LinkedHashMap<>();

    static {
        SILENCES.put("pause", (kafka, client) -> kafka.broker(0).pause());
        SILENCES.put("isolate", (kafka, client) -> kafka.client(client).isolate());
        SILENCES.put("crash", (kafka, client) -> kafka.broker(0).crash());
        SILENCES.put("no coordinator", (kafka, client) -> {
            kafka.faults()
                    .on(ApiKeys.FIND_COORDINATOR)
                    .always()
                    .lenient()
                    .unsafe()
                    .respond(Errors.COORDINATOR_NOT_AVAILABLE);
            for (ApiKeys api : List.of(
                    ApiKeys.OFFSET_COMMIT,
                    ApiKeys.OFFSET_FETCH,
                    ApiKeys.HEARTBEAT,
                    ApiKeys.JOIN_GROUP,
                    ApiKeys.LEAVE_GROUP,
                    ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                    ApiKeys.END_TXN)) {
                kafka.faults().on(api).always().lenient().unsafe().respond(Errors.NOT_COORDINATOR);
            }
        });
    }

    private interface Silence {
        void fallsOn(InMemoryKafka kafka, Object client);
    }

    /** The same table is compared with Kafka's own brokers in the profile kraft. */
    @Test
    void callsThatNobodyAnswersEndAsOnKafkaAfterTheirTimeouts() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        for (Map.Entry<String, Silence> silence : SILENCES.entrySet()) {
            for (SilentCalls.Row<?> row : SilentCalls.all()) {
                table.put(row.name() + " | " + silence.getKey(), made(row, silence.getValue()));
            }
        }
        assertThat(PendingCallsTest.text(table)).isEqualTo(PendingCallsTest.expected("silent-calls.txt"));
    }

    private static <C> String made(SilentCalls.Row<C> row, Silence silence) throws Exception {
        InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .relax(Invariant.CLIENTS_CLOSED)
                .build());
        PendingCallsTest.InMemory cluster = new PendingCallsTest.InMemory(kafka);
        SilentCalls.prepare(cluster);
        C client = row.client(cluster);
        silence.fallsOn(kafka, client);
        String came = row.came(cluster, client);
        kafka.close();
        return came;
    }
}
