package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.view.RequestView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 2).build());
    private final KafkaConsumer<String, String> consumer = consumer("billing-1", "billing");

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void requestsAreSeenWithTimeClientVersionAndDecodedText() {
        kafka.awaitStable("billing");

        RequestView join = kafka.requests().of(ApiKeys.JOIN_GROUP).first().orElseThrow();

        assertThat(join.api()).isEqualTo("JoinGroup");
        assertThat(join.clientId()).isEqualTo("billing-1");
        assertThat(join.version()).isEqualTo((short) 9);
        assertThat(join.at()).isBetween(kafka.clock().startTime(), kafka.clock().now());
        assertThat(join.groupIds()).containsExactly("billing");
        assertThat(join.request()).contains("groupId='billing'", "sessionTimeoutMs=45000");
        assertThat(join.response()).hasValueSatisfying(text -> assertThat(text).contains("memberId='billing-1-"));
        assertThat(join.errors()).containsExactly("MEMBER_ID_REQUIRED");
        assertThat(join.toString()).contains("billing-1: JoinGroup v9 about billing: MEMBER_ID_REQUIRED");
    }

    @Test
    void parkedRequestHasNoResponseUntilItIsAnswered() {
        kafka.awaitStable("billing");
        RequestView parked = kafka.requests().of(ApiKeys.JOIN_GROUP).last().orElseThrow();
        assertThat(parked.duration()).contains(Duration.ofSeconds(3)); // group.initial.rebalance.delay.ms

        consumer.poll(Duration.ofMillis(10));
        RequestLog open = kafka.requests().of(ApiKeys.FETCH).unanswered();
        RequestView fetch = open.last().orElseThrow();
        kafka.clock().advance(Duration.ofSeconds(1));

        assertThat(fetch.response()).as("a view does not change").isEmpty();
        assertThat(fetch.duration()).isEmpty();
        assertThat(kafka.requests().of(ApiKeys.FETCH).unanswered().isEmpty()).isTrue();
    }

    @Test
    void heartbeatsAreCountedBetweenInstants() {
        kafka.awaitStable("billing");
        Instant healthy = kafka.clock().now();
        kafka.clock().advance(Duration.ofSeconds(10));
        Instant paused = kafka.clock().now();
        kafka.client(consumer).pauseHeartbeats();
        kafka.clock().advance(Duration.ofSeconds(9));

        RequestLog heartbeats = kafka.requests().of(ApiKeys.HEARTBEAT).from(consumer);

        assertThat(heartbeats.between(healthy, paused).count()).isEqualTo(3);
        assertThat(heartbeats.between(paused, kafka.clock().now()).isEmpty()).isTrue();
        assertThat(heartbeats.since(paused).isEmpty()).isTrue();
        assertThat(heartbeats.render()).contains("billing-1: Heartbeat v4 about billing: answered");
    }

    @Test
    void requestsAreFilteredByClientGroupAndError() {
        consumer("audit-1", "audit");
        kafka.awaitStable("billing");
        kafka.awaitStable("audit");
        RequestLog joins = kafka.requests().of(ApiKeys.JOIN_GROUP);

        assertThat(joins.count()).isEqualTo(4);
        assertThat(joins.from("audit-1").count()).isEqualTo(2);
        assertThat(joins.ofGroup("billing").count()).isEqualTo(2);
        assertThat(joins.ofGroup("billing").from("audit-1").isEmpty()).isTrue();
        assertThat(joins.withError(Errors.MEMBER_ID_REQUIRED).count()).isEqualTo(2);
        assertThat(joins.withError(Errors.UNKNOWN_MEMBER_ID).isEmpty()).isTrue();
        assertThat(kafka.requests()
                        .of(ApiKeys.FIND_COORDINATOR)
                        .ofGroup("audit")
                        .isEmpty())
                .isFalse();
    }

    @Test
    void recordsAreNotKeptASecondTime() {
        produce("x");
        produce("x".repeat(4 * 1024));

        List<RequestView> requests = kafka.requests().of(ApiKeys.PRODUCE).all();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0).request()).startsWith("ProduceRequestData(");
        assertThat(requests.get(1).request()).matches("\\(4\\d{3} bytes, not kept\\)");
        assertThat(requests.get(1).response())
                .hasValueSatisfying(text -> assertThat(text).contains("baseOffset=1"));
    }

    private void produce(String value) {
        try (KafkaProducer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", 0, "key", value));
        }
    }

    @Test
    void clientOfAnotherClusterIsRefused() {
        assertThatThrownBy(() -> kafka.requests().from(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("made no client that stands behind java.lang.Object");
    }

    private KafkaConsumer<String, String> consumer(String clientId, String groupId) {
        KafkaConsumer<String, String> made = kafka.consumer(
                Map.of("client.id", clientId, "group.id", groupId), new StringDeserializer(), new StringDeserializer());
        made.subscribe(List.of("orders"));
        kafka.client(made).closedByFixture();
        return made;
    }
}
