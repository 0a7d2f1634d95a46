package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.event.broker.TransactionOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real transactional producers, and readers of what they write. */
class TransactionalProducerTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private InMemoryKafka kafka = start();

    private static InMemoryKafka start() {
        InMemoryKafka started = InMemoryKafka.start();
        started.createTopic("orders", 1);
        return started;
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaProducer<String, String> producer(String transactionalId, String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("transactional.id", transactionalId);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return kafka.producer(config, new StringSerializer(), new StringSerializer());
    }

    private List<String> read(String isolationLevel) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("isolation.level", isolationLevel);
        config.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> reader =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer())) {
            reader.assign(List.of(ORDERS));
            for (ConsumerRecord<String, String> each : reader.poll(Duration.ofSeconds(2))) {
                values.add(each.value());
            }
        }
        return values;
    }

    private List<TransactionEnded> ended() {
        return kafka.events().stream()
                .filter(TransactionEnded.class::isInstance)
                .map(TransactionEnded.class::cast)
                .toList();
    }

    private static void send(KafkaProducer<String, String> producer, String value) {
        producer.send(new ProducerRecord<>("orders", value));
    }

    @Test
    void committedRecordsAreReadAndAbortedOnesAreNot() {
        try (KafkaProducer<String, String> producer = producer("tx")) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "committed");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, "aborted");
            producer.flush();
            assertThat(read("read_committed")).containsExactly("committed");
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, "committed too");
            producer.commitTransaction();

            assertThat(read("read_committed")).containsExactly("committed", "committed too");
            assertThat(read("read_uncommitted")).containsExactly("committed", "aborted", "committed too");
        }
        assertThat(ended())
                .extracting(TransactionEnded::outcome)
                .containsExactly(
                        TransactionOutcome.COMMITTED, TransactionOutcome.ABORTED, TransactionOutcome.COMMITTED);
    }

    @Test
    void newProducerFencesTheOneBeforeIt() {
        try (KafkaProducer<String, String> zombie = producer("tx");
                KafkaProducer<String, String> successor = producer("tx")) {
            zombie.initTransactions();
            zombie.beginTransaction();
            send(zombie, "of the zombie");
            zombie.flush();

            successor.initTransactions();
            successor.beginTransaction();
            send(successor, "of the successor");
            successor.commitTransaction();

            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ProducerFencedException.class);
            assertThat(read("read_committed")).containsExactly("of the successor");
        }
        assertThat(ended())
                .extracting(TransactionEnded::outcome)
                .containsExactly(TransactionOutcome.FENCED, TransactionOutcome.COMMITTED);
    }

    @Test
    void zombieThatGoesOnWritingIsToldToAbortAndThenFenced() {
        try (KafkaProducer<String, String> zombie = producer("tx");
                KafkaProducer<String, String> successor = producer("tx")) {
            zombie.initTransactions();
            zombie.beginTransaction();
            send(zombie, "of the zombie");
            zombie.flush();
            successor.initTransactions();

            send(zombie, "too late");
            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(InvalidProducerEpochException.class);
            assertThatThrownBy(zombie::abortTransaction).isInstanceOf(ProducerFencedException.class);
            assertThat(read("read_uncommitted")).containsExactly("of the zombie");
        }
    }

    @Test
    void transactionThatTakesTooLongIsAbortedAtTheNextLook() {
        try (KafkaProducer<String, String> producer = producer("tx", "transaction.timeout.ms", "15000")) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "slow");
            producer.flush();

            // The coordinator looks every 10 s.
            kafka.clock().advance(Duration.ofMillis(19_000));
            assertThat(ended()).isEmpty();
            kafka.clock().advance(Duration.ofMillis(1_000));
            assertThat(ended()).singleElement().satisfies(ended -> {
                assertThat(ended.outcome()).isEqualTo(TransactionOutcome.TIMED_OUT);
                assertThat(Duration.between(kafka.clock().startTime(), ended.at()))
                        .isEqualTo(Duration.ofSeconds(20));
            });
            assertThat(read("read_committed")).isEmpty();
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void timeoutAboveTheBrokersMaximumIsRefused() {
        try (KafkaProducer<String, String> producer = producer("tx", "transaction.timeout.ms", "900001")) {
            assertThatThrownBy(producer::initTransactions).hasMessageContaining("transaction.max.timeout.ms");
        }
    }

    @Test
    void offsetsCountWhenTheTransactionCommits() {
        try (KafkaProducer<String, String> producer = producer("tx");
                KafkaConsumer<String, String> consumer = member()) {
            try (KafkaProducer<String, String> plain =
                    kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
                send(plain, "in");
            }
            kafka.awaitStable("billing");
            assertThat(consumer.poll(Duration.ofSeconds(5)).count()).isEqualTo(1);
            producer.initTransactions();

            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(ORDERS, new OffsetAndMetadata(1)), consumer.groupMetadata());
            producer.abortTransaction();
            assertThat(consumer.committed(java.util.Set.of(ORDERS)).get(ORDERS)).isNull();

            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(ORDERS, new OffsetAndMetadata(1)), consumer.groupMetadata());
            producer.commitTransaction();
            assertThat(consumer.committed(java.util.Set.of(ORDERS)).get(ORDERS).offset())
                    .isEqualTo(1);
        }
    }

    private KafkaConsumer<String, String> member() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    @Test
    void transactionSurvivesTheFailoverOfItsCoordinatorAndOfItsPartition() {
        kafka.close();
        kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().brokers(3).build());
        kafka.createTopic("orders", 1);
        try (KafkaProducer<String, String> producer = producer("tx")) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "before");
            producer.flush();

            kafka.partition("__transaction_state", Math.abs("tx".hashCode()) % 50)
                    .failover();
            kafka.partition("orders", 0).failover();
            send(producer, "after");
            producer.commitTransaction();
        }
        assertThat(read("read_committed")).containsExactly("before", "after");
        assertThat(ended()).extracting(TransactionEnded::outcome).containsExactly(TransactionOutcome.COMMITTED);
    }

    @Test
    void adminSeesTransactionsAndEndsThem() throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer("tx");
                Admin admin = kafka.admin()) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "open");
            producer.flush();

            TransactionDescription described =
                    admin.describeTransactions(List.of("tx")).description("tx").get();
            assertThat(described.state()).isEqualTo(TransactionState.ONGOING);
            assertThat(described.topicPartitions()).containsExactly(ORDERS);
            assertThat(admin.listTransactions().all().get())
                    .singleElement()
                    .satisfies(listing -> assertThat(listing.transactionalId()).isEqualTo("tx"));
            ProducerState state = admin.describeProducers(List.of(ORDERS))
                    .partitionResult(ORDERS)
                    .get()
                    .activeProducers()
                    .get(0);
            assertThat(state.currentTransactionStartOffset()).hasValue(0);

            admin.fenceProducers(List.of("tx")).all().get();
            assertThat(admin.describeTransactions(List.of("tx"))
                            .description("tx")
                            .get()
                            .state())
                    .isEqualTo(TransactionState.EMPTY);
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
            assertThatThrownBy(() -> admin.abortTransaction(new AbortTransactionSpec(
                                    ORDERS, state.producerId(), (short) (state.producerEpoch() - 1), 0))
                            .all()
                            .get())
                    .isInstanceOf(ExecutionException.class);
        }
    }
}
