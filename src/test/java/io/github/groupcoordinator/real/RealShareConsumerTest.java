package io.github.groupcoordinator.real;

import static io.github.groupcoordinator.assertion.PlainAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.ShareWorker;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Share consumers over TCP, on another cluster of ours behind a listener in the place of Kafka's. */
@Timeout(60)
class RealShareConsumerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private InMemoryKafka there;
    private InMemoryKafka kafka;

    @BeforeEach
    void start() throws Exception {
        there = InMemoryKafka.start(ClusterOverTcp.config()
                .brokerProperty("group.share.min.heartbeat.interval.ms", "100")
                .brokerProperty("group.share.heartbeat.interval.ms", "100")
                .brokerProperty("group.share.min.session.timeout.ms", "1000")
                .brokerProperty("group.share.session.timeout.ms", "1000")
                .build());
        kafka = InMemoryKafka.start(
                ClusterOverTcp.testOn(there).topic("orders", 2).build());
        ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
        try (Admin admin = kafka.admin(new Properties())) {
            admin.incrementalAlterConfigs(Collections.singletonMap(
                            new ConfigResource(ConfigResource.Type.GROUP, "work"),
                            List.of(new AlterConfigOp(earliest, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        kafka.close();
        assertThat(there.topicNames()).containsExactly(ClusterOverTcp.MARKER);
        assertThat(there.groupIds()).isEmpty();
        there.close();
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = ClusterOverTcp.member("work");
        config.put("share.acknowledgement.mode", "explicit");
        return config;
    }

    private void send(String... values) throws Exception {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new Properties(), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("orders", value)).get();
            }
        }
    }

    @Test
    void groupSettlesDeliversNothingMeanwhileAndTakesAcknowledgements() throws Exception {
        try (KafkaShareConsumer<String, String> first = kafka.shareConsumer(config());
                KafkaShareConsumer<String, String> second = kafka.shareConsumer(config())) {
            first.subscribe(List.of("orders"));
            second.subscribe(List.of("orders"));

            kafka.awaitStable("work", SOON);

            assertThat(kafka.group("work")).isStable().hasMembers(first, second);
            assertThat(kafka.group("work").members())
                    .extracting(MemberView::memberId)
                    .containsExactly(
                            kafka.client(first).memberId(), kafka.client(second).memberId());
            second.close();
            send("a", "b");
            List<String> received = new ArrayList<>();
            for (int round = 0; received.size() < 2 && round < 100; round++) {
                for (ConsumerRecord<String, String> record : first.poll(Duration.ofMillis(200))) {
                    received.add(record.value());
                    first.acknowledge(record);
                }
                first.commitSync();
            }
            assertThat(received).containsExactlyInAnyOrder("a", "b");
            assertThat(there.shareGroup("work")).hasNothingInFlight();
        }
    }

    @Test
    void workerReadsAcknowledgesAndComesBack() throws Exception {
        List<String> received = new ArrayList<>();
        ShareWorker<String, String> worker = kafka.shareWorker(config(), List.of("orders"), (record, consumer) -> {
            received.add(record.value());
            return AcknowledgeType.ACCEPT;
        });
        kafka.awaitStable("work", SOON);
        send("a");
        assertThat(kafka.runUntil(() -> received.size() == 1, SOON)).isTrue();

        KafkaShareConsumer<String, String> crashed = worker.consumer();
        worker.crash();
        assertThatThrownBy(() -> crashed.poll(Duration.ZERO)).hasMessageContaining("which has crashed");
        worker.restart();
        kafka.awaitStable("work", SOON);
        assertThat(kafka.group("work"))
                .hasMembers(worker.consumer())
                .assigns(worker.consumer(), "orders-0", "orders-1");
        send("b");
        assertThat(kafka.runUntil(() -> received.contains("b"), SOON)).isTrue();
        worker.close();

        assertThat(kafka.group("work").members()).isEmpty();
    }
}
