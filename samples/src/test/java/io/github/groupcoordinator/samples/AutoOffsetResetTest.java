package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.samples.Records.send;
import static io.github.groupcoordinator.samples.Records.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The place where a consumer begins when its group has committed nothing yet, or something that is no more. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
class AutoOffsetResetTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void latestWhichIsTheDefaultSeesOnlyWhatComesLater(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        send(producer, "orders", 0, "before");
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "after");

        assertThat(values(consumer.poll(SECOND))).containsExactly("after");
    }

    @Test
    void earliestSeesEverythingThatIsThere(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "before");
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "after");

        assertThat(values(consumer.poll(SECOND))).containsExactly("before", "after");
    }

    @Test
    void noneLeavesItToTheApplication(
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=none")
                    Consumer<String, String> consumer) {
        assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                .isInstanceOf(NoOffsetForPartitionException.class)
                .hasMessageContaining("orders-0");
    }

    @Test
    void byDurationBeginsSoLongAgo(
            InMemoryKafka kafka, VirtualClock clock, @RecordProducer Producer<String, String> producer) {
        assumeTrue(clientsKnowByDuration(), "by_duration came with kafka-clients 4.0, and these are older");
        send(producer, "orders", 0, "three hours old");
        clock.advance(Duration.ofHours(2));
        send(producer, "orders", 0, "one hour old");
        clock.advance(Duration.ofHours(1));

        try (Consumer<String, String> consumer = kafka.consumer(
                Map.of("group.id", "billing", "auto.offset.reset", "by_duration:PT1H30M"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");

            assertThat(values(consumer.poll(SECOND))).containsExactly("one hour old");
        }
    }

    private static boolean clientsKnowByDuration() {
        try {
            Class.forName("org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void committedOffsetCountsWhateverTheReset(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "latest", topics = "orders") Consumer<String, String> latest,
            @GroupMember(group = "earliest", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> earliest,
            @GroupMember(group = "none", topics = "orders", properties = "auto.offset.reset=none")
                    Consumer<String, String> none)
            throws ExecutionException, InterruptedException {
        send(producer, "orders", 0, "a", "b", "c");
        try (Admin admin = kafka.admin()) {
            for (String group : List.of("latest", "earliest", "none")) {
                admin.alterConsumerGroupOffsets(group, Map.of(ORDERS, new OffsetAndMetadata(1)))
                        .all()
                        .get();
            }
        }

        for (Consumer<String, String> each : List.of(latest, earliest, none)) {
            assertThat(values(each.poll(Duration.ofSeconds(10)))).containsExactly("b", "c");
        }
    }

    @Test
    void committedOffsetThatIsNoMoreIsResetToo(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "earliest", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> earliest,
            @GroupMember(group = "none", topics = "orders", properties = "auto.offset.reset=none")
                    Consumer<String, String> none)
            throws ExecutionException, InterruptedException {
        send(producer, "orders", 0, "a", "b", "c");
        try (Admin admin = kafka.admin()) {
            for (String group : List.of("earliest", "none")) {
                admin.alterConsumerGroupOffsets(group, Map.of(ORDERS, new OffsetAndMetadata(1)))
                        .all()
                        .get();
            }
            admin.deleteRecords(Map.of(ORDERS, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }

        assertThat(values(earliest.poll(Duration.ofSeconds(10)))).containsExactly("c");
        assertThatThrownBy(() -> none.poll(Duration.ofSeconds(10))).isInstanceOf(OffsetOutOfRangeException.class);
    }
}
