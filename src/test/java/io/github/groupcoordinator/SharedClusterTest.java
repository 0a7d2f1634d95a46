package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.fault.UnusedFaultException;
import io.github.groupcoordinator.invariant.InvariantViolation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A cluster that several tests share: each is told its own, and can begin with empty topics. */
class SharedClusterTest {
    private static final TopicPartition P = new TopicPartition("orders", 0);

    private static InMemoryKafka start() {
        return InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .topic("orders", 1)
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .build());
    }

    private static KafkaConsumer<String, String> consumer(InMemoryKafka kafka, String group) {
        return kafka.consumer(
                Map.of("group.id", group, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static void send(InMemoryKafka kafka, String... values) {
        try (KafkaProducer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("orders", value));
            }
        }
    }

    private static List<String> values(InMemoryKafka kafka, Duration duration) {
        return kafka.runFor(duration).all().stream()
                .map(record -> String.valueOf(record.value()))
                .toList();
    }

    @Test
    void resetLeavesTopicsEmptyAndMembersWhereTheyAre() {
        try (InMemoryKafka kafka = start();
                KafkaConsumer<String, String> goesOn = consumer(kafka, "billing")) {
            try (KafkaConsumer<String, String> leaves = consumer(kafka, "gone")) {
                leaves.subscribe(List.of("orders"));
                kafka.awaitStable("gone");
                leaves.commitSync(Map.of(P, new OffsetAndMetadata(0)));
            }
            send(kafka, "1", "2");
            goesOn.subscribe(List.of("orders"));
            assertThat(values(kafka, Duration.ofSeconds(1))).containsExactly("1", "2");
            assertThat(kafka.groupIds()).containsExactly("billing", "gone");

            kafka.reset();

            assertThat(kafka.groupIds()).containsExactly("billing");
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(2);
            send(kafka, "3");
            assertThat(values(kafka, Duration.ofSeconds(1))).containsExactly("3");
            try (KafkaConsumer<String, String> late = consumer(kafka, "late")) {
                late.subscribe(List.of("orders"));
                assertThat(values(kafka, Duration.ofSeconds(1))).containsExactly("3");
            }
        }
    }

    @Test
    void endOfATestTellsOnceWhatItLeftAndTakesFaultsAway() {
        try (InMemoryKafka kafka = start()) {
            kafka.endOfTest();
            kafka.faults().on(ApiKeys.HEARTBEAT).disconnect();

            assertThatThrownBy(kafka::endOfTest).isInstanceOf(UnusedFaultException.class);

            assertThat(kafka.faults().all()).isEmpty();
            kafka.endOfTest();
        }
    }

    @Test
    void violationBelongsToTheTestInWhichItHappened() {
        try (InMemoryKafka kafka = start();
                KafkaConsumer<String, String> consumer = consumer(kafka, "billing")) {
            consumer.assign(List.of(P));
            consumer.commitSync(Map.of(P, new OffsetAndMetadata(7)));

            assertThatThrownBy(kafka::endOfTest)
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageContaining("COMMIT_WITHIN_LOG");

            kafka.endOfTest();
        }
    }

    @Test
    void logSinceAMarkHasWhatCameLaterAtTheSameTimes() {
        try (InMemoryKafka kafka = start()) {
            kafka.clock().advance(Duration.ofSeconds(1));
            kafka.broker(0).pause();
            int mark = kafka.events().size();
            kafka.clock().advance(Duration.ofSeconds(1));
            kafka.broker(0).resume();

            assertThat(kafka.events().since(mark).render()).isEqualTo("00:00:02.000  | the test: resume: broker 0\n");
            assertThat(kafka.events().since(0).render())
                    .isEqualTo(kafka.events().render());
            assertThat(kafka.events().since(kafka.events().size()).size()).isZero();
            assertThatThrownBy(() -> kafka.events().since(kafka.events().size() + 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
