package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application's own clients over TCP, in system time, on three brokers. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutsideClientsOfSeveralBrokersTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .brokers(3)
            .listener(ListenerConfig.inSystemTime())
            .brokerProperty("group.initial.rebalance.delay.ms", "0")
            .brokerProperty("default.replication.factor", "3")
            .topic("orders", 3)
            .build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private Map<String, Object> config(Object... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("group.id", "billing");
        config.put("auto.offset.reset", "earliest");
        config.put("reconnect.backoff.ms", 10);
        config.put("retry.backoff.ms", 20);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i].toString(), more[i + 1]);
        }
        return config;
    }

    private KafkaConsumer<String, String> consumer(Object... more) {
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config(more), new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private KafkaProducer<String, String> producer(Object... more) {
        Map<String, Object> config = config(more);
        config.keySet().removeIf(name -> name.equals("group.id") || name.equals("auto.offset.reset"));
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static List<String> take(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        while (values.size() < count) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                values.add(record.value());
            }
        }
        return values;
    }

    @Test
    void eachBrokerHasAPortOfItsOwn() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Collection<Node> nodes = admin.describeCluster().nodes().get(20, TimeUnit.SECONDS);
            assertThat(nodes)
                    .extracting(node -> node.host() + ":" + node.port())
                    .containsExactlyInAnyOrder(kafka.bootstrapServers().split(","))
                    .hasSize(3)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void clientsGoOnWhenTheirBrokerStopsAndTheirCoordinatorFailsOver() throws Exception {
        try (KafkaProducer<String, String> producer = producer();
                KafkaConsumer<String, String> consumer = consumer()) {
            send(producer, "1");
            assertThat(take(consumer, 3)).containsOnly("1");
            consumer.commitSync();
            kafka.coordinator("billing").failover();
            kafka.broker(0).stop();
            send(producer, "2");
            assertThat(take(consumer, 3)).containsOnly("2");
            consumer.commitSync();
            kafka.broker(0).start();
            send(producer, "3");
            assertThat(take(consumer, 3)).containsOnly("3");
            consumer.commitSync();
            assertThat(kafka.group("billing").committedOffsets().values())
                    .extracting(OffsetAndMetadata::offset)
                    .containsExactly(3L, 3L, 3L);
        }
    }

    private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
        for (int partition = 0; partition < 3; partition++) {
            producer.send(new ProducerRecord<>("orders", partition, "key", value))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /**
     * The commit of a consumer that is closed finds the new coordinator. Its partition is led by another broker: where
     * its leader stops, too, Kafka's consumer of the consumer protocol may have no valid position left to commit.
     */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void lastCommitIsNotLostWhenTheCoordinatorStopsBeforeTheConsumerIsClosed(String protocol) throws Exception {
        for (String group : List.of("a", "b", "c")) {
            int coordinator = kafka.coordinator(group).partition().leader().orElseThrow();
            int leader = (coordinator + 1) % 3;
            if (kafka.partition("orders", 0).leader().orElseThrow() != leader) {
                kafka.partition("orders", 0).moveLeader(leader);
            }
            try (KafkaProducer<String, String> producer = producer();
                    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                            config("group.id", group, "group.protocol", protocol),
                            new StringDeserializer(),
                            new StringDeserializer())) {
                send(producer, group);
                consumer.assign(List.of(new TopicPartition("orders", 0)));
                take(consumer, 1);
                kafka.broker(coordinator).stop();
            }
            assertThat(kafka.group(group).committedOffsets()).containsOnlyKeys(new TopicPartition("orders", 0));
            kafka.broker(coordinator).start();
        }
    }

    @Test
    void consumerProtocolAndTransactionsWorkOverTcp() {
        try (KafkaProducer<String, String> producer = producer("transactional.id", "mover");
                KafkaConsumer<String, String> consumer =
                        consumer("group.protocol", "consumer", "isolation.level", "read_committed")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "key", "aborted"));
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "key", "committed"));
            producer.sendOffsetsToTransaction(
                    Map.of(new TopicPartition("orders", 1), new OffsetAndMetadata(0)),
                    new ConsumerGroupMetadata("other"));
            producer.commitTransaction();
            assertThat(take(consumer, 1)).containsExactly("committed");
            assertThat(kafka.group("other").committedOffsets()).hasSize(1);
            assertThat(kafka.group("billing").members()).hasSize(1);
        }
    }
}
