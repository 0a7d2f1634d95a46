package io.github.groupcoordinator.kraft;

import io.github.groupcoordinator.waits.SilentCalls;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table of calls that nobody answers, on Kafka's own brokers: behind a wire that loses everything, behind one that
 * refuses everybody, as a killed process's address does, and where the broker of all coordinators has been shut down.
 */
class CutOffCallsAgainstKRaftTest {
    private static final int ALL = 100;

    private static Wire wire;
    private static Target kraft;

    @BeforeAll
    static void start() throws Exception {
        wire = new Wire();
        kraft = Target.kraftBehind(wire);
        SilentCalls.prepare(new OverTcp(wire.address()));
    }

    @AfterAll
    static void stop() throws Exception {
        kraft.close();
        wire.close();
    }

    @Test
    void callsOfAnIsolatedClientEndAsInMemory() throws Exception {
        SilentRows rows = new SilentRows("isolate", ALL);
        rows.on(new OverTcp(wire.address()), wire::lose, wire::mend);
        rows.assertAlike();
    }

    @Test
    void callsToABrokerThatHasCrashedEndAsInMemory() throws Exception {
        SilentRows rows = new SilentRows("crash", ALL);
        rows.on(new OverTcp(wire.address()), wire::refuse, wire::mend);
        rows.assertAlike();
    }

    @Test
    void callsWithoutACoordinatorEndAsInMemory() throws Exception {
        SilentRows rows = new SilentRows("no coordinator", ALL);
        for (int i = 0; i < SilentRows.TRIES && rows.areOpen(); i++) {
            try (TwoBrokers brokers = TwoBrokers.start()) {
                OverTcp cluster = new OverTcp(brokers.first());
                place(cluster);
                rows.once(cluster, brokers::shutDownTheSecond, () -> {});
            }
        }
        rows.assertAlike();
    }

    /** The topic of the rows is on the first broker, those of coordinators on the second. */
    private static void place(OverTcp cluster) throws Exception {
        try (Admin admin = cluster.admin(Map.of())) {
            admin.createTopics(List.of(
                            new NewTopic(SilentCalls.TOPIC, Map.of(0, List.of(0))),
                            ofCoordinators(Topic.GROUP_METADATA_TOPIC_NAME),
                            ofCoordinators(Topic.TRANSACTION_STATE_TOPIC_NAME)))
                    .all()
                    .get();
        }
    }

    private static NewTopic ofCoordinators(String name) {
        Map<Integer, List<Integer>> replicas = new TreeMap<>();
        for (int partition = 0; partition < TwoBrokers.PARTITIONS_OF_COORDINATORS; partition++) {
            replicas.put(partition, List.of(1));
        }
        return new NewTopic(name, replicas).configs(Map.of("cleanup.policy", "compact"));
    }
}
