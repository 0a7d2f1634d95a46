package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static io.github.groupcoordinator.samples.Records.send;
import static io.github.groupcoordinator.samples.Records.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** Two groups read the same partitions, each at its own pace. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
class IndependentGroupsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void eachGroupGetsEveryRecordAtItsOwnPace(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {"auto.offset.reset=earliest", "enable.auto.commit=false"})
                    Consumer<String, String> billing,
            @GroupMember(
                            group = "shipping",
                            topics = "orders",
                            properties = {"auto.offset.reset=earliest", "enable.auto.commit=false", "max.poll.records=1"
                            })
                    Consumer<String, String> shipping) {
        send(producer, "orders", 0, "a", "b", "c");
        kafka.awaitStable("billing");
        kafka.awaitStable("shipping");

        assertThat(values(billing.poll(SECOND))).containsExactly("a", "b", "c");
        billing.commitSync();
        assertThat(values(shipping.poll(SECOND))).containsExactly("a");
        shipping.commitSync();

        assertThat(kafka.group("billing")).hasCommitted("orders-0", 3).hasNoLag();
        assertThat(kafka.group("shipping")).hasCommitted("orders-0", 1).hasLag("orders-0", 2);
    }

    @Test
    void oneGroupsRebalanceDoesNotTouchTheOther(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> billing,
            @GroupMember(group = "shipping", topics = "orders") Consumer<String, String> shipping) {
        kafka.awaitStable("billing");
        kafka.awaitStable("shipping");

        shipping.close();
        send(producer, "orders", 0, "a");

        assertThat(values(billing.poll(SECOND))).containsExactly("a");
        assertThat(kafka.group("billing")).isStable().hasGeneration(1);
        assertThat(kafka.group("shipping")).isEmpty();
    }
}
