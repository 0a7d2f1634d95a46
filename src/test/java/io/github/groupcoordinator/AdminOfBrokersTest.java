package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions of administrators to brokers, and what each broker knows. */
class AdminOfBrokersTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private InMemoryKafka kafka;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().brokers(3).build());
        admin = kafka.admin();
        admin.createTopics(List.of(new NewTopic("orders", Map.of(0, List.of(0, 1)))))
                .all()
                .get();
    }

    @AfterEach
    void close() {
        admin.close();
        kafka.close();
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void leaderAndFollowerDescribeProducers(int brokerId) throws Exception {
        assertThat(admin.describeProducers(List.of(ORDERS), new DescribeProducersOptions().brokerId(brokerId))
                        .partitionResult(ORDERS)
                        .get()
                        .activeProducers())
                .isEmpty();
    }

    @Test
    void brokerWithoutAReplicaDoesNot() {
        assertThatThrownBy(() -> admin.describeProducers(List.of(ORDERS), new DescribeProducersOptions().brokerId(2))
                        .partitionResult(ORDERS)
                        .get())
                .hasCauseInstanceOf(NotLeaderOrFollowerException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "transaction.partition.verification.enable, false",
        "unclean.leader.election.enable, true",
        "max.connections, 7",
        "group.consumer.assignment.interval.ms, 500"
    })
    void propertyIsSetWhileTheBrokersRun(String name, String value) throws Exception {
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(all, List.of(set))).all().get();

        ConfigResource first = new ConfigResource(ConfigResource.Type.BROKER, "0");
        ConfigEntry described =
                admin.describeConfigs(List.of(first)).all().get().get(first).get(name);
        assertThat(Optional.ofNullable(described).map(ConfigEntry::value)).contains(value);
        assertThat(described.isReadOnly()).isFalse();
    }
}
