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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Partitions: what they mean for order and load, and which of them a key belongs to. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class PartitionsAndKeysTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static int partitionOf(Producer<String, String> producer, String key)
            throws ExecutionException, InterruptedException {
        return producer.send(new ProducerRecord<>("orders", key, "value")).get().partition();
    }

    @Test
    void orderIsThatOfEachPartitionAndNotOfTheTopic(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer) {
        for (int i = 0; i < 3; i++) {
            send(producer, "orders", 0, "a" + i);
            send(producer, "orders", 1, "b" + i);
        }
        kafka.awaitStable("billing");

        Map<Integer, List<String>> byPartition = new TreeMap<>();
        List<String> all = new ArrayList<>();
        for (ConsumerRecord<String, String> record : consumer.poll(SECOND)) {
            byPartition
                    .computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                    .add(record.value());
            all.add(record.value());
        }

        assertThat(byPartition.get(0)).containsExactly("a0", "a1", "a2");
        assertThat(byPartition.get(1)).containsExactly("b0", "b1", "b2");
        assertThat(all).isNotEqualTo(List.of("a0", "b0", "a1", "b1", "a2", "b2")); // as they were written
    }

    @Test
    void oneConsumerReadsAllPartitionsAndMoreThanPartitionsAreIdle(
            InMemoryKafka kafka,
            @GroupMember(group = "single", topics = "orders") Consumer<String, String> single,
            @GroupMember(group = "crowd", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "crowd", topics = "orders") Consumer<String, String> second,
            @GroupMember(group = "crowd", topics = "orders") Consumer<String, String> third,
            @GroupMember(group = "crowd", topics = "orders") Consumer<String, String> fourth,
            @GroupMember(group = "crowd", topics = "orders") Consumer<String, String> fifth) {
        kafka.awaitStable("single");
        kafka.awaitStable("crowd");

        assertThat(single.assignment()).hasSize(4);
        assertThat(List.of(first, second, third, fourth, fifth))
                .extracting(consumer -> consumer.assignment().size())
                .containsExactlyInAnyOrder(1, 1, 1, 1, 0);
    }

    @Test
    void recordsOfOneKeyAreInOnePartition(@RecordProducer Producer<String, String> producer)
            throws ExecutionException, InterruptedException {
        Set<Integer> partitions = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            partitions.add(partitionOf(producer, "customer-17"));
        }

        assertThat(partitions).hasSize(1);
    }

    @Test
    void fewKeysLeaveConsumersWithoutWork(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> second) {
        for (int i = 0; i < 100; i++) { // the country as a key: nearly all customers live in one
            producer.send(new ProducerRecord<>("orders", i % 50 == 0 ? "LI" : "DE", "order " + i));
        }
        producer.flush();
        kafka.awaitStable("billing");

        List<Integer> counts =
                List.of(first.poll(SECOND).count(), second.poll(SECOND).count());

        assertThat(counts).anySatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(98));
    }

    @Test
    void structuredKeysAreComparedAsBytes(@RecordProducer Producer<String, String> producer)
            throws ExecutionException, InterruptedException {
        // One customer for a reader of JSON, several keys for Kafka: by fields in another order, or by a blank.
        Set<Integer> partitions = new TreeSet<>();
        partitions.add(partitionOf(producer, "{\"customer\":17,\"country\":\"DE\"}"));
        partitions.add(partitionOf(producer, "{\"country\":\"DE\",\"customer\":17}"));
        partitions.add(partitionOf(producer, "{\"country\": \"DE\", \"customer\": 17}"));
        partitions.add(partitionOf(producer, "{\"customer\": 17, \"country\": \"DE\"}"));

        assertThat(partitions).hasSizeGreaterThan(1);
    }

    @Test
    void morePartitionsMoveKeysAndAreFoundByRunningConsumers(
            InMemoryKafka kafka,
            @RecordProducer(properties = "metadata.max.age.ms=10000") Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "metadata.max.age.ms=10000")
                    Consumer<String, String> consumer)
            throws ExecutionException, InterruptedException {
        kafka.awaitStable("billing");
        Map<String, Integer> before = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            before.put("customer-" + i, partitionOf(producer, "customer-" + i));
        }

        try (Admin admin = kafka.admin()) {
            admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(6)))
                    .all()
                    .get();
        }
        kafka.runFor(Duration.ofSeconds(20)); // metadata.max.age.ms, and a rebalance

        assertThat(consumer.assignment()).hasSize(6);
        assertThat(kafka.group("billing")).isStable().hasGeneration(2);
        List<String> moved = new ArrayList<>();
        for (Map.Entry<String, Integer> key : before.entrySet()) {
            if (partitionOf(producer, key.getKey()) != key.getValue()) {
                moved.add(key.getKey());
            }
        }
        assertThat(moved).isNotEmpty(); // their order across the change is lost
    }
}
