package io.github.groupcoordinator.kraft;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.server.common.MetadataVersion;

/** A cluster of one node that is reached over TCP. */
public interface Target extends AutoCloseable {

    String bootstrapServers();

    /** Ours, in system time. */
    static Target listener() {
        InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .listener(ListenerConfig.inSystemTime())
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .brokerProperty("group.streams.initial.rebalance.delay.ms", "0")
                .brokerProperty("group.streams.assignment.interval.ms", "0")
                .build());
        return new Target() {
            @Override
            public String bootstrapServers() {
                return kafka.bootstrapServers();
            }

            @Override
            public void close() {
                kafka.close();
            }

            @Override
            public String toString() {
                return "listener";
            }
        };
    }

    /** Kafka's own broker and controller, in one process with us. */
    static Target kraft() throws Exception {
        return of(started(builder(1)));
    }

    /** The same, and a controller that is a node of its own, as ours is. */
    static Target kraftWithControllerApart() throws Exception {
        return of(started(builder(1, false)));
    }

    /** Broker and controller in one node, known to its clients by the end of a wire. */
    static Target kraftBehind(Wire wire) throws Exception {
        KafkaClusterTestKit kit =
                started(builder(1).setConfigProp("advertised.listeners", "EXTERNAL://" + wire.address()));
        wire.leadTo(portOf(kit, 0));
        return of(kit);
    }

    /** Returns what builds so many brokers, of which the first is the controller, too. */
    static KafkaClusterTestKit.Builder builder(int brokers) {
        return builder(brokers, true);
    }

    private static KafkaClusterTestKit.Builder builder(int brokers, boolean isCombined) {
        return new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setCombined(isCombined)
                        .setNumBrokerNodes(brokers)
                        .setNumControllerNodes(1)
                        // Without a level of its own each feature would be at 0, and the consumer protocol refused.
                        .setBootstrapMetadata(BootstrapMetadata.fromVersions(
                                MetadataVersion.LATEST_PRODUCTION,
                                Map.of(
                                        "group.version",
                                        (short) 1,
                                        "transaction.version",
                                        (short) 2,
                                        "share.version",
                                        (short) 1,
                                        "streams.version",
                                        (short) 1),
                                "the kit"))
                        .build())
                .setConfigProp("group.initial.rebalance.delay.ms", "0")
                .setConfigProp("group.streams.initial.rebalance.delay.ms", "0")
                .setConfigProp("group.streams.assignment.interval.ms", "0")
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1")
                .setConfigProp("share.coordinator.state.topic.replication.factor", "1")
                .setConfigProp("share.coordinator.state.topic.min.isr", "1");
    }

    /** Starts what was built. */
    static KafkaClusterTestKit started(KafkaClusterTestKit.Builder builder) throws Exception {
        KafkaClusterTestKit kit = builder.build();
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
        return kit;
    }

    /** Returns where a broker listens. */
    static String addressOf(KafkaClusterTestKit kit, int broker) {
        return "localhost:" + portOf(kit, broker);
    }

    private static int portOf(KafkaClusterTestKit kit, int broker) {
        return kit.brokers().get(broker).boundPort(kit.nodes().brokerListenerName());
    }

    private static Target of(KafkaClusterTestKit kit) {
        return new Target() {
            @Override
            public String bootstrapServers() {
                return kit.bootstrapServers();
            }

            @Override
            public void close() throws Exception {
                kit.close();
            }

            @Override
            public String toString() {
                return "KRaft";
            }
        };
    }
}
