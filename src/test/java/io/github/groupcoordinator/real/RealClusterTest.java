package io.github.groupcoordinator.real;

import static io.github.groupcoordinator.assertion.EventMatcher.assigned;
import static io.github.groupcoordinator.assertion.EventMatcher.committed;
import static io.github.groupcoordinator.assertion.EventMatcher.expired;
import static io.github.groupcoordinator.assertion.PlainAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.Worker;
import io.github.groupcoordinator.event.client.ClientDisturbed;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.fault.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cluster of a test over TCP: another of ours, behind a listener in system time, in the place of Kafka's. */
@Timeout(60)
class RealClusterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private InMemoryKafka there;

    @BeforeEach
    void start() {
        there = InMemoryKafka.start(ClusterOverTcp.config()
                .brokerProperty("group.min.session.timeout.ms", "1000")
                .build());
    }

    @AfterEach
    void stop() {
        there.close();
    }

    private InMemoryKafkaConfig.Builder onIt() {
        return ClusterOverTcp.testOn(there);
    }

    private static Map<String, Object> config(String group) {
        Map<String, Object> config = ClusterOverTcp.member(group);
        config.put("auto.offset.reset", "earliest");
        return config;
    }

    private static KafkaProducer<String, String> producer(InMemoryKafka kafka) {
        return kafka.producer(new Properties(), new StringSerializer(), new StringSerializer());
    }

    @Test
    void groupSettlesReadsCommitsAndIsTakenAway() {
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 2).build());
                KafkaConsumer<String, String> first = kafka.consumer(config("billing"));
                KafkaConsumer<String, String> second = kafka.consumer(config("billing"));
                KafkaProducer<String, String> producer = producer(kafka)) {
            first.subscribe(List.of("orders"));
            second.subscribe(List.of("orders"));
            producer.send(new ProducerRecord<>("orders", 0, "key", "one"));
            producer.flush();

            kafka.awaitStable("billing", SOON);

            assertThat(kafka.group("billing"))
                    .isStable()
                    .hasMembers(first, second)
                    .isBalanced();
            assertThat(first.position(new TopicPartition("orders", 0))
                            + first.assignment().size())
                    .as("nothing was delivered to the first, who has one partition")
                    .isEqualTo(1);
            assertThat(first.poll(SOON).count()).isEqualTo(1);
            first.commitSync();
            assertThat(kafka.group("billing")).hasCommitted("orders-0", 1).hasNoLag();
            assertThat(kafka.events()).contains(assigned(first, "orders-0"), committed("orders-0", 1));
            assertThat(kafka.topicNames()).containsExactly("orders");
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
        }

        assertThat(there.groupIds()).isEmpty();
        assertThat(there.topicNames()).containsExactly(ClusterOverTcp.MARKER);
    }

    @Test
    void groupHasNotSettledBetweenTheTwoRebalancesOfACooperativeAssignor() {
        Map<String, Object> config = config("billing");
        config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        config.put("heartbeat.interval.ms", "100");
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 2).build());
                KafkaConsumer<String, String> first = kafka.consumer(config);
                KafkaConsumer<String, String> second = kafka.consumer(config)) {
            first.subscribe(List.of("orders"));
            kafka.awaitStable("billing", SOON);
            // It joins again when the second has come, gives a partition up, and joins again for the second to get it.
            Fault late = there.faults()
                    .on(ApiKeys.JOIN_GROUP)
                    .member(kafka.client(first).memberId())
                    .onCall(2)
                    .delay(Duration.ofMillis(500));

            second.subscribe(List.of("orders"));
            kafka.awaitStable("billing", SOON);

            assertThat(late.fired()).isEqualTo(1);
            assertThat(kafka.group("billing"))
                    .isStable()
                    .hasMembers(first, second)
                    .assigns(first, "orders-0")
                    .assigns(second, "orders-1");
        }
    }

    @Test
    void crashedMemberIsNoLongerOneWhenItsSessionIsOver() {
        Map<String, Object> config = config("billing");
        config.put("session.timeout.ms", "1500");
        config.put("heartbeat.interval.ms", "300");
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 2).build());
                KafkaConsumer<String, String> first = kafka.consumer(config);
                KafkaConsumer<String, String> second = kafka.consumer(config)) {
            first.subscribe(List.of("orders"));
            second.subscribe(List.of("orders"));
            kafka.awaitStable("billing", SOON);

            kafka.client(first).crash();
            kafka.awaitStable("billing", SOON);

            assertThat(kafka.group("billing")).hasMembers(second).assigns(second, "orders-0", "orders-1");
            assertThatThrownBy(() -> first.poll(Duration.ZERO)).hasMessageContaining("which has crashed");
            assertThat(kafka.events().of(ClientDisturbed.class)).hasSize(1);
        }
    }

    @Test
    void memberWhoseHeartbeatsAreKeptBackIsLostWhileEverythingElseGoesOn() {
        Map<String, Object> config = config("billing");
        config.put("session.timeout.ms", "1500");
        config.put("heartbeat.interval.ms", "300");
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 1).build());
                KafkaConsumer<String, String> consumer = kafka.consumer(config)) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing", SOON);

            kafka.client(consumer).pauseHeartbeats();
            assertThat(kafka.clock()
                            .advanceUntil(() -> there.group("billing").members().isEmpty(), SOON))
                    .isTrue();

            assertThat(there.events().of(MemberExpired.class)).hasSize(1);
            assertThat(consumer.assignment()).as("it has not heard of it").hasSize(1);
        }
    }

    @Test
    void memberWhoseConnectionsBreakConnectsAgain() {
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 1).build());
                KafkaConsumer<String, String> consumer = kafka.consumer(config("billing"))) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing", SOON);

            kafka.client(consumer).disconnect();
            kafka.runFor(Duration.ofMillis(200));
            consumer.commitSync();

            assertThat(kafka.group("billing")).hasMembers(consumer);
        }
    }

    @Test
    void topicThatIsThereIsRefusedAndStays() {
        there.createTopic("orders", 3);

        assertThatThrownBy(() -> InMemoryKafka.start(
                        onIt().topic("orders", 2).topic("more", 1).build()))
                .isInstanceOf(TopicExistsException.class)
                .hasMessageContaining("Topic 'orders' exists already")
                .hasMessageContaining("never emptied");

        assertThat(there.topicNames()).containsExactly(ClusterOverTcp.MARKER, "orders");
    }

    @Test
    void topicThatAnAssignmentCreatesIsTakenAway() {
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().build());
                KafkaConsumer<String, String> consumer = kafka.consumer(config("billing"))) {
            consumer.assign(List.of(new TopicPartition("by-reading", 0)));
            assertThat(kafka.runUntil(
                            () -> {
                                consumer.partitionsFor("by-reading");
                                return there.topicNames().contains("by-reading");
                            },
                            SOON))
                    .isTrue();
        }

        assertThat(there.topicNames()).containsExactly(ClusterOverTcp.MARKER);
    }

    @Test
    void topicOfOthersIsNotDeletedByItsIdEither() throws Exception {
        there.createTopic("orders", 1);
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("own", 1).build());
                Admin admin = kafka.admin(new Properties())) {
            Uuid orders = idOf(admin, "orders");
            Uuid own = idOf(admin, "own");

            assertThatThrownBy(() -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(own, orders))))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("Admin.deleteTopics: topic 'orders' was at the cluster");
            admin.deleteTopics(TopicCollection.ofTopicIds(List.of(own))).all().get();
        }

        assertThat(there.topicNames()).containsExactly(ClusterOverTcp.MARKER, "orders");
    }

    private static Uuid idOf(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .topicId();
    }

    @Test
    void workerThatCannotCloseHasDiedOfIt() {
        Map<String, Object> config = config("billing");
        config.put("value.deserializer", Unclosable.class);
        InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 1).build());
        Worker<String, String> worker = kafka.worker(config, List.of("orders"), (records, consumer) -> {});

        worker.close();

        assertThat(worker.isRunning()).isFalse();
        assertThatThrownBy(kafka::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("died of")
                .hasRootCauseMessage("it sticks");
        assertThat(there.groupIds()).isEmpty();
    }

    @Test
    void deathOfAWorkerIsToldOnce() {
        InMemoryKafka kafka = InMemoryKafka.start(onIt().topic("orders", 1).build());
        Worker<String, String> worker = kafka.worker(config("billing"), List.of("orders"), (records, consumer) -> {
            throw new IllegalStateException("a bug");
        });
        kafka.runUntil(() -> !worker.isRunning(), SOON);

        assertThatThrownBy(kafka::endOfTest)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("died of java.lang.IllegalStateException: a bug");

        kafka.endOfTest();
        kafka.close();
        assertThat(there.groupIds()).isEmpty();
    }

    @Test
    void groupIsNotStableBeforeTheCoordinatorHasFoundTheTopicsOfItsPattern() {
        Map<String, Object> config = config("billing");
        config.put("group.protocol", "consumer");
        try (InMemoryKafka kafka = InMemoryKafka.start(
                        onIt().topic("orders", 2).topic("payments", 1).build());
                KafkaConsumer<String, String> consumer = kafka.consumer(config)) {
            consumer.subscribe(new SubscriptionPattern("ord.*"));

            kafka.awaitStable("billing", SOON);

            assertThat(consumer.assignment())
                    .containsExactlyInAnyOrder(new TopicPartition("orders", 0), new TopicPartition("orders", 1));
        }
    }

    @Test
    void threadThatOutlivesItsTestMakesNoConsumerAnyMore() throws Exception {
        Map<String, Object> config = config("billing");
        config.put("bootstrap.servers", there.bootstrapServers());
        ExecutorService pool = Executors.newSingleThreadExecutor();
        InMemoryKafka kafka = InMemoryKafka.start(
                onIt().topic("orders", 1).threads(ApplicationThreads.ALLOWED).build());
        Future<Void> loop = pool.submit(() -> {
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
                consumer.subscribe(List.of("orders"));
                while (true) {
                    consumer.poll(Duration.ofMillis(50));
                }
            }
        });
        kafka.awaitStable("billing", SOON);
        kafka.close();

        Future<?> again = pool.submit(() -> new KafkaConsumer<String, String>(config));
        assertThatThrownBy(() -> outcome(loop))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("which has crashed");
        assertThatThrownBy(() -> outcome(again))
                .hasMessageContaining("makes a consumer of the real cluster at " + there.bootstrapServers()
                        + ", but the test that started the thread is over");
        pool.shutdown();
        assertThat(there.topicNames()).containsExactly(ClusterOverTcp.MARKER);
        assertThat(there.groupIds()).isEmpty();
        new KafkaConsumer<String, String>(config).close();
    }

    /** Returns what a task of another thread came to; if it comes to nothing, says what all threads do meanwhile. */
    private static Object outcome(Future<?> task) throws Exception {
        try {
            return task.get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            StringBuilder text = new StringBuilder("still at work after 30 s:");
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                text.append("\n").append(thread.getName());
                Arrays.stream(stack).limit(20).forEach(frame -> text.append("\n    at ")
                        .append(frame));
            });
            throw new AssertionError(text.toString(), e);
        }
    }

    /** Kafka makes it, by its name. */
    public static final class Unclosable extends StringDeserializer {
        @Override
        public void close() {
            throw new IllegalStateException("it sticks");
        }
    }

    @Test
    void groupThatIsThereIsRefused() throws Exception {
        there.createTopic("orders", 1);
        try (Admin admin = Admin.create(Collections.singletonMap("bootstrap.servers", there.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(
                            "billing",
                            Collections.singletonMap(new TopicPartition("orders", 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
        try (InMemoryKafka kafka = InMemoryKafka.start(onIt().build())) {
            assertThatThrownBy(() -> kafka.consumer(config("billing")))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("Group 'billing' was at the cluster");
        }
        assertThat(there.groupIds()).containsExactly("billing");
    }

    @Test
    void clusterThatDoesNotAnswerIsNamedWithinTheTimeoutOfItsApi() {
        Map<String, String> hasty = new TreeMap<>();
        hasty.put("default.api.timeout.ms", "600");
        hasty.put("request.timeout.ms", "500");
        RealClusterConfig nobody = RealClusterConfig.at("localhost:1").withClientProperties(hasty);

        assertThatThrownBy(() -> InMemoryKafka.start(
                        InMemoryKafkaConfig.builder().cluster(nobody).build()))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("600 ms (default.api.timeout.ms)")
                .hasMessageContaining("the cluster at localhost:1");
    }

    @Test
    void whatIsNotPortableIsRefusedByNameAndRememberedToTheEnd() {
        InMemoryKafka kafka = InMemoryKafka.start(onIt().build());

        assertThatThrownBy(kafka::faults).hasMessageContaining("InMemoryKafka.faults is not portable");
        assertThatThrownBy(() -> assertThat(kafka.events()).never(expired("x")))
                .isInstanceOf(NotPortableException.class)
                .hasMessageContaining("MemberExpired");
        assertThatThrownBy(() -> kafka.clock().advance(Duration.ofHours(2)))
                .hasMessageContaining("VirtualClock.advance(PT2H)");
        assertThatThrownBy(kafka::close)
                .isInstanceOfSatisfying(NotPortableException.class, refusal -> assertThat(refusal.call())
                        .isEqualTo("InMemoryKafka.faults"));
    }

    @Test
    void planThatNoRealClusterMeetsIsRefused() {
        assertThatThrownBy(() -> InMemoryKafka.start(onIt().seed(7).build())).hasMessageContaining("seed = 7");
        assertThatThrownBy(() -> InMemoryKafka.start(onIt().brokers(2).build())).hasMessageContaining("brokers = 2");
        assertThatThrownBy(() -> InMemoryKafka.start(onIt().brokerProperty("group.initial.rebalance.delay.ms", "5")
                        .build()))
                .isInstanceOf(NotPortableException.class)
                .hasMessageContaining("group.initial.rebalance.delay.ms=5");
    }

    @Test
    void longestWaitIsASecondAtLeast() {
        RealClusterConfig config = RealClusterConfig.at(" localhost:9092 ");

        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.withLongestWait(Duration.ofSeconds(1)).longestWait()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> config.withLongestWait(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RealClusterConfig.at(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
