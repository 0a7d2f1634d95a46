package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.event.broker.TransactionOutcome;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exactly once: consume, transform, produce. The loop below crashes at each of its steps in turn; with transactions
 * every input is transformed exactly once all the same, without them some are transformed twice.
 */
@EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 1), @Topic(name = "invoices", partitions = 1)})
class ExactlyOnceTest {
    private static final List<String> INPUTS = List.of("a", "b", "c", "d", "e", "f");

    /** The place where the application dies. */
    enum Crash {
        BEFORE_POLL,
        AFTER_POLL,
        BEFORE_PROCESS,
        AFTER_PROCESS,
        BEFORE_SEND,
        AFTER_SEND,
        BEFORE_SEND_OFFSETS,
        AFTER_SEND_OFFSETS,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    /** The death of the application as it looks from inside. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(Crash.class)
    void everyInputIsTransformedOnceWhereverTheApplicationCrashes(Crash crash, InMemoryKafka kafka) {
        produceInputs(kafka);

        Application first = new Application(kafka, "billing-1", crash);
        assertThatThrownBy(first::run).isInstanceOf(Died.class);
        first.die();
        new Application(kafka, "billing-1", null).run();

        assertThat(read(kafka, "read_committed")).containsExactly("A", "B", "C", "D", "E", "F");
    }

    @ParameterizedTest
    @EnumSource(Crash.class)
    void withoutTransactionsAnApplicationThatCrashesBeforeItsCommitRepeatsItself(Crash crash, InMemoryKafka kafka) {
        produceInputs(kafka);

        Application first = new Application(kafka, null, crash);
        assertThatThrownBy(first::run).isInstanceOf(Died.class);
        first.die();
        new Application(kafka, null, null).run();

        // The outputs of the first two inputs are there before their offsets are committed.
        boolean repeats = crash.compareTo(Crash.AFTER_SEND) >= 0 && crash.compareTo(Crash.AFTER_SEND_OFFSETS) < 0;
        assertThat(read(kafka, "read_committed")).hasSize(repeats ? 8 : 6).contains("A", "B", "C", "D", "E", "F");
    }

    /** A loop that transforms two inputs at a time; without a transactional id it commits as it goes. */
    private static final class Application {
        private final InMemoryKafka kafka;
        private final @Nullable Crash crash;
        private final boolean transactional;
        private final Consumer<String, String> consumer;
        private final Producer<String, String> producer;

        Application(InMemoryKafka kafka, @Nullable String transactionalId, @Nullable Crash crash) {
            this.kafka = kafka;
            this.crash = crash;
            this.transactional = transactionalId != null;
            Map<String, Object> consuming = new LinkedHashMap<>();
            consuming.put("group.id", "billing");
            consuming.put("enable.auto.commit", "false");
            consuming.put("auto.offset.reset", "earliest");
            consuming.put("isolation.level", "read_committed");
            consuming.put("max.poll.records", "2");
            consumer = kafka.consumer(consuming, new StringDeserializer(), new StringDeserializer());
            Map<String, Object> producing = new LinkedHashMap<>();
            if (transactionalId != null) {
                producing.put("transactional.id", transactionalId);
            }
            producer = kafka.producer(producing, new StringSerializer(), new StringSerializer());
        }

        void run() {
            consumer.subscribe(List.of("orders"));
            if (transactional) {
                producer.initTransactions(); // fences whoever had the transactional id before
            }
            kafka.awaitStable("billing");
            while (consumer.position(new TopicPartition("orders", 0)) < INPUTS.size()) {
                transformTwo();
            }
            producer.close();
            consumer.close();
        }

