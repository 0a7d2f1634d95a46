package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.samples.Records.send;
import static io.github.groupcoordinator.samples.Records.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.client.PositionReset;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Records that nobody ever reads: the event log tells of every position that was reset, and what was skipped by it. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
class SkippedRecordsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @Test
    void ordersFromBeforeTheFirstStartAreSkipped(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        send(producer, "orders", 0, "before");
        kafka.awaitStable("billing");
        send(producer, "orders", 0, "after");

        assertThat(values(consumer.poll(Duration.ofSeconds(1)))).containsExactly("after");
        assertThat(kafka.events().of(PositionReset.class)).singleElement().satisfies(reset -> {
            assertThat(reset.policy()).isEqualTo("latest");
            assertThat(reset.from()).isEmpty();
            assertThat(reset.to()).isEqualTo(1);
            assertThat(reset.skipped()).isEqualTo(1);
        });
    }

    @Test
    void ordersThatAreDeletedBeforeTheyWereReadAreSkipped(
            InMemoryKafka kafka,
            Admin admin,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = "auto.offset.reset=earliest")
                    Consumer<String, String> consumer)
            throws Exception {
        kafka.awaitStable("billing");
        for (String order : new String[] {"one", "two", "three"}) {
            send(producer, "orders", 0, order);
        }
        consumer.seek(ORDERS, 1);
        admin.deleteRecords(Map.of(ORDERS, RecordsToDelete.beforeOffset(2)))
                .all()
                .get();

        assertThat(values(consumer.poll(Duration.ofSeconds(1)))).containsExactly("three");
        assertThat(kafka.events().of(PositionReset.class)).singleElement().satisfies(reset -> {
            assertThat(reset.reason()).isEqualTo(PositionReset.Reason.OUT_OF_RANGE);
            assertThat(reset.from()).hasValue(1);
            assertThat(reset.to()).isEqualTo(2);
            assertThat(reset.skipped()).isEqualTo(1);
        });
    }
}
