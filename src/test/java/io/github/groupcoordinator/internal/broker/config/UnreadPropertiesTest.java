package io.github.groupcoordinator.internal.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreadPropertiesTest {
    /** The settings of a broker that is its own controller. */
    private static final String SERVER_PROPERTIES = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.bootstrap.servers=localhost:9093
            listeners=PLAINTEXT://:9092,CONTROLLER://:9093
            inter.broker.listener.name=PLAINTEXT
            advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL
            num.network.threads=3
            num.io.threads=8
            socket.send.buffer.bytes=102400
            socket.receive.buffer.bytes=102400
            socket.request.max.bytes=104857600
            log.dirs=/var/lib/kafka
            num.partitions=3
            num.recovery.threads.per.data.dir=2
            offsets.topic.replication.factor=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            log.retention.hours=168
            log.segment.bytes=1073741824
            log.retention.check.interval.ms=300000
            controlled.shutdown.enable=false
            background.threads=10
            listener.name.internal.ssl.keystore.location=/etc/kafka/keystore
            """;

    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(UnreadProperties.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static InMemoryKafkaConfig config(String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        InMemoryKafkaConfig.Builder config = InMemoryKafkaConfig.defaults().toBuilder();
        properties.stringPropertyNames().forEach(name -> config.brokerProperty(name, properties.getProperty(name)));
        return config.build();
    }

    @Test
    void settingsOfARealBrokerAreTakenAndWhatHasNoEffectIsNamedOnce() throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(config(SERVER_PROPERTIES));
                Admin admin = kafka.admin()) {
            kafka.createTopic("orders", 1);

            assertThat(admin.describeCluster().nodes().get()).singleElement().satisfies(node -> assertThat(node.id())
                    .isZero());
        }

        assertThat(logged)
                .containsExactly("Broker properties without effect in memory: advertised.listeners, background.threads,"
                        + " controlled.shutdown.enable, controller.listener.names, controller.quorum.bootstrap.servers,"
                        + " inter.broker.listener.name, listener.name.internal.ssl.keystore.location,"
                        + " listener.security.protocol.map, listeners, log.dirs, node.id, num.io.threads,"
                        + " num.network.threads, num.recovery.threads.per.data.dir, process.roles,"
                        + " socket.receive.buffer.bytes, socket.send.buffer.bytes; a cluster listens where its"
                        + " configuration's listener(..) says: ListenerConfig.boundTo(..); brokers are numbered from 0,"
                        + " as many as its configuration's brokers(..) says");
    }

    @Test
    void whatIsReadIsNotNamed() throws Exception {
        InMemoryKafka.start(config("num.partitions=3")).close();

        assertThat(logged).isEmpty();
        assertThat(BrokerConfig.of(Map.of("num.partitions", "3", "num.io.threads", "8")))
                .satisfies(config -> {
                    assertThat(config.numPartitions()).isEqualTo(3);
                    assertThat(config.unread().names()).containsExactly("num.io.threads");
                    assertThat(config.given()).containsOnlyKeys("num.partitions");
                });
    }

    @Test
    void thoseOfStreamsGroupsAreReadAndCheckedAgainstEachOther() {
        assertThat(BrokerConfig.of(Map.of("group.streams.num.standby.replicas", "2")))
                .satisfies(config -> {
                    assertThat(config.unread().names()).isEmpty();
                    assertThat(config.streamsGroups().numStandbyReplicas().value())
                            .isEqualTo(2);
                });
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("group.streams.num.standby.replicas", "3")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("group.streams.max.standby.replicas");
    }

    @Test
    void valueThatIsNotOfItsTypeIsRefused() {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("num.io.threads", "many")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("num.io.threads");
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("controlled.shutdown.enable", "perhaps")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("controlled.shutdown.enable");
    }

    @Test
    void noneIsReadAsWell() {
        assertThat(UnreadProperties.known())
                .doesNotContainKeys(BrokerConfig.names().toArray(String[]::new));
        assertThat(UnreadProperties.known())
                .containsEntry("log.dirs", ConfigDef.Type.LIST)
                .containsEntry("sasl.jaas.config", ConfigDef.Type.PASSWORD)
                .hasSize(253);
    }
}
