package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.WorkerHandler;
import io.github.groupcoordinator.simulation.SimulationFailure;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Applications with transactions and on the consumer protocol: a simulation finds what they forgot. */
class PlantedTransactionBugsTest {
    private static final int ORDERS = 8;

    @Test
    void applicationThatDoesNotRewindAfterAFailedTransactionLosesAnOrder() {
        assertThat(Run.of(ForgetsToRewind.class).failure())
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("Replay it with:  @Simulation(replay = \"seed=")
                .hasMessageContaining("invoices within 10 minutes");
    }

    @Test
    void applicationThatRewindsSurvives() {
        for (Class<?> careful : List.of(Rewinds.class, RewindsOnTheConsumerProtocol.class)) {
            Run run = Run.of(careful);

            assertThat(run.failures()).isEmpty();
            assertThat(run.succeeded()).isEqualTo(15);
        }
    }

    @EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 2), @Topic(name = "invoices")})
    static class ForgetsToRewind {
        @Simulation(runs = 200)
        void invoicesEachOrderOnce(InMemoryKafka kafka) {
            Invoices.eachOrderOnce(kafka, "classic", false);
        }
    }

    @EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 2), @Topic(name = "invoices")})
    static class Rewinds {
        @Simulation(runs = 15)
        void invoicesEachOrderOnce(InMemoryKafka kafka, SimulationRun run) {
            Invoices.eachOrderOnce(kafka, "classic", true);
            String fired = run.fired().toString();
            run.sometimes("a fault hits a transaction", fired.contains("TXN"));
            run.sometimes("a coordinator fails over", fired.contains("failover"));
            run.sometimes("a fault hits what a producer sends", fired.contains("PRODUCE#"));
        }
    }

    @EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 2), @Topic(name = "invoices")})
    static class RewindsOnTheConsumerProtocol {
        @Simulation(runs = 15)
        void invoicesEachOrderOnce(InMemoryKafka kafka, SimulationRun run) {
            Invoices.eachOrderOnce(kafka, "consumer", true);
            run.sometimes("a fault hits a heartbeat", run.fired().toString().contains("CONSUMER_GROUP_HEARTBEAT#"));
        }
    }

    /** Consumes orders, produces invoices, both in one transaction; begins anew with its producer when one fails. */
    private static final class Invoices implements WorkerHandler<String, String> {
        private final InMemoryKafka kafka;
        private final String transactionalId;
        private final boolean rewinds;
        private @Nullable Producer<String, String> producer;

        Invoices(InMemoryKafka kafka, String transactionalId, boolean rewinds) {
            this.kafka = kafka;
            this.transactionalId = transactionalId;
            this.rewinds = rewinds;
        }

        static void eachOrderOnce(InMemoryKafka kafka, String protocol, boolean rewinds) {
            for (int i = 1; i <= 2; i++) {
                String id = "invoicing-" + i;
                Map<String, Object> config = consumer("invoicing", id, protocol);
                kafka.worker(config, List.of("orders"), () -> new Invoices(kafka, id, rewinds));
            }
            Map<Long, String> invoices = new TreeMap<>();
            WorkerHandler<String, String> audit =
                    (records, consumer) -> records.forEach(record -> invoices.put(record.offset(), record.value()));
            kafka.worker(consumer("audit", "audit-1", protocol), List.of("invoices"), audit);
            try (KafkaProducer<String, String> orders =
                    kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < ORDERS; i++) {
                    orders.send(new ProducerRecord<>("orders", i % 2, null, "order-" + i));
                    kafka.runFor(Duration.ofSeconds(2));
                }
            }
            kafka.runUntil(() -> invoices.size() >= ORDERS, Duration.ofMinutes(10));
            kafka.runFor(Duration.ofSeconds(10));
            assertThat(invoices.values())
                    .as("invoices within 10 minutes")
                    .hasSize(ORDERS)
                    .doesNotHaveDuplicates();
        }

        private static Map<String, Object> consumer(String group, String clientId, String protocol) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("client.id", clientId);
            config.put("group.id", group);
            config.put("group.protocol", protocol);
            config.put("auto.offset.reset", "earliest");
            config.put("enable.auto.commit", "false");
            config.put("isolation.level", "read_committed");
            config.put("key.deserializer", StringDeserializer.class);
            config.put("value.deserializer", StringDeserializer.class);
            return config;
        }

        @Override
        public void handle(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {
            if (records.isEmpty()) {
                return;
            }
            try {
                Producer<String, String> open = producer();
                open.beginTransaction();
                Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
                for (ConsumerRecord<String, String> record : records) {
                    open.send(new ProducerRecord<>("invoices", record.value()));
                    offsets.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                }
                open.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                open.commitTransaction();
            } catch (KafkaException e) {
                beginAnew();
                if (rewinds) {
                    records.partitions().stream()
                            .filter(consumer.assignment()::contains)
                            .forEach(partition -> consumer.seek(
                                    partition, records.records(partition).get(0).offset()));
                }
            }
        }

        /** The transactional id fences whatever is left of the transaction. */
        private void beginAnew() {
            if (producer != null) {
                producer.close(Duration.ZERO);
                producer = null;
            }
        }

        private Producer<String, String> producer() {
            if (producer == null) {
                Map<String, Object> config = new LinkedHashMap<>();
                config.put("transactional.id", transactionalId);
                KafkaProducer<String, String> made =
                        kafka.producer(config, new StringSerializer(), new StringSerializer());
                kafka.client(made).closedByFixture();
                producer = made;
                made.initTransactions();
            }
            return producer;
        }
    }
}
