package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static io.github.groupcoordinator.samples.Records.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The lag of a group: what a consumer knows of it, and what a dashboard computes from outside. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
class LagTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);

    /** Computes what a dashboard shows: end offsets minus committed offsets. It is no member, and disturbs nobody. */
    private static Map<TopicPartition, Long> lag(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, OffsetSpec> asked = new LinkedHashMap<>();
        committed.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get();
        Map<TopicPartition, Long> lag = new LinkedHashMap<>();
        committed.forEach(
                (partition, offset) -> lag.put(partition, ends.get(partition).offset() - offset.offset()));
        return lag;
    }

    @Test
    void dashboardSeesTheLagGrowAndShrink(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {"auto.offset.reset=earliest", "enable.auto.commit=false"})
                    Consumer<String, String> consumer)
            throws ExecutionException, InterruptedException {
        send(producer, "orders", 0, "a", "b", "c");
        kafka.awaitStable("billing");
        try (Admin admin = kafka.admin()) {
            assertThat(lag(admin, "billing")).isEmpty(); // nothing committed: no lag to compute, not a lag of 0

            consumer.commitSync(Map.of(FIRST, new OffsetAndMetadata(0), SECOND, new OffsetAndMetadata(0)));
            assertThat(lag(admin, "billing")).containsEntry(FIRST, 3L).containsEntry(SECOND, 0L);

            consumer.poll(Duration.ofSeconds(1));
            assertThat(lag(admin, "billing")).containsEntry(FIRST, 3L); // read, but not committed

            consumer.commitSync();
            assertThat(lag(admin, "billing")).containsEntry(FIRST, 0L);

            send(producer, "orders", 1, "d");
            assertThat(lag(admin, "billing")).containsEntry(SECOND, 1L);
        }
        assertThat(kafka.group("billing")).hasMembers(consumer).hasGeneration(1).hasLag("orders-1", 1);
    }

    @Test
    void consumerKnowsPositionCommittedAndEnd(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {"auto.offset.reset=earliest", "enable.auto.commit=false", "max.poll.records=2"
                            })
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a", "b", "c", "d", "e");
        kafka.awaitStable("billing");
        consumer.poll(Duration.ofSeconds(1));
        consumer.commitSync();
        consumer.poll(Duration.ofSeconds(1));

        assertThat(consumer.committed(Set.of(FIRST)).get(FIRST).offset()).isEqualTo(2);
        assertThat(consumer.position(FIRST)).isEqualTo(4); // the next record that poll returns
        assertThat(consumer.endOffsets(Set.of(FIRST))).containsEntry(FIRST, 5L);
        assertThat(consumer.currentLag(FIRST)).hasValue(1); // from the position, not from what is committed
    }
}
