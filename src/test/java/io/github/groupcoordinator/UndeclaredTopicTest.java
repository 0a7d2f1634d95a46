package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.assertion.PlainAssertions;
import io.github.groupcoordinator.event.broker.TopicCreatedAutomatically;
import io.github.groupcoordinator.report.Timeline;
import io.github.groupcoordinator.view.GroupNotStableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A mistyped topic that is there because somebody asked for it: messages name it. */
final class UndeclaredTopicTest {
    private static final String TOLD = "topic 'oders' was created automatically when billing-1 asked for its metadata;"
            + " no test declared it (declared: orders)";

    private static KafkaConsumer<String, String> subscribed(InMemoryKafka kafka, String topic) {
        KafkaConsumer<String, String> consumer = kafka.consumer(
                Map.of("group.id", "billing", "client.id", "billing-1"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private static InMemoryKafka withOrders() {
        return InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());
    }

    @Test
    void failedAssertionNamesTheTopicAndWhoAskedForIt() {
        try (InMemoryKafka kafka = withOrders();
                KafkaConsumer<String, String> consumer = subscribed(kafka, "oders")) {
            kafka.awaitStable("billing");

            assertThatThrownBy(() ->
                            PlainAssertions.assertThat(kafka.group("billing")).assigns(consumer, "orders-0"))
                    .hasMessageContaining("00:00:00.000 " + TOLD + "\n");
            assertThat(kafka.events().render()).containsOnlyOnce(TOLD);
            assertThat(Timeline.of(kafka.events()).toHtml()).contains("no test declared it");
        }
    }

    @Test
    void awaitStableThatGivesUpNamesIt() {
        try (InMemoryKafka kafka = withOrders();
                KafkaConsumer<String, String> consumer = subscribed(kafka, "oders")) {
            kafka.runFor(Duration.ofSeconds(1));
            kafka.client(consumer).isolate();

            assertThatThrownBy(() -> kafka.awaitStable("billing", Duration.ofSeconds(1)))
                    .isInstanceOf(GroupNotStableException.class)
                    .hasMessageContaining("\n00:00:00.000 " + TOLD + "\nScheduled: ");
            kafka.client(consumer).heal();
        }
    }

    @Test
    void topicsAreDeclaredByTheTestOrCreatedByAnAdministrator() {
        try (InMemoryKafka kafka = withOrders();
                KafkaProducer<String, String> producer =
                        kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            kafka.createTopic("audit", 1);
            producer.send(new ProducerRecord<>("invoces", "a"));
            producer.send(new ProducerRecord<>("oders", "a"));
            producer.send(new ProducerRecord<>("orders", "a"));
            producer.flush();

            assertThat(kafka.events().of(TopicCreatedAutomatically.class))
                    .extracting(TopicCreatedAutomatically::describe)
                    .containsExactly(
                            "topic 'invoces' was created automatically when producer-1 asked for its metadata; no test"
                                    + " declared it (declared: audit, orders)",
                            "topic 'oders' was created automatically when producer-1 asked for its metadata; no test"
                                    + " declared it (declared: audit, orders)");
        }
    }

    @Test
    void testThatDeclaresNoTopicsIsNotBotheredInItsMessages() {
        try (InMemoryKafka kafka = InMemoryKafka.start();
                KafkaConsumer<String, String> consumer = subscribed(kafka, "orders")) {
            kafka.awaitStable("billing");

            assertThatThrownBy(() ->
                            PlainAssertions.assertThat(kafka.group("billing")).assigns(consumer, "orders-1"))
                    .hasMessageNotContaining("created automatically");
            assertThat(kafka.events().of(TopicCreatedAutomatically.class)).hasSize(1);
        }
    }
}
