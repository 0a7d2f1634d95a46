package io.github.groupcoordinator.onreal;

import java.util.Map;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.test.JaasUtils;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.server.common.MetadataVersion;

/** Kafka's own broker in this process, with its defaults but for what one broker alone cannot have. */
final class KafkaInProcess implements AutoCloseable {
    private static final Map<String, Short> FEATURES =
            Map.of("group.version", (short) 1, "transaction.version", (short) 2, "share.version", (short) 1);

    /** The principal that may do everything at a {@link #secured} broker. */
    static final Map<String, String> ADMIN =
            credentials(JaasUtils.KAFKA_PLAIN_ADMIN, JaasUtils.KAFKA_PLAIN_ADMIN_PASSWORD);

    /** A principal that may do what ACLs allow it. */
    static final Map<String, String> USER =
            credentials(JaasUtils.KAFKA_PLAIN_USER1, JaasUtils.KAFKA_PLAIN_USER1_PASSWORD);

    /** One that nobody knows. */
    static final Map<String, String> STRANGER = credentials("stranger", "secret");

    private final KafkaClusterTestKit kit;

    KafkaInProcess() throws Exception {
        this(MetadataVersion.LATEST_PRODUCTION, FEATURES, SecurityProtocol.PLAINTEXT, Map.of());
    }

    private KafkaInProcess(
            MetadataVersion version,
            Map<String, Short> features,
            SecurityProtocol security,
            Map<String, String> brokerProperties)
            throws Exception {
        KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setCombined(true)
                        .setNumBrokerNodes(1)
                        .setNumControllerNodes(1)
                        .setBrokerSecurityProtocol(security)
                        .setControllerSecurityProtocol(security)
                        .setBootstrapMetadata(BootstrapMetadata.fromVersions(version, features, "the kit"))
                        .build())
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1")
                .setConfigProp("share.coordinator.state.topic.replication.factor", "1")
                .setConfigProp("share.coordinator.state.topic.min.isr", "1");
        brokerProperties.forEach(builder::setConfigProp);
        kit = builder.build();
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
    }

    /** Starts one that speaks as an older release does. */
    static KafkaInProcess ofMetadataVersion(MetadataVersion version) throws Exception {
        return new KafkaInProcess(version, Map.of(), SecurityProtocol.PLAINTEXT, Map.of());
    }

    /** Starts one whose share groups learn soon of members that are gone, and settle soon. */
    static KafkaInProcess withShortShareSessions() throws Exception {
        return new KafkaInProcess(
                MetadataVersion.LATEST_PRODUCTION,
                FEATURES,
                SecurityProtocol.PLAINTEXT,
                Map.of(
                        "group.share.min.heartbeat.interval.ms",
                        "1000",
                        "group.share.heartbeat.interval.ms",
                        "1000",
                        "group.share.min.session.timeout.ms",
                        "5000",
                        "group.share.session.timeout.ms",
                        "5000"));
    }

    /** Starts one that asks who its clients are (SASL, PLAIN), and allows them only what ACLs say. */
    static KafkaInProcess secured() throws Exception {
        return new KafkaInProcess(
                MetadataVersion.LATEST_PRODUCTION,
                FEATURES,
                SecurityProtocol.SASL_PLAINTEXT,
                Map.of("group.initial.rebalance.delay.ms", "0", "offsets.topic.num.partitions", "1"));
    }

    private static Map<String, String> credentials(String name, String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + name + "\" password=\""
                        + password + "\";");
    }

    String bootstrapServers() {
        return kit.bootstrapServers();
    }

    @Override
    public void close() throws Exception {
        kit.close();
    }
}
