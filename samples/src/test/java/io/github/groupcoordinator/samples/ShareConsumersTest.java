package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.EventMatcher.acquired;
import static io.github.groupcoordinator.assertion.EventMatcher.lockTimedOut;
import static io.github.groupcoordinator.assertion.EventMatcher.released;
import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.share.RecordsArchived.Reason;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Share groups (KIP-932): a queue on a topic, whose records are locked while they are worked on. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
class ShareConsumersTest {

    @BeforeEach
    void readFromTheStart(InMemoryKafka kafka) throws Exception {
        ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, "work"),
                            List.of(new AlterConfigOp(earliest, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static KafkaShareConsumer<String, String> worker(InMemoryKafka kafka, String name) {
        KafkaShareConsumer<String, String> worker = kafka.shareConsumer(Map.of(
                "group.id",
                "work",
                "client.id",
                name,
                "max.poll.records",
                1,
                "share.acknowledgement.mode",
                "explicit",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class));
        worker.subscribe(List.of("orders"));
        return worker;
    }

    private static void order(InMemoryKafka kafka, String... orders) throws Exception {
        try (KafkaProducer<String, String> shop = kafka.producer(
                Map.of("key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class))) {
            for (String order : orders) {
                shop.send(new ProducerRecord<>("orders", order)).get();
            }
        }
    }

    @Test
    void threeWorkersShareOnePartition(InMemoryKafka kafka) throws Exception {
        order(kafka, "a", "b", "c", "d", "e", "f");
        List<KafkaShareConsumer<String, String>> workers =
                List.of(worker(kafka, "one"), worker(kafka, "two"), worker(kafka, "three"));
        List<TreeSet<String>> done = List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (int round = 0; round < 12; round++) {
            KafkaShareConsumer<String, String> worker = workers.get(round % 3);
            for (ConsumerRecord<String, String> record : worker.poll(Duration.ofSeconds(6))) {
                done.get(round % 3).add(record.value());
                worker.acknowledge(record);
            }
            worker.commitSync();
        }
        workers.forEach(KafkaShareConsumer::close);
        assertThat(done).allSatisfy(some -> assertThat(some).isNotEmpty());
        assertThat(done.stream().flatMap(TreeSet::stream)).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
        assertThat(kafka.shareGroup("work")).isEmpty().hasNothingInFlight();
    }

    @Test
    void poisonRecordIsArchivedAfterFiveDeliveries(InMemoryKafka kafka) throws Exception {
        order(kafka, "poison");
        List<Integer> deliveries = new ArrayList<>();
        try (KafkaShareConsumer<String, String> worker = worker(kafka, "one")) {
            for (int round = 0; round < 10; round++) {
                for (ConsumerRecord<String, String> record : worker.poll(Duration.ofSeconds(6))) {
                    deliveries.add(record.deliveryCount().orElseThrow().intValue());
                    worker.acknowledge(record, AcknowledgeType.RELEASE);
                }
                worker.commitSync();
            }
        }
        assertThat(deliveries).containsExactly(1, 2, 3, 4, 5);
        assertThat(kafka.shareGroup("work")).isArchivedBecause("orders-0", 0, Reason.DELIVERY_COUNT_LIMIT);
    }

    @Test
    void recordOfAWorkerThatHangsComesAgainWhenItsLockHasRunOut(InMemoryKafka kafka) throws Exception {
        order(kafka, "a");
        KafkaShareConsumer<String, String> slow = worker(kafka, "slow");
        slow.poll(Duration.ofSeconds(10)); // delivered for the first time, and never acknowledged
        assertThat(kafka.shareGroup("work")).hasAcquired(slow, "orders-0", 0).hasStartOffset("orders-0", 0);

        KafkaShareConsumer<String, String> other = worker(kafka, "other");
        ConsumerRecord<String, String> again =
                other.poll(Duration.ofSeconds(31)).iterator().next(); // after 30 s
        assertThat(again.deliveryCount()).hasValue((short) 2);
        assertThat(kafka.events())
                .containsSubsequence(lockTimedOut(slow, "orders-0", 0), acquired(other, "orders-0", 0));
        other.acknowledge(again);
        other.close();
        slow.close();
    }

    @Test
    void slowWorkerRenewsItsLock(InMemoryKafka kafka) throws Exception {
        order(kafka, "slow");
        KafkaShareConsumer<String, String> slow = worker(kafka, "slow");
        KafkaShareConsumer<String, String> idle = worker(kafka, "idle");
        ConsumerRecord<String, String> record =
                slow.poll(Duration.ofSeconds(10)).iterator().next();
        for (int twentySeconds = 0; twentySeconds < 3; twentySeconds++) {
            assertThat(idle.poll(Duration.ofSeconds(20))).isEmpty();
            slow.acknowledge(record, AcknowledgeType.RENEW);
            slow.commitSync();
            slow.poll(Duration.ZERO);
        }
        slow.acknowledge(record, AcknowledgeType.ACCEPT);
        assertThat(slow.commitSync().values())
                .allSatisfy(outcome -> assertThat(outcome).isEmpty());
        assertThat(idle.poll(Duration.ofMinutes(1))).isEmpty();
        slow.close();
        idle.close();
    }

    @Test
    void crashedWorkersRecordGoesToAnotherLongBeforeItsLockRunsOut(InMemoryKafka kafka) throws Exception {
        order(kafka, "a");
        KafkaShareConsumer<String, String> first = worker(kafka, "first");
        assertThat(first.poll(Duration.ofSeconds(10))).hasSize(1);
        KafkaShareConsumer<String, String> second = worker(kafka, "second");
        kafka.client(first).crash();
        Instant crashed = kafka.clock().now();
        ConsumerRecord<String, String> again =
                second.poll(Duration.ofSeconds(10)).iterator().next();
        assertThat(again.deliveryCount()).hasValue((short) 2);
        assertThat(kafka.events()).contains(released(first, "orders-0", 0));
        assertThat(Duration.between(crashed, kafka.clock().now())).isLessThan(Duration.ofSeconds(6));
        second.acknowledge(again);
        second.close();
    }
}
