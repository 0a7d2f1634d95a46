package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.share.RecordsEvent;
import io.github.groupcoordinator.event.share.SharePartitionEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of the records of a share group, as its story goes. */
class ShareEventsTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    private ShareScene scene;
    private InMemoryKafka kafka;

    @BeforeEach
    void start() throws Exception {
        scene = ShareScene.start();
        kafka = scene.kafka();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** Returns what was told of records and share partitions, with the time. */
    private List<String> told() {
        return kafka.events().stream()
                .filter(event -> event instanceof RecordsEvent || event instanceof SharePartitionEvent)
                .map(kafka.events()::inShort)
                .toList();
    }

    @Test
    void everythingThatBecomesOfRecordsIsTold() throws Exception {
        scene.produce("good", "bad", "later", "slow");
        KafkaShareConsumer<String, String> one = scene.member("one");
        List<ConsumerRecord<String, String>> records = ShareScene.poll(one);
        one.acknowledge(records.get(0));
        one.acknowledge(records.get(1), AcknowledgeType.REJECT);
        one.acknowledge(records.get(2), AcknowledgeType.RELEASE);
        one.acknowledge(records.get(3), AcknowledgeType.RENEW);
        one.commitSync();
        kafka.clock().advance(Duration.ofSeconds(30));
        one.close();

        assertThat(told())
                .containsExactly(
                        "00:00:05.020 work | share partition loaded: orders-0 by broker 0, start offset 0,"
                                + " as share.auto.offset.reset says",
                        "00:00:05.020 work | acquired by one: orders-0 offsets 0-3, delivery 1",
                        "00:00:05.020 work | lock renewed by one: orders-0 offset 3, delivery 1",
                        "00:00:05.020 work | acknowledged by one: orders-0 offset 0, delivery 1",
                        "00:00:05.020 work | archived: orders-0 offset 1, delivery 1, last had by one: REJECTED",
                        "00:00:05.020 work | released by one: orders-0 offset 2, delivery 1: MEMBER_RELEASED",
                        "00:00:05.020 work | start offset of orders-0: 0 to 2: RECORDS_DONE",
                        "00:00:35.020 work | lock timed out of one: orders-0 offset 3, delivery 1",
                        "00:00:35.020 work | share partition dropped: orders-0 by broker 0");
    }

    @Test
    void recordIsArchivedWhenItsLastDeliveryTimesOut() throws Exception {
        scene.configure("share.delivery.count.limit", "2");
        scene.produce("poison");
        KafkaShareConsumer<String, String> one = scene.member("one");
        ShareScene.poll(one);
        one.acknowledge(new ConsumerRecord<>("orders", 0, 0, null, "poison"), AcknowledgeType.RELEASE);
        one.commitSync();
        ShareScene.poll(one);
        kafka.clock().advance(Duration.ofSeconds(30));
        one.close();

        assertThat(told())
                .containsSubsequence(
                        "00:00:05.005 work | acquired by one: orders-0 offset 0, delivery 2",
                        "00:00:35.005 work | archived: orders-0 offset 0, delivery 2, last had by one:"
                                + " DELIVERY_COUNT_LIMIT",
                        "00:00:35.005 work | start offset of orders-0: 0 to 1: RECORDS_DONE");
    }

    @Test
    void crashGivesRecordsBackAndFailoverForgetsWhoHadThem() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> one = scene.member("one");
        KafkaShareConsumer<String, String> two = scene.member("two");
        ShareScene.poll(one);
        two.poll(Duration.ofSeconds(6));
        kafka.client(one).crash();
        ShareScene.poll(two);
        kafka.partition("orders", 0).failover();
        two.close();

        assertThat(told())
                .containsExactly(
                        "00:00:05.005 work | share partition loaded: orders-0 by broker 0, start offset 0,"
                                + " as share.auto.offset.reset says",
                        "00:00:05.005 work | acquired by one: orders-0 offset 0, delivery 1",
                        "00:00:11.005 work | released by one: orders-0 offset 0, delivery 1: SESSION_ENDED",
                        "00:00:11.505 work | acquired by two: orders-0 offset 0, delivery 2",
                        "00:00:11.505 work | share partition dropped: orders-0 by broker 0, with the locks"
                                + " on 1 record");
    }

    @Test
    void logStartAndAdministratorsMoveTheStartOffset() throws Exception {
        scene.produce("a", "b", "c");
        KafkaShareConsumer<String, String> one = scene.member("one", "max.poll.records", "1");
        ShareScene.poll(one);
        one.acknowledge(new ConsumerRecord<>("orders", 0, 0, null, "a"), AcknowledgeType.RELEASE);
        one.commitSync();
        try (Admin admin = kafka.admin()) {
            admin.deleteRecords(Map.of(ORDERS_0, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
            one.poll(Duration.ofSeconds(10));
            one.close();
            admin.alterShareGroupOffsets("work", Map.of(ORDERS_0, 0L)).all().get();
        }

        assertThat(told())
                .containsSubsequence(
                        "00:00:05.015 work | released by one: orders-0 offset 0, delivery 1: MEMBER_RELEASED",
                        "00:00:05.015 work | archived: orders-0 offset 0, delivery 1: LOG_START_MOVED",
                        "00:00:05.015 work | start offset of orders-0: 0 to 2: LOG_START_MOVED",
                        "00:00:05.015 work | acquired by one: orders-0 offset 2, delivery 1",
                        "00:00:05.015 work | start offset of orders-0 altered to 0");
    }
}
