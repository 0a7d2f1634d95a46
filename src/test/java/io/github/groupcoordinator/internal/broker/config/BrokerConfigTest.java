package io.github.groupcoordinator.internal.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinatorConfig;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    @Test
    void defaultsAreKafkas() {
        BrokerConfig config = BrokerConfig.defaults();

        assertThat(config.groupCoordinator()).isEqualTo(GroupCoordinatorConfig.defaults());
        assertThat(config.autoCreateTopics()).isTrue();
        assertThat(config.numPartitions()).isEqualTo(1);
        assertThat(config.fetchMaxBytes()).isEqualTo(57_671_680);
        assertThat(config.offsetsTopicPartitions()).isEqualTo(50);
    }

    @Test
    void propertiesAreReadByTheirKafkaNames() {
        BrokerConfig config = BrokerConfig.of(Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "offsets.retention.minutes", "2",
                "auto.create.topics.enable", "false"));

        assertThat(config.groupCoordinator().initialRebalanceDelayMs()).isZero();
        assertThat(config.groupCoordinator().offsetsRetentionMs()).isEqualTo(120_000);
        assertThat(config.autoCreateTopics()).isFalse();
    }

    @Test
    void unknownNameIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("group.initial.rebalance.delay", "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("group.initial.rebalance.delay;")
                .hasMessageContaining("group.initial.rebalance.delay.ms");
    }

    @Test
    void valueOutOfRangeNamesPropertyAndRange() {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("num.partitions", "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("num.partitions")
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("num.partitions", "many")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("num.partitions");
        assertThatThrownBy(() -> BrokerConfig.of(
                        Map.of("group.min.session.timeout.ms", "10", "group.max.session.timeout.ms", "9")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("group.max.session.timeout.ms (9)");
    }

    @Test
    void replicationThatCannotBeReachedIsRefusedOnlyWhereItWasAskedFor() {
        assertThat(BrokerConfig.defaults().offsetsTopicReplicationFactor(1)).isEqualTo(1);
        assertThatThrownBy(() -> new Broker(
                        BrokerConfig.of(Map.of("offsets.topic.replication.factor", "3")),
                        new ManualTimers(0),
                        event -> {},
                        failure -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("offsets.topic.replication.factor=3")
                .hasMessageContaining("1 broker(s)");
    }

    @Test
    void topicConfigIsCheckedByKafkasNames() {
        BrokerConfig broker = BrokerConfig.of(Map.of("message.max.bytes", "500"));

        assertThat(new TopicConfig(broker, Map.of()).log().maxMessageBytes()).isEqualTo(500);
        assertThat(new TopicConfig(broker, Map.of("max.message.bytes", "7"))
                        .log()
                        .maxMessageBytes())
                .isEqualTo(7);
        assertThat(new TopicConfig(broker, Map.of("cleanup.policy", "compact,delete"))
                        .log()
                        .compacted())
                .isTrue();
        assertThatThrownBy(() -> new TopicConfig(broker, Map.of("cleanup", "compact")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cleanup.policy");
        assertThatThrownBy(() -> new TopicConfig(broker, Map.of("compression.type", "zstd")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not supported yet");
    }
}
