package io.github.groupcoordinator.kraft;

import io.github.groupcoordinator.waits.SilentCalls;
import org.junit.jupiter.api.Test;

/** The table of calls that nobody answers, on Kafka's own broker, which is stopped by a signal. */
class SilentCallsAgainstKRaftTest {

    @Test
    void callsToABrokerThatHangsEndAsInMemory() throws Exception {
        SilentRows rows = new SilentRows("pause", 24);
        try (BrokerProcess broker = BrokerProcess.start()) {
            OverTcp cluster = new OverTcp(broker.bootstrapServers());
            SilentCalls.prepare(cluster);
            rows.on(cluster, broker::pause, broker::resume);
        }
        rows.assertAlike();
    }
}
