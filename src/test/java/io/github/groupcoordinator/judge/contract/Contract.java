package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;

/** The start of every part of the contract: a coordinator with a topic "orders" of three partitions. */
abstract class Contract {
    Bench bench;

    /** Starts the coordinator that must keep the contract. */
    abstract CoordinatorUnderTest start(Map<String, String> brokerProperties);

    @BeforeEach
    void startWithKafkasDefaults() {
        startWith("group.initial.rebalance.delay.ms", "3000");
    }

    /** Starts anew with other broker properties, given as names and values in turn. */
    void startWith(String... namesAndValues) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("offsets.topic.num.partitions", "2");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        bench = new Bench(start(properties));
        bench.coordinator.createTopic("orders", 3);
    }

    /** Brings the members through their first rebalance; the first one leads. */
    void stabilize(Member... members) {
        for (Member member : members) {
            member.join();
        }
        bench.pass(3_000);
        if (members.length > 1) {
            bench.pass(3_000);
        }
        synchronize(members);
    }

    void synchronize(Member... members) {
        for (Member member : members) {
            member.sync();
        }
        for (Member member : members) {
            assertThat(member.heartbeat()).as(member.clientId).isEqualTo(Errors.NONE);
        }
        assertThat(bench.describe(members[0].group).groupState()).isEqualTo("Stable");
    }
}
