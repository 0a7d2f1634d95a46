package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions that need a broker which has crashed or hangs, and which nobody has missed yet. */
final class TransactionsOfAbsentBrokersTest {
    private static final String STATES = "__transaction_state";
    private static final int STATE_PARTITIONS = 50;

    /** {@code broker.session.timeout.ms}. */
    private static final Duration UNTIL_MISSED = Duration.ofSeconds(9);

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .brokers(3)
            .brokerProperty("default.replication.factor", "3")
            .topic("orders", 3)
            .build());
    private final KafkaProducer<String, String> producer = kafka.producer(
            Map.of("transactional.id", "tx", "linger.ms", "0"), new StringSerializer(), new StringSerializer());

    @AfterEach
    void close() {
        producer.close();
        kafka.close();
    }

    private static int statePartition() {
        return Math.abs("tx".hashCode()) % STATE_PARTITIONS;
    }

    private int coordinator() {
        return kafka.partition(STATES, statePartition()).leader().orElseThrow();
    }

    /** Returns the first broker that is not excluded. */
    private int otherThan(Integer... excluded) {
        List<Integer> brokers = new ArrayList<>(List.of(0, 1, 2));
        brokers.removeAll(List.of(excluded));
        return brokers.get(0);
    }

    private int partitionLedBy(int broker) {
        for (int partition = 0; partition < 3; partition++) {
            if (kafka.partition("orders", partition).leader().orElseThrow() == broker) {
                return partition;
            }
        }
        throw new AssertionError("broker " + broker + " leads no partition of orders");
    }

    private void send(int partition, String value) {
        producer.send(new ProducerRecord<>("orders", partition, null, value));
    }

    private List<String> readCommitted(int partition) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> reader = kafka.consumer(
                Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            reader.assign(List.of(new TopicPartition("orders", partition)));
            for (ConsumerRecord<String, String> each : reader.poll(Duration.ofSeconds(2))) {
                values.add(each.value());
            }
        }
        return values;
    }

    @Test
    void crashedCoordinatorAddsNoPartitionUntilAnotherOneHasTakenOver() {
        producer.initTransactions();
        producer.beginTransaction();
        int coordinator = coordinator();
        int partition = partitionLedBy(otherThan(coordinator));
        long states = kafka.endOffset(STATES, statePartition());

        Instant missed = kafka.clock().now().plus(UNTIL_MISSED);
        kafka.broker(coordinator).crash();
        // May look for metadata at the crashed broker first, which takes time.
        send(partition, "waits");
        kafka.clock().advance(Duration.between(kafka.clock().now(), missed.minusMillis(1)));

        assertThat(coordinator()).isEqualTo(coordinator);
        assertThat(kafka.endOffset(STATES, statePartition())).isEqualTo(states);
        assertThat(kafka.endOffset("orders", partition)).isZero();

        producer.commitTransaction();
        assertThat(coordinator()).isNotEqualTo(coordinator);
        assertThat(readCommitted(partition)).containsExactly("waits");
    }

    @Test
    void offsetsWaitForTheCoordinatorOfTheTransaction() {
        TopicPartition read = new TopicPartition("orders", 0);
        producer.initTransactions();
        producer.beginTransaction();
        int coordinator = coordinator();
        String group = "billing";
        while (kafka.coordinator(group).partition().leader().orElseThrow() == coordinator) {
            group += "+";
        }
        long states = kafka.endOffset(STATES, statePartition());
        Instant crashed = kafka.clock().now();

        kafka.broker(coordinator).crash();
        producer.sendOffsetsToTransaction(Map.of(read, new OffsetAndMetadata(0)), new ConsumerGroupMetadata(group));

        assertThat(kafka.clock().now()).isAfterOrEqualTo(crashed.plus(UNTIL_MISSED));
        assertThat(kafka.endOffset(STATES, statePartition())).isEqualTo(states + 1);
        producer.commitTransaction();
        try (KafkaConsumer<String, String> member =
                kafka.consumer(Map.of("group.id", group), new StringDeserializer(), new StringDeserializer())) {
            assertThat(member.committed(Set.of(read)).get(read)).isEqualTo(new OffsetAndMetadata(0));
        }
    }

    @Test
    void pausedBrokerAppendsNothingOfARequestThatWaitsForTheTransactionBefore() {
        producer.initTransactions();
        int coordinator = coordinator();
        int late = otherThan(coordinator);
        int asked = otherThan(coordinator, late);
        int partition = partitionLedBy(asked);
        producer.beginTransaction();
        send(partition, "first");
        send(partitionLedBy(late), "first");
        producer.flush();
        kafka.broker(late).pause();
        // Decided, but the marker for the paused broker is missing.
        producer.commitTransaction();
        long end = kafka.endOffset("orders", partition);

        producer.beginTransaction();
        send(partition, "second");
        kafka.clock().advance(Duration.ofMillis(1));
        kafka.broker(asked).pause();
        kafka.broker(late).resume();
        kafka.clock().advance(Duration.ofSeconds(1));
        assertThat(kafka.endOffset("orders", partition)).isEqualTo(end);

        kafka.broker(asked).resume();
        producer.commitTransaction();
        assertThat(readCommitted(partition)).containsExactly("first", "second");
    }
}
