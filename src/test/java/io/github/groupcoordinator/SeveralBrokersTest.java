package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real clients of a cluster of three brokers, some of which fail. */
final class SeveralBrokersTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .brokers(3)
            .coordinatorLoadTime(Duration.ofMillis(500))
            .brokerProperty("default.replication.factor", "3")
            .topic("orders", 3)
            .build());
    private final List<AutoCloseable> clients = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        kafka.close();
    }

    private KafkaConsumer<String, String> consumer(Object... config) {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("group.id", "billing");
        given.put("auto.offset.reset", "earliest");
        for (int i = 0; i < config.length; i += 2) {
            given.put((String) config[i], config[i + 1]);
        }
        KafkaConsumer<String, String> consumer =
                kafka.consumer(given, new StringDeserializer(), new StringDeserializer());
        clients.add(consumer);
        return consumer;
    }

    private KafkaConsumer<String, String> subscribed(Object... config) {
        KafkaConsumer<String, String> consumer = consumer(config);
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private KafkaProducer<String, String> producer(Map<String, Object> config) {
        KafkaProducer<String, String> producer = kafka.producer(config, new StringSerializer(), new StringSerializer());
        clients.add(producer);
        return producer;
    }

    private static void send(KafkaProducer<String, String> producer, int partition, String value) throws Exception {
        producer.send(new ProducerRecord<>("orders", partition, "k", value)).get();
    }

    private int coordinator() {
        return kafka.coordinator("billing").partition().leader().orElseThrow();
    }

    private static List<String> values(Iterable<? extends ConsumerRecord<?, ?>> records) {
        List<String> values = new ArrayList<>();
        records.forEach(record -> values.add((String) record.value()));
        return values;
    }

    @Test
    void groupGoesOnWhereItWasWhenItsCoordinatorFailsOver() {
        subscribed();
        subscribed();
        kafka.awaitStable("billing");
        int before = coordinator();

        kafka.coordinator("billing").failover();

        assertThat(kafka.group("billing").members()).isEmpty(); // nobody has loaded it yet
        kafka.awaitStable("billing");
        kafka.runFor(Duration.ofMinutes(2));
        assertThat(coordinator()).isNotEqualTo(before);
        assertThat(kafka.events().of(RebalanceCompleted.class)).hasSize(1);
        assertThat(kafka.events().of(CoordinatorFailedOver.class))
                .extracting(CoordinatorFailedOver::describe)
                .containsExactly("coordinator failed over: broker " + before + " -> broker " + coordinator()
                        + " (__consumer_offsets-9)");
    }

    @Test
    void clientsAreToldToWaitWhileTheNewCoordinatorLoads() {
        Consumer<String, String> consumer = subscribed();
        kafka.awaitStable("billing");
        int before = coordinator();
        kafka.coordinator("billing").failover();

        consumer.commitSync(Map.of(FIRST, new OffsetAndMetadata(0)));

        assertThat(kafka.requests()
                        .of(ApiKeys.OFFSET_COMMIT)
                        .withError(Errors.NOT_COORDINATOR)
                        .count())
                .isEqualTo(1);
        assertThat(kafka.requests()
                        .of(ApiKeys.OFFSET_COMMIT)
                        .withError(Errors.COORDINATOR_LOAD_IN_PROGRESS)
                        .count())
                .isPositive();
        assertThat(kafka.requests()
                        .of(ApiKeys.OFFSET_COMMIT)
                        .last()
                        .orElseThrow()
                        .errors())
                .isEmpty();
        assertThat(coordinator()).isNotEqualTo(before);
    }

    @Test
    void parkedJoinIsSentToTheNewCoordinator() {
        Consumer<String, String> consumer = subscribed();
        consumer.poll(Duration.ofSeconds(1)); // the group waits three seconds for others

        kafka.coordinator("billing").failover();
        kafka.awaitStable("billing");

        assertThat(kafka.requests()
                        .of(ApiKeys.JOIN_GROUP)
                        .withError(Errors.NOT_COORDINATOR)
                        .count())
                .isEqualTo(1);
        assertThat(consumer.assignment()).hasSize(3);
    }

    @Test
    void stoppedBrokerHandsOverWhatItLed() throws Exception {
        KafkaProducer<String, String> producer = producer(Map.of());
        subscribed();
        kafka.awaitStable("billing");
        int stopped = coordinator();

        kafka.broker(stopped).stop();

        assertThat(kafka.partition("orders", stopped).leader().orElseThrow()).isNotEqualTo(stopped);
        assertThat(kafka.partition("orders", stopped).inSyncReplicas())
                .hasSize(2)
                .doesNotContain(stopped);
        for (int partition = 0; partition < 3; partition++) {
            send(producer, partition, "v" + partition);
        }
        assertThat(values(kafka.runFor(Duration.ofSeconds(10)).all())).containsExactlyInAnyOrder("v0", "v1", "v2");
        kafka.awaitStable("billing");
        assertThat(kafka.events().of(RebalanceCompleted.class)).hasSize(1);

        kafka.broker(stopped).start();

        assertThat(kafka.partition("orders", stopped).inSyncReplicas()).hasSize(3);
        assertThat(kafka.partition("orders", stopped).leader().orElseThrow()).isNotEqualTo(stopped);
        kafka.partition("orders", stopped).moveLeader(stopped);
        send(producer, stopped, "again");
        assertThat(values(kafka.runFor(Duration.ofSeconds(10)).all())).containsExactly("again");
    }

    @Test
    void brokersThatAreStoppedMayBeNamedInTheBootstrapServers() {
        kafka.broker(0).stop();
        kafka.broker(1).stop();

        Consumer<String, String> consumer = subscribed();
        kafka.awaitStable("billing");

        assertThat(consumer.assignment()).hasSize(3);
        assertThat(coordinator()).isEqualTo(2);
    }

    @Test
    void clientFindsTheClusterAgainAfterEveryBrokerWasAway() throws Exception {
        KafkaProducer<String, String> producer = producer(Map.of());
        subscribed();
        kafka.awaitStable("billing");
        for (int id = 0; id < 3; id++) {
            kafka.broker(id).stop();
        }
        assertThat(kafka.coordinator("billing").partition().leader()).isEmpty();
        kafka.runFor(Duration.ofSeconds(5));
        for (int id = 2; id >= 0; id--) {
            kafka.broker(id).start();
        }

        send(producer, 0, "v");
        assertThat(values(kafka.runFor(Duration.ofSeconds(60)).all())).containsExactly("v");
        kafka.awaitStable("billing");
        assertThat(kafka.events().of(CoordinatorFailedOver.class))
                .extracting(event -> event.fromBroker() + " -> " + event.toBroker())
                .containsExactly("0 -> 1", "1 -> 2"); // the first had loaded nothing yet when it was stopped
    }

    @Test
    void partitionWithoutAReplicaInSyncHasNoLeaderUntilItComesBack() {
        kafka.createTopic("audit", 1);
        kafka.broker(0).stop();
        kafka.broker(1).stop();
        kafka.broker(2).stop();
        kafka.broker(0).start();

        assertThat(kafka.partition("audit", 0).leader()).isEmpty();
        assertThat(kafka.partition("audit", 0).inSyncReplicas()).containsExactly(2);
        assertThatThrownBy(() -> kafka.partition("audit", 0).moveLeader(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Broker 0 cannot lead audit-0: its replicas are [0, 1, 2], in sync are [2], alive are [0],"
                        + " the leader is none");

        kafka.broker(2).start();

        assertThat(kafka.partition("audit", 0).leader().orElseThrow()).isEqualTo(2);
        assertThat(kafka.partition("audit", 0).inSyncReplicas()).containsExactly(0, 2);
    }

    @Test
    void crashedBrokerIsMissedWhenItsSessionIsOver() throws Exception {
        subscribed();
        kafka.awaitStable("billing");
        int crashed = coordinator();
        kafka.broker(crashed).crash();

        kafka.clock().advance(Duration.ofMillis(8_999));
        assertThat(coordinator()).isEqualTo(crashed);
        kafka.clock().advance(Duration.ofMillis(1));
        assertThat(coordinator()).isNotEqualTo(crashed);

        kafka.awaitStable("billing");
        assertThat(kafka.events().of(RebalanceCompleted.class)).hasSize(1);
    }

    @Test
    void pausedBrokerAnswersNothingAndLosesWhatItLed() throws Exception {
        Consumer<String, String> consumer = subscribed();
        kafka.awaitStable("billing");
        int paused = coordinator();
        kafka.broker(paused).pause();
        assertThat(kafka.broker(paused).isPaused()).isTrue();

        kafka.runFor(Duration.ofSeconds(60));

        assertThat(coordinator()).isNotEqualTo(paused);
        assertThat(kafka.group("billing").isStable()).isTrue();
        kafka.broker(paused).resume();
        kafka.awaitStable("billing");
        assertThat(consumer.assignment()).hasSize(3);
        assertThat(kafka.partition("orders", paused).inSyncReplicas()).hasSize(3);
    }

    @Test
    void coordinatorIsTheLeaderOfThePartitionThatTheGroupIsIn() throws Exception {
        try (Admin admin = kafka.admin()) {
            for (int i = 0; i < 6; i++) {
                String group = "group-" + i;
                consumer("group.id", group).commitSync(Map.of(FIRST, new OffsetAndMetadata(0)));
                int partition = Math.abs(group.hashCode()) % 50;

                Node coordinator = admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)
                        .get()
                        .coordinator();

                assertThat(kafka.coordinator(group).partition())
                        .hasToString("partition __consumer_offsets-" + partition);
                assertThat(coordinator.id())
                        .isEqualTo(kafka.partition("__consumer_offsets", partition)
                                .leader()
                                .orElseThrow());
            }
        }
    }

    @Test
    void adminSeesTheGroupsOfAllCoordinatorsAndTheBrokersThatAreAlive() throws Exception {
        subscribed();
        subscribed("group.id", "audit-1");
        subscribed("group.id", "audit-2");
        for (String group : List.of("billing", "audit-1", "audit-2")) {
            kafka.awaitStable(group);
        }
        assertThat(List.of(
                        coordinator(),
                        kafka.coordinator("audit-1").partition().leader().orElseThrow(),
                        kafka.coordinator("audit-2").partition().leader().orElseThrow()))
                .doesNotHaveDuplicates();
        kafka.broker(1).stop();
        try (Admin admin = kafka.admin()) {
            assertThat(admin.listConsumerGroups(new ListConsumerGroupsOptions())
                            .all()
                            .get())
                    .hasSize(3);
            assertThat(admin.describeCluster().nodes().get())
                    .extracting(Node::id)
                    .containsExactly(0, 2);
            TopicPartitionInfo partition = admin.describeTopics(List.of("orders"))
                    .allTopicNames()
                    .get()
                    .get("orders")
                    .partitions()
                    .get(1);
            assertThat(partition.leader().id()).isEqualTo(2);
            assertThat(partition.replicas()).extracting(Node::id).containsExactly(1, 2, 0);
            assertThat(partition.isr()).extracting(Node::id).containsExactly(2, 0);
        }
    }

    @Test
    void acknowledgementOfAllNeedsEnoughReplicasInSync() throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("audit", Map.of(0, List.of(2, 1)))
                            .configs(Map.of("min.insync.replicas", "2"))))
                    .all()
                    .get();
        }
        assertThat(kafka.partition("audit", 0).replicas()).containsExactly(2, 1);
        kafka.broker(1).stop();
        KafkaProducer<String, String> careful = producer(Map.of("retries", 0));
        KafkaProducer<String, String> careless = producer(Map.of("acks", "1", "enable.idempotence", "false"));

        assertThatThrownBy(() ->
                        careful.send(new ProducerRecord<>("audit", "k", "v")).get())
                .hasCauseInstanceOf(NotEnoughReplicasException.class);
        careless.send(new ProducerRecord<>("audit", "k", "v")).get();
        assertThat(kafka.endOffset("audit", 0)).isEqualTo(1);
    }

    @Test
    void consumerFindsOutThatRecordsItHasReadAreLost() throws Exception {
        KafkaProducer<String, String> producer = producer(Map.of());
        Consumer<String, String> consumer = consumer("auto.offset.reset", "none");
        consumer.assign(List.of(FIRST));
        consumer.seekToBeginning(List.of(FIRST));
        for (int i = 0; i < 5; i++) {
            send(producer, 0, "v" + i);
        }
        assertThat(consumer.poll(Duration.ofSeconds(1))).hasSize(5);
        assertThat(kafka.partition("orders", 0).leaderEpoch()).isZero();

        kafka.partition("orders", 0).failoverUncleanly(2);
        send(producer, 0, "other");

        assertThat(kafka.endOffset("orders", 0)).isEqualTo(4);
        assertThat(kafka.partition("orders", 0).leaderEpoch()).isEqualTo(1);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        consumer.poll(Duration.ofSeconds(1));
                    }
                })
                .isInstanceOf(LogTruncationException.class)
                .hasMessageContaining("orders-0");
    }

    @Test
    void consumerWithAResetPolicyGoesOnWhereTheLogWasCut() throws Exception {
        KafkaProducer<String, String> producer = producer(Map.of());
        Consumer<String, String> consumer = consumer();
        consumer.assign(List.of(FIRST));
        for (int i = 0; i < 5; i++) {
            send(producer, 0, "v" + i);
        }
        assertThat(consumer.poll(Duration.ofSeconds(1))).hasSize(5);

        kafka.partition("orders", 0).failoverUncleanly(2);
        send(producer, 0, "other");

        List<String> received = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            received.addAll(values(consumer.poll(Duration.ofSeconds(1))));
        }
        assertThat(received).containsExactly("other");
    }

    @Test
    void topicMayLetAReplicaLeadThatLacksRecords() throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("audit", Map.of(0, List.of(0, 1)))
                            .configs(Map.of("unclean.leader.election.enable", "true"))))
                    .all()
                    .get();
        }
        KafkaProducer<String, String> producer = producer(Map.of());
        producer.send(new ProducerRecord<>("audit", "k", "kept")).get();
        kafka.broker(1).stop();
        producer.send(new ProducerRecord<>("audit", "k", "lost")).get();
        kafka.broker(0).stop();
        assertThat(kafka.partition("audit", 0).leader()).isEmpty();

        kafka.broker(1).start();

        assertThat(kafka.partition("audit", 0).leader().orElseThrow()).isEqualTo(1);
        assertThat(kafka.endOffset("audit", 0)).isEqualTo(1);
    }

    @Test
    void transactionGoesOnAtAnotherCoordinator() throws Exception {
        KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "billing-tx"));
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, 0, "before");
        int before = kafka.transactionCoordinator("billing-tx").leader().orElseThrow();

        kafka.transactionCoordinator("billing-tx").failover();
        send(producer, 1, "after");
        producer.commitTransaction();

        assertThat(kafka.transactionCoordinator("billing-tx").leader().orElseThrow())
                .isNotEqualTo(before);
        Consumer<String, String> consumer = subscribed("isolation.level", "read_committed");
        kafka.awaitStable("billing");
        assertThat(values(kafka.runFor(Duration.ofSeconds(2)).of(consumer)))
                .containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void offsetsTopicIsReadAsAnyOther() {
        subscribed();
        kafka.awaitStable("billing");
        TopicPartition partition = new TopicPartition("__consumer_offsets", Math.abs("billing".hashCode()) % 50);
        KafkaConsumer<byte[], byte[]> reader = kafka.consumer(
                Map.of("auto.offset.reset", "earliest"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        clients.add(reader);
        reader.assign(List.of(partition));

        assertThat(reader.partitionsFor("__consumer_offsets"))
                .hasSize(50)
                .allSatisfy(info -> assertThat(info.replicas()).hasSize(3));
        assertThat(reader.poll(Duration.ofSeconds(1))).isNotEmpty().allSatisfy(record -> assertThat(
                        new String(record.key(), 4, record.key().length - 4, StandardCharsets.UTF_8))
                .startsWith("billing"));
    }

    @Test
    void sessionsBeginAnewWhenTheCoordinatorHasLoaded() {
        Consumer<String, String> consumer = subscribed();
        kafka.awaitStable("billing");
        kafka.client(consumer).crash();
        kafka.clock().advance(Duration.ofSeconds(40));
        kafka.coordinator("billing").failover();

        kafka.clock().advance(Duration.ofMillis(45_499));
        assertThat(kafka.events().of(MemberExpired.class)).isEmpty();
        kafka.clock().advance(Duration.ofMillis(1));
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
    }

    @Test
    void brokerThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> kafka.faults().on(ApiKeys.FETCH).lenient().broker(99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broker(99) would never match: There is no broker 99; the brokers are [0, 1, 2]");
        assertThatThrownBy(() -> kafka.broker(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no broker 3; the brokers are [0, 1, 2]");
        assertThatThrownBy(() -> kafka.broker(0).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Broker 0 is running already");
        assertThatThrownBy(() -> kafka.broker(0).resume()).hasMessage("Broker 0 is not paused");
        kafka.broker(0).stop();
        assertThatThrownBy(() -> kafka.broker(0).stop()).hasMessage("Broker 0 is stopped");
        assertThatThrownBy(() -> kafka.partition("orders", 3)).hasMessageContaining("There is no partition orders-3");
        kafka.broker(1).stop();
        kafka.broker(2).stop();
        assertThatThrownBy(() -> kafka.coordinator("billing").failover())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Nobody can take __consumer_offsets-9 over");
    }
}
