package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.fault.FaultBarrier;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are worked off after their clients have given them up, as real brokers do. */
class LateRequestsTest {
    private static final TopicPartition P = new TopicPartition("orders", 0);

    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private Consumer<String, String> consumer(Map<String, ?> more) {
        Map<String, Object> config = new LinkedHashMap<>(
                Map.of("group.id", "billing", "request.timeout.ms", "3000", "default.api.timeout.ms", "4000"));
        config.putAll(more);
        return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
    }

    private void send(int records) {
        try (Producer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("orders", 0, null, "r" + i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void commitThatTimedOutAtABrokerThatHungIsThereWhenTheBrokerGoesOn(String protocol) {
        send(3);
        try (Consumer<String, String> consumer = consumer(Map.of("group.protocol", protocol))) {
            consumer.assign(List.of(P));
            consumer.commitSync(Map.of(P, new OffsetAndMetadata(1)));
            kafka.broker(0).pause();
            assertThatThrownBy(() -> consumer.commitSync(Map.of(P, new OffsetAndMetadata(2))))
                    .isInstanceOf(TimeoutException.class);
            kafka.broker(0).resume();
            kafka.clock().advance(Duration.ofSeconds(2));
            assertThat(consumer.committed(Set.of(P)).get(P).offset()).isEqualTo(2);
        }
    }

    @Test
    void recordOfAProducerThatCrashedMeanwhileIsThereWhenTheBrokerGoesOn() {
        Producer<String, String> producer = kafka.producer(Map.of(), new StringSerializer(), new StringSerializer());
        producer.send(new ProducerRecord<>("orders", 0, null, "first"));
        producer.flush();
        kafka.broker(0).pause();
        producer.send(new ProducerRecord<>("orders", 0, null, "second"));
        kafka.clock().advance(Duration.ofSeconds(1));
        kafka.client(producer).crash();
        kafka.broker(0).resume();
        assertThat(kafka.endOffset("orders", 0)).isEqualTo(2);
    }

    @Test
    void whatABrokerHadGotIsLostWhenItsProcessEnds() {
        send(3);
        try (Consumer<String, String> consumer = consumer(Map.of())) {
            consumer.assign(List.of(P));
            consumer.commitSync(Map.of(P, new OffsetAndMetadata(1)));
            FaultBarrier barrier = kafka.faults().barrier("late");
            kafka.faults().on(ApiKeys.OFFSET_COMMIT).onCall(1).workOffLate(barrier);
            assertThatThrownBy(() -> consumer.commitSync(Map.of(P, new OffsetAndMetadata(2)), Duration.ofSeconds(1)))
                    .isInstanceOf(TimeoutException.class);
            kafka.broker(0).crash();
            kafka.broker(0).start();
            barrier.release();
            kafka.clock().advance(Duration.ofSeconds(2));
            assertThat(consumer.committed(Set.of(P)).get(P).offset()).isEqualTo(1);
        }
    }

    @Test
    void joinThatIsWorkedOffLateFencesItsOwnClient() {
        try (Consumer<String, String> consumer =
                consumer(Map.of("group.instance.id", "i", "max.poll.interval.ms", "10000"))) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            consumer.unsubscribe(); // sends no LeaveGroup, but forgets its member id
            FaultBarrier stalled = kafka.faults().barrier("stalled coordinator");
            kafka.faults().on(ApiKeys.JOIN_GROUP).from(consumer).onCall(1).workOffLate(stalled);
            consumer.subscribe(List.of("orders"));
            for (int i = 0; i < 200; i++) {
                consumer.poll(Duration.ofMillis(100)); // gives the first join up after 15 s, joins again
            }
            assertThat(consumer.assignment()).hasSize(1);
            stalled.release();
            kafka.clock().advance(Duration.ofSeconds(1));
            assertThat(kafka.events().of(MemberFenced.class)).hasSize(2);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 50; i++) {
                            consumer.poll(Duration.ofMillis(100));
                        }
                    })
                    .isInstanceOf(FencedInstanceIdException.class);
        }
    }

    @Test
    void commitThatIsWorkedOffLateGoesBack() {
        send(3);
        try (Consumer<String, String> consumer = consumer(Map.of())) {
            consumer.assign(List.of(P));
            FaultBarrier late = kafka.faults().barrier("late");
            kafka.faults().on(ApiKeys.OFFSET_COMMIT).onCall(1).workOffLate(late);
            Instant asked = kafka.clock().now();
            consumer.commitSync(Map.of(P, new OffsetAndMetadata(1))); // gives the first request up, and asks again
            assertThat(Duration.between(asked, kafka.clock().now()))
                    .as("1 ms more than request.timeout.ms, and retry.backoff.ms")
                    .isEqualTo(Duration.ofMillis(3_001 + 100));
            assertThat(kafka.requests().of(ApiKeys.OFFSET_COMMIT).count())
                    .as("the first one counts when it is worked off")
                    .isEqualTo(1);
            consumer.commitSync(Map.of(P, new OffsetAndMetadata(3)));
            assertThat(late.holding()).isEqualTo(1);
            assertThat(kafka.requests().of(ApiKeys.OFFSET_COMMIT).count()).isEqualTo(2);
            late.release();
            assertThat(consumer.committed(Set.of(P)).get(P).offset()).isEqualTo(1);
            assertThat(kafka.requests().of(ApiKeys.OFFSET_COMMIT).count()).isEqualTo(3);
        }
    }

    /** With the second version of transactions (KIP-890) the epoch has moved on, and the record is refused. */
    @Test
    void recordOfAnAbortedTransactionThatIsWorkedOffLateIsNotReadAsCommitted() {
        Map<String, Object> config = Map.of(
                "transactional.id", "t",
                "request.timeout.ms", "2000",
                "delivery.timeout.ms", "2500",
                "max.block.ms", "20000",
                "linger.ms", "0");
        FaultBarrier late = kafka.faults().barrier("late");
        try (Producer<String, String> producer =
                kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            kafka.faults().on(ApiKeys.PRODUCE).onCall(1).workOffLate(late);
            producer.send(new ProducerRecord<>("orders", 0, null, "zombie"));
            kafka.clock().advance(Duration.ofSeconds(5));
            producer.abortTransaction();
            late.release();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, null, "good"));
            producer.commitTransaction();
        }
        try (Consumer<String, String> consumer =
                consumer(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest"))) {
            consumer.assign(List.of(P));
            assertThat(consumer.poll(Duration.ofSeconds(2)))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("good");
        }
    }
}