        private void transformTwo() {
            at(Crash.BEFORE_POLL);
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(1));
            at(Crash.AFTER_POLL);
            if (transactional) {
                producer.beginTransaction();
            }
            at(Crash.BEFORE_PROCESS);
            List<String> outputs = new ArrayList<>();
            Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
            for (ConsumerRecord<String, String> record : records) {
                outputs.add(record.value().toUpperCase(Locale.ROOT));
                offsets.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
            at(Crash.AFTER_PROCESS);
            at(Crash.BEFORE_SEND);
            outputs.forEach(output -> producer.send(new ProducerRecord<>("invoices", output)));
            producer.flush();
            at(Crash.AFTER_SEND);
            at(Crash.BEFORE_SEND_OFFSETS);
            if (transactional) {
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            } else {
                consumer.commitSync(offsets);
            }
            at(Crash.AFTER_SEND_OFFSETS);
            at(Crash.BEFORE_COMMIT);
            if (transactional) {
                producer.commitTransaction();
            }
            at(Crash.AFTER_COMMIT);
        }

        private void at(Crash step) {
            if (step == crash) {
                throw new Died();
            }
        }

        void die() {
            kafka.client(consumer).crash();
            kafka.client(producer).crash();
        }
    }

    @Test
    void zombieIsFencedByItsSuccessor(InMemoryKafka kafka, EventLog events) {
        try (Producer<String, String> zombie = transactional(kafka);
                Producer<String, String> successor = transactional(kafka)) {
            zombie.initTransactions();
            zombie.beginTransaction();
            zombie.send(new ProducerRecord<>("invoices", "of the zombie"));
            zombie.flush();

            successor.initTransactions();
            successor.beginTransaction();
            successor.send(new ProducerRecord<>("invoices", "of the successor"));
            successor.commitTransaction();

            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ProducerFencedException.class);
        }
        assertThat(read(kafka, "read_committed")).containsExactly("of the successor");
        assertThat(read(kafka, "read_uncommitted")).containsExactly("of the zombie", "of the successor");
        assertThat(events.of(TransactionEnded.class))
                .extracting(TransactionEnded::outcome)
                .containsExactly(TransactionOutcome.FENCED, TransactionOutcome.COMMITTED);
    }

    @Test
    void transactionOfAProducerThatHangsIsAbortedAfterItsTimeout(
            InMemoryKafka kafka, VirtualClock clock, EventLog events) {
        try (Producer<String, String> producer = transactional(kafka)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("invoices", "never committed"));
            producer.flush();
            assertThat(read(kafka, "read_committed")).isEmpty();

            clock.advance(Duration.ofSeconds(71)); // transaction.timeout.ms, and the coordinator looks every 10 s
        }
        assertThat(events.of(TransactionEnded.class)).singleElement().satisfies(ended -> assertThat(ended.outcome())
                .isEqualTo(TransactionOutcome.TIMED_OUT));
    }

    @Test
    void idempotentProducerWritesOnceThoughItSendsTwice(InMemoryKafka kafka) {
        Map<String, Object> idempotent = new LinkedHashMap<>(); // enable.idempotence is true by default
        try (Producer<String, String> producer =
                kafka.producer(idempotent, new StringSerializer(), new StringSerializer())) {
            kafka.faults().on(ApiKeys.PRODUCE).from(producer).loseResponse();
            producer.send(new ProducerRecord<>("invoices", "once"));
            producer.flush();
        }
        assertThat(kafka.requests().of(ApiKeys.PRODUCE).all()).hasSize(2);
        assertThat(read(kafka, "read_uncommitted")).containsExactly("once");
    }

    private static Producer<String, String> transactional(InMemoryKafka kafka) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("transactional.id", "billing-1");
        return kafka.producer(config, new StringSerializer(), new StringSerializer());
    }

    private static void produceInputs(InMemoryKafka kafka) {
        try (Producer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            INPUTS.forEach(input -> producer.send(new ProducerRecord<>("orders", input)));
        }
    }

    private static List<String> read(InMemoryKafka kafka, String isolationLevel) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("isolation.level", isolationLevel);
        config.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (Consumer<String, String> reader =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer())) {
            reader.assign(List.of(new TopicPartition("invoices", 0)));
            for (int i = 0; i < 3; i++) {
                reader.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
