package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.PolledRecords;
import io.github.groupcoordinator.ShareWorkerHandler;
import io.github.groupcoordinator.junit5.DisabledOnRealCluster;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.ShareMember;
import io.github.groupcoordinator.junit5.Simulation;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Workers of a share group (KIP-932), which take orders from the same partitions; the test only lets time pass. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2))
class ShareWorkersTest {
    private static final int ORDERS = 12;
    private static final Map<String, Object> CONFIG = Map.of(
            "group.id",
            "work",
            "share.acknowledgement.mode",
            "explicit",
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            StringDeserializer.class);

    @Test
    @DisabledOnRealCluster("measures a lock to the millisecond")
    void orderOfAProcessThatHangsIsAnothersWhenItsLockHasRunOut(
            InMemoryKafka kafka,
            VirtualClock clock,
            @ShareMember(group = "work", topics = "orders") KafkaShareConsumer<String, String> hangs,
            @RecordProducer Producer<String, String> shop) {
        kafka.awaitStable("work");
        shop.send(new ProducerRecord<>("orders", 0, null, "order 7"));
        assertThat(hangs.poll(Duration.ofSeconds(1))).hasSize(1);
        kafka.client(hangs).pause(); // its connections stay open, so that nobody gives back what it holds
        Instant hung = clock.now();

        List<Duration> waited = new ArrayList<>();
        ShareWorkerHandler<String, String> handler = (order, consumer) -> {
            waited.add(Duration.between(hung, clock.now()));
            return AcknowledgeType.ACCEPT;
        };
        kafka.shareWorker(CONFIG, List.of("orders"), handler);
        kafka.runFor(Duration.ofMinutes(1));

        assertThat(waited).containsExactly(Duration.ofSeconds(30)); // group.share.record.lock.duration.ms
        assertThat(kafka.shareGroup("work")).hasNothingInFlight().hasNoLag();
    }

    @Test
    void shareGroupAndConsumerGroupReadOneTopic(
            InMemoryKafka kafka,
            @ShareMember(group = "work", topics = "orders") KafkaShareConsumer<String, String> one,
            @ShareMember(group = "work", topics = "orders") KafkaShareConsumer<String, String> two,
            @GroupMember(group = "audit", topics = "orders") Consumer<String, String> audit,
            @RecordProducer Producer<String, String> shop) {
        kafka.awaitStable("work");
        kafka.awaitStable("audit");
        for (int i = 0; i < ORDERS; i++) {
            shop.send(new ProducerRecord<>("orders", i % 2, null, "order " + i));
        }
        PolledRecords records = kafka.runFor(Duration.ofSeconds(10));

        assertThat(records.of(audit)).hasSize(ORDERS);
        assertThat(records.ofShare(one)).hasSize(ORDERS / 2);
        assertThat(records.ofShare(two)).hasSize(ORDERS / 2);
        assertThat(kafka.shareGroup("work"))
                .hasMembers(one, two)
                .hasNothingInFlight()
                .hasNoLag();
        assertThat(kafka.group("audit")).hasMembers(audit);
    }

    @Simulation(runs = 5)
    void everyOrderIsDoneWhateverHappens(InMemoryKafka kafka, @RecordProducer Producer<String, String> shop) {
        Map<String, Integer> done = new TreeMap<>();
        ShareWorkerHandler<String, String> handler = (order, consumer) -> {
            done.merge(order.value(), 1, Integer::sum);
            return AcknowledgeType.ACCEPT;
        };
        for (int i = 0; i < 3; i++) {
            kafka.shareWorker(CONFIG, List.of("orders"), handler);
        }
        kafka.runFor(Duration.ofMinutes(1)); // from here on nobody is so new that it begins at the end
        for (int i = 0; i < ORDERS; i++) {
            shop.send(new ProducerRecord<>("orders", i % 2, null, "order " + i));
            kafka.runFor(Duration.ofSeconds(1));
        }
        assertThat(kafka.runUntil(() -> done.size() == ORDERS, Duration.ofMinutes(10)))
                .as("done: %s", done)
                .isTrue();
    }
}
