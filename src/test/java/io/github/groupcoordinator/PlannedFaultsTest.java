package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.internal.simulation.Campaign;
import io.github.groupcoordinator.simulation.SimulatedFault;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of a simulated run, and what they do to requests of each kind of client. */
final class PlannedFaultsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    /** A cluster that runs a replay. */
    private static final class Replayed implements AutoCloseable {
        private final SimulationRun run;
        private final InMemoryKafka kafka;

        Replayed(String faults, int brokers) {
            SimulationRun first = Campaign.replay("seed=3 " + faults).next();
            assertThat(first).isNotNull();
            run = first;
            kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                    .brokers(brokers)
                    .brokerProperty("default.replication.factor", Integer.toString(brokers))
                    .topic("orders", 1)
                    .simulation(run)
                    .build());
        }

        KafkaProducer<String, String> producer(String... config) {
            return kafka.producer(map(config), new StringSerializer(), new StringSerializer());
        }

        KafkaConsumer<String, String> consumer(String... config) {
            Map<String, Object> all = map("group.id", "billing", "auto.offset.reset", "earliest");
            all.putAll(map(config));
            return kafka.consumer(all, new StringDeserializer(), new StringDeserializer());
        }

        List<String> fired() {
            return run.fired().stream().map(SimulatedFault::toString).toList();
        }

        List<String> told() {
            return kafka.events().of(FaultInjected.class).stream()
                    .map(FaultInjected::describe)
                    .toList();
        }

        @Override
        public void close() {
            kafka.close();
        }
    }

    private static Map<String, Object> map(String... config) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            map.put(config[i], config[i + 1]);
        }
        return map;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void coordinatorOfAGroupFailsOverAsACommitArrives(int brokers) {
        try (Replayed it = new Replayed("OFFSET_COMMIT#2:failover", brokers);
                KafkaConsumer<String, String> consumer = it.consumer("client.id", "billing-1")) {
            consumer.subscribe(List.of("orders"));
            it.kafka.awaitStable("billing");
            consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(0, "first")));
            assertThat(it.kafka.events().of(CoordinatorFailedOver.class)).isEmpty();

            consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(0, "second")));

            assertThat(it.kafka.events().of(CoordinatorFailedOver.class)).hasSize(1);
            assertThat(it.told())
                    .singleElement()
                    .asString()
                    .startsWith("fault: OffsetCommit of billing-1: failover of __consumer_offsets-");
            assertThat(it.fired()).containsExactly("OFFSET_COMMIT#2:failover");
            assertThat(consumer.committed(Set.of(ORDERS)).get(ORDERS).metadata())
                    .isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYNC_GROUP#1:failover", "SYNC_GROUP#2:failover SYNC_GROUP#3:delay(10)"})
    void syncThatMeetsAFailoverArrivesWhenTheCoordinatorHasLoaded(String faults) {
        try (Replayed it = new Replayed(faults, 1);
                KafkaConsumer<String, String> first = it.consumer("client.id", "billing-1");
                KafkaConsumer<String, String> second = it.consumer("client.id", "billing-2")) {
            first.subscribe(List.of("orders"));
            second.subscribe(List.of("orders"));

            it.kafka.awaitStable("billing");

            assertThat(it.kafka.events().of(CoordinatorFailedOver.class)).hasSize(1);
            assertThat(it.told()).anySatisfy(text -> assertThat(text).contains("SyncGroup of billing-", "delay(PT0.1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INIT_PRODUCER_ID#1:failover", "END_TXN#1:failover", "ADD_PARTITIONS_TO_TXN#1:failover"})
    void coordinatorOfATransactionFailsOverAsItsRequestArrives(String fault) {
        try (Replayed it = new Replayed(fault, 3);
                KafkaProducer<String, String> producer =
                        it.producer("transactional.id", "billing", "client.id", "billing-1")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", "a"));
            producer.commitTransaction();

            // In the newer protocol of transactions the broker adds the partitions itself.
            if (!fault.startsWith("ADD_PARTITIONS")) {
                assertThat(it.fired()).containsExactly(fault);
                assertThat(it.told())
                        .singleElement()
                        .asString()
                        .contains(" of billing-1: failover of __transaction_state-");
            }
            assertThat(it.kafka.events().of(TransactionEnded.class)).hasSize(1);
            assertThat(it.kafka.endOffset("orders", 0))
                    .as("the record and the marker")
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TXN_OFFSET_COMMIT#1:failover",
                "TXN_OFFSET_COMMIT#1:respond(NOT_COORDINATOR)",
                "TXN_OFFSET_COMMIT#1:respond(COORDINATOR_LOAD_IN_PROGRESS)",
                "END_TXN#1:respond(CONCURRENT_TRANSACTIONS)",
                "END_TXN#1:loseResponse",
                "PRODUCE#1:respond(NOT_ENOUGH_REPLICAS)",
                "PRODUCE#1:disconnect",
                "PRODUCE#1:partition(5000)"
            })
    void transactionSurvivesAFaultThatPasses(String fault) {
        try (Replayed it = new Replayed(fault, 3);
                KafkaConsumer<String, String> consumer = it.consumer("isolation.level", "read_committed");
                KafkaProducer<String, String> producer = it.producer("transactional.id", "billing")) {
            consumer.subscribe(List.of("orders"));
            it.kafka.awaitStable("billing");
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", "a"));
            producer.sendOffsetsToTransaction(
                    Map.of(ORDERS, new OffsetAndMetadata(0, "done")), consumer.groupMetadata());
            producer.commitTransaction();

            assertThat(it.fired()).containsExactly(fault);
            assertThat(consumer.committed(Set.of(ORDERS)).get(ORDERS).metadata())
                    .isEqualTo("done");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONSUMER_GROUP_HEARTBEAT#2:respond(FENCED_MEMBER_EPOCH)",
                "CONSUMER_GROUP_HEARTBEAT#2:respond(UNKNOWN_MEMBER_ID)",
                "CONSUMER_GROUP_HEARTBEAT#2:drop",
                "CONSUMER_GROUP_HEARTBEAT#2:failover"
            })
    void memberOfTheConsumerProtocolComesBackAfterAFault(String fault) {
        try (Replayed it = new Replayed(fault, 3);
                KafkaConsumer<String, String> consumer = it.consumer("group.protocol", "consumer")) {
            consumer.subscribe(List.of("orders"));
            it.kafka.runFor(Duration.ofSeconds(60));

            assertThat(it.fired()).containsExactly(fault);
            assertThat(consumer.assignment()).containsExactly(ORDERS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INIT_PRODUCER_ID#1:failover", "OFFSET_FETCH#1:failover"})
    void failoverWithoutACoordinatorDoesNotFire(String fault) {
        try (Replayed it = new Replayed(fault, 1);
                KafkaProducer<String, String> producer = it.producer()) {
            producer.send(new ProducerRecord<>("orders", "a"));
            producer.flush();

            assertThat(it.fired()).isEmpty();
            assertThat(it.kafka.endOffset("orders", 0)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PRODUCE#1:respond(NOT_LEADER_OR_FOLLOWER)", "PRODUCE#2:drop", "INIT_PRODUCER_ID#1:delay(900)"})
    void producerDeliversEveryRecordOnceInSpiteOfAFault(String fault) {
        List<String> delivered = new ArrayList<>();
        try (Replayed it = new Replayed(fault, 1);
                KafkaProducer<String, String> producer = it.producer();
                KafkaConsumer<String, String> consumer = it.consumer()) {
            for (String order : List.of("a", "b", "c")) {
                producer.send(new ProducerRecord<>("orders", order));
                producer.flush();
            }
            consumer.assign(List.of(ORDERS));
            consumer.poll(Duration.ofSeconds(10)).forEach(record -> delivered.add(record.value()));

            assertThat(it.fired()).containsExactly(fault);
        }
        assertThat(delivered).containsExactly("a", "b", "c");
    }
}
