package io.github.groupcoordinator.onreal;

import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.server.common.MetadataVersion;

/** Kafka's own broker in this process, with its defaults but for what one broker alone cannot have. */
final class KafkaInProcess implements AutoCloseable {
    private final KafkaClusterTestKit kit;

    KafkaInProcess() throws Exception {
        kit = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setCombined(true)
                        .setNumBrokerNodes(1)
                        .setNumControllerNodes(1)
                        .setBootstrapMetadata(BootstrapMetadata.fromVersions(
                                MetadataVersion.LATEST_PRODUCTION,
                                Map.of(
                                        "group.version",
                                        (short) 1,
                                        "transaction.version",
                                        (short) 2,
                                        "share.version",
                                        (short) 1),
                                "the kit"))
                        .build())
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1")
                .setConfigProp("share.coordinator.state.topic.replication.factor", "1")
                .setConfigProp("share.coordinator.state.topic.min.isr", "1")
                .build();
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
    }

    String bootstrapServers() {
        return kit.bootstrapServers();
    }

    @Override
    public void close() throws Exception {
        kit.close();
    }
}
