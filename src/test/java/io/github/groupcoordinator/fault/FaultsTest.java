package io.github.groupcoordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.internal.fault.ArrivedRequest;
import io.github.groupcoordinator.internal.fault.DeclaredFaults;
import io.github.groupcoordinator.invariant.Invariant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults as real clients meet them. */
final class FaultsTest {
    private final InMemoryKafka kafka = start(0);

    private static InMemoryKafka start(long seed) {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 2)
                .seed(seed)
                .relax(Invariant.COMMIT_WITHIN_LOG)
                .build());
    }

    private static KafkaConsumer<String, String> consumer(InMemoryKafka kafka, Map<String, Object> more) {
        Map<String, Object> config = new LinkedHashMap<>(more);
        config.put("group.id", "billing");
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        return consumer;
    }

    private KafkaConsumer<String, String> member() {
        KafkaConsumer<String, String> consumer = consumer(kafka, new LinkedHashMap<>());
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
        return consumer;
    }

    private void send(String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>("orders", 0, "k", value)).get();
        }
    }

    private KafkaProducer<String, String> producer() {
        return kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer());
    }

    private static List<String> values(Iterable<ConsumerRecord<String, String>> records) {
        List<String> values = new ArrayList<>();
        records.forEach(record -> values.add(record.value()));
        return values;
    }

    private Duration timeOf(Runnable action) {
        Duration before = kafka.clock().elapsed();
        action.run();
        return kafka.clock().elapsed().minus(before);
    }

    @Test
    void commitFailsTwiceWithARebalanceAndThenSucceeds() {
        KafkaConsumer<String, String> consumer = member();
        Fault fault = kafka.faults()
                .on(ApiKeys.OFFSET_COMMIT)
                .group("billing")
                .from(consumer)
                .respond(Errors.REBALANCE_IN_PROGRESS)
                .times(2);

        assertThatThrownBy(consumer::commitSync).isInstanceOf(RebalanceInProgressException.class);
        assertThatThrownBy(consumer::commitSync).isInstanceOf(RebalanceInProgressException.class);
        assertThat(kafka.group("billing").committedOffsets()).isEmpty();
        consumer.commitSync();

        assertThat(kafka.group("billing").committedOffsets()).hasSize(2);
        assertThat(fault.fired()).isEqualTo(2);
        kafka.close();
    }

    @Test
    void commitIsRetriedByTheClientWhileTheCoordinatorLoads() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults()
                .on(ApiKeys.OFFSET_COMMIT)
                .respond(Errors.COORDINATOR_LOAD_IN_PROGRESS)
                .times(2);

        // Two retries, each after retry.backoff.ms of 100 ms or so.
        assertThat(timeOf(consumer::commitSync)).isBetween(Duration.ofMillis(150), Duration.ofMillis(400));

        assertThat(kafka.group("billing").committedOffsets()).hasSize(2);
        kafka.close();
    }

    @Test
    void asynchronousCommitTellsItsCallbackOfARetriableError() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        List<Exception> told = new ArrayList<>();
        consumer.commitAsync((offsets, exception) -> told.add(exception));
        consumer.poll(Duration.ofSeconds(1));
        assertThat(told).singleElement().isInstanceOf(RetriableCommitFailedException.class);
        kafka.close();
    }

    @Test
    void memberThatIsUnknownToItsCommitHasLostItsGroup() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).respond(Errors.UNKNOWN_MEMBER_ID);
        assertThatThrownBy(consumer::commitSync).isInstanceOf(CommitFailedException.class);
        kafka.close();
    }

    @Test
    void commitWhoseResponseIsLostIsAppliedAtOnceAndAcknowledgedAfterTheRequestTimeout() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).loseResponse();
        List<Integer> committedMeanwhile = new ArrayList<>();
        kafka.clock()
                .schedule(
                        Duration.ofSeconds(1),
                        () -> committedMeanwhile.add(
                                kafka.group("billing").committedOffsets().size()));

        assertThat(timeOf(consumer::commitSync)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(34));

        assertThat(committedMeanwhile).containsExactly(2);
        assertThat(kafka.group("billing").members()).hasSize(1);
        kafka.close();
    }

    @Test
    void droppedJoinIsRetriedWhenTheClientGivesItsConnectionUp() {
        kafka.faults().on(ApiKeys.JOIN_GROUP).drop();
        KafkaConsumer<String, String> consumer = consumer(kafka, new LinkedHashMap<>());
        consumer.subscribe(List.of("orders"));

        // A JoinGroup is given max.poll.interval.ms and five seconds.
        assertThat(kafka.awaitStable("billing")).isBetween(Duration.ofSeconds(305), Duration.ofSeconds(310));

        assertThat(consumer.assignment()).hasSize(2);
        assertThat(kafka.events().of(MemberJoined.class)).hasSize(1);
        kafka.close();
    }

    @Test
    void fetchIsHeldUntilTheBarrierIsReleased() throws ExecutionException, InterruptedException {
        KafkaConsumer<String, String> consumer = member();
        FaultBarrier barrier = kafka.faults().barrier("records may flow");
        kafka.faults().on(ApiKeys.FETCH).from(consumer).holdUntil(barrier);
        send("first");

        assertThat(values(consumer.poll(Duration.ofSeconds(5)))).isEmpty();
        assertThat(barrier.holding()).isEqualTo(1);
        barrier.release();

        assertThat(timeOf(() ->
                        assertThat(values(consumer.poll(Duration.ofSeconds(5)))).containsExactly("first")))
                .isZero();
        kafka.close();
    }

    @Test
    void heldRequestIsForgottenWithItsConnection() {
        KafkaConsumer<String, String> consumer = member();
        FaultBarrier barrier = kafka.faults().barrier("never");
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).holdUntil(barrier);
        assertThat(timeOf(consumer::commitSync)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(barrier.holding()).isZero();
        kafka.close();
    }

    @Test
    void delayedCommitTakesSoMuchLonger() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).delay(Duration.ofMillis(750));
        assertThat(timeOf(consumer::commitSync)).isEqualTo(Duration.ofMillis(750));
        kafka.close();
    }

    @Test
    void delayedRequestWaitsForABrokerThatHangsWhenItArrives() {
        kafka.faults().on(ApiKeys.PRODUCE).delay(Duration.ofMillis(100));
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>("orders", 0, "k", "delayed"));
            kafka.clock().advance(Duration.ofMillis(50));
            kafka.broker(0).pause();
            kafka.clock().advance(Duration.ofSeconds(1));
            assertThat(kafka.endOffset("orders", 0)).isZero();

            kafka.broker(0).resume();
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
        }
        kafka.close();
    }

    @Test
    void disconnectedFetchIsSentAgain() throws ExecutionException, InterruptedException {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.FETCH).disconnect();
        send("first");
        assertThat(values(consumer.poll(Duration.ofSeconds(5)))).containsExactly("first");
        kafka.close();
    }

    @Test
    void fetchErrorIsWhereTheLogHasIt() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.FETCH).respond(Errors.TOPIC_AUTHORIZATION_FAILED);
        assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(5))).isInstanceOf(TopicAuthorizationException.class);
        kafka.close();
    }

    @Test
    void metadataErrorIsAboutTheTopicAndKeepsTheBrokers() {
        // The first is the one that finds the cluster; it asks for no topic.
        kafka.faults().on(ApiKeys.METADATA).onCall(2).respond(Errors.TOPIC_AUTHORIZATION_FAILED);
        KafkaConsumer<String, String> consumer = consumer(kafka, new LinkedHashMap<>());
        assertThatThrownBy(() -> consumer.partitionsFor("orders")).isInstanceOf(TopicAuthorizationException.class);
        assertThat(consumer.partitionsFor("orders")).hasSize(2);
        kafka.close();
    }

    @Test
    void sendIsRetriedByTheProducerUntilThereAreReplicas() throws ExecutionException, InterruptedException {
        kafka.faults().on(ApiKeys.PRODUCE).respond(Errors.NOT_ENOUGH_REPLICAS).times(3);
        send("first");
        assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
        kafka.close();
    }

    @Test
    void sendWithoutRetriesFails() {
        kafka.faults().on(ApiKeys.PRODUCE).respond(Errors.NOT_ENOUGH_REPLICAS);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("retries", 0);
        config.put("enable.idempotence", false);
        try (KafkaProducer<String, String> producer =
                kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            assertThatThrownBy(() ->
                            producer.send(new ProducerRecord<>("orders", "v")).get())
                    .hasCauseInstanceOf(NotEnoughReplicasException.class);
        }
        kafka.close();
    }

    @Test
    void sendWithoutAcknowledgementLosesItsConnectionInsteadOfAnAnswer() {
        kafka.faults().on(ApiKeys.PRODUCE).respond(Errors.NOT_LEADER_OR_FOLLOWER);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("acks", "0");
        config.put("enable.idempotence", false);
        try (KafkaProducer<String, String> producer =
                kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", 0, "k", "lost"));
            producer.flush();
            producer.send(new ProducerRecord<>("orders", 0, "k", "kept"));
            producer.flush();
        }
        assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
        kafka.close();
    }

    @Test
    void idempotentProducerWritesOnceThoughItsResponseIsLost() throws ExecutionException, InterruptedException {
        kafka.faults().on(ApiKeys.PRODUCE).loseResponse();
        send("once");
        assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
        kafka.close();
    }

    @Test
    void faultBeginsWithTheNthCallAndCountsOnlyItsOwn() {
        KafkaConsumer<String, String> consumer = member();
        Fault third = kafka.faults().on(ApiKeys.OFFSET_COMMIT).onCall(3).respond(Errors.REBALANCE_IN_PROGRESS);
        Fault other = kafka.faults()
                .on(ApiKeys.OFFSET_COMMIT)
                .group("shipping")
                .respond(Errors.ILLEGAL_GENERATION)
                .lenient();
        consumer.commitSync();
        consumer.commitSync();
        assertThatThrownBy(consumer::commitSync).isInstanceOf(RebalanceInProgressException.class);
        consumer.commitSync();
        assertThat(third.fired()).isEqualTo(1);
        assertThat(other.fired()).isZero();
        kafka.close();
    }

    @Test
    void everyFaultThatFiresIsAnEvent() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).delay(Duration.ofSeconds(1));
        consumer.commitSync();
        assertThat(kafka.events().of(FaultInjected.class)).singleElement().satisfies(event -> {
            assertThat(event.groupId()).isEqualTo("billing");
            assertThat(event.describe()).isEqualTo("fault: OffsetCommit of consumer-billing-1: delay(PT1S)");
        });
        kafka.close();
    }

    @Test
    void unusedFaultFailsTheTestWithItsDescription() {
        kafka.faults()
                .on(ApiKeys.OFFSET_COMMIT)
                .group("billing")
                .from("billing-1")
                .onCall(3)
                .respond(Errors.REBALANCE_IN_PROGRESS)
                .times(2);
        kafka.faults().on(ApiKeys.FETCH).drop().lenient();
        assertThatThrownBy(kafka::close)
                .isInstanceOf(UnusedFaultException.class)
                .hasMessageEndingWith(
                        "say lenient():\n  - on(OFFSET_COMMIT).group(\"billing\").from(\"billing-1\").onCall(3)"
                                + ".respond(REBALANCE_IN_PROGRESS).times(2): fired 0 times in 0 matching requests"
                                + "; no OFFSET_COMMIT request came at all");
        kafka.close();
    }

    @Test
    void unusedFaultTellsWhatCameInstead() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).group("biling").drop();
        consumer.commitSync(Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(0)));
        consumer.commitSync(Map.of(new TopicPartition("orders", 1), new OffsetAndMetadata(0)));
        consumer.close();

        assertThatThrownBy(kafka::close)
                .isInstanceOf(UnusedFaultException.class)
                .hasMessageContaining(
                        "on(OFFSET_COMMIT).group(\"biling\").drop(): fired 0 times in 0 matching requests;"
                                + " what came instead: 2 from ")
                .hasMessageContaining(" about billing to broker 0");
        kafka.close();
    }

    @Test
    void faultWithoutAnEffectIsUnusedToo() {
        kafka.faults().on(ApiKeys.OFFSET_COMMIT);
        assertThatThrownBy(kafka::close)
                .isInstanceOf(UnusedFaultException.class)
                .hasMessageContaining("does nothing");
    }

    @Test
    void errorThatKafkaNeverGivesIsRefusedNamingTheLegalOnes() {
        assertThatThrownBy(() -> kafka.faults().on(ApiKeys.HEARTBEAT).respond(Errors.OFFSET_OUT_OF_RANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Kafka never answers HEARTBEAT with OFFSET_OUT_OF_RANGE, but with UNKNOWN_SERVER_ERROR,"
                        + " COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR,"
                        + " ILLEGAL_GENERATION, INVALID_GROUP_ID, UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS,"
                        + " GROUP_AUTHORIZATION_FAILED, UNSUPPORTED_VERSION, FENCED_INSTANCE_ID. Say unsafe() before"
                        + " respond(..) to try it all the same.");
    }

    @Test
    void unsafeFaultMayBeWhatKafkaNeverGives() {
        KafkaConsumer<String, String> consumer = member();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).unsafe().respond(Errors.INVALID_TOPIC_EXCEPTION);
        assertThatThrownBy(consumer::commitSync).hasMessageContaining("Unexpected error in commit");
        kafka.close();
    }

    @Test
    void whatCanNeverFireIsRefusedWhenItIsDeclared() {
        Faults faults = kafka.faults();
        assertThatThrownBy(() -> faults.on(ApiKeys.FETCH).group("billing")).hasMessageContaining("names no group");
        assertThatThrownBy(() -> faults.on(ApiKeys.RENEW_DELEGATION_TOKEN))
                .hasMessageContaining("does not serve RENEW_DELEGATION_TOKEN");
        Fault fault = faults.on(ApiKeys.FETCH);
        assertThatThrownBy(() -> fault.respond(Errors.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fault.onCall(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fault.times(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fault.withProbability(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fault.withProbability(1.01)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fault.delay(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        fault.drop();
        assertThatThrownBy(fault::disconnect).hasMessageContaining("does one thing already");
    }

    @Test
    void probabilityRepeatsWithTheSameSeedAndDiffersWithAnother() {
        List<Integer> first = failedCommits(1);
        assertThat(first).hasSizeBetween(5, 35);
        assertThat(failedCommits(1)).isEqualTo(first);
        assertThat(failedCommits(2)).isNotEqualTo(first);
    }

    @Test
    void firstRequestIsHitUnderHalfOfTheSeedsIfTheProbabilityIsOneHalf() {
        ArrivedRequest request = new ArrivedRequest(ApiKeys.FETCH, 0, "billing-1", List.of(), List.of(), null);
        int hits = 0;
        for (long seed = 1; seed <= 200; seed++) {
            DeclaredFaults declared =
                    new DeclaredFaults(seed, Object::toString, (call, action) -> action.run(), id -> {});
            declared.on(ApiKeys.FETCH).withProbability(0.5).drop();
            hits += declared.decide(request) == null ? 0 : 1;
        }
        assertThat(hits).isBetween(80, 120);
    }

    private static List<Integer> failedCommits(long seed) {
        List<Integer> failed = new ArrayList<>();
        try (InMemoryKafka fresh = start(seed)) {
            KafkaConsumer<String, String> consumer = consumer(fresh, new LinkedHashMap<>());
            consumer.assign(List.of(new TopicPartition("orders", 0)));
            fresh.faults().on(ApiKeys.OFFSET_COMMIT).withProbability(0.2).respond(Errors.REBALANCE_IN_PROGRESS);
            for (int commit = 0; commit < 100; commit++) {
                try {
                    consumer.commitSync(Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(commit)));
                } catch (RebalanceInProgressException | CommitFailedException e) {
                    failed.add(commit);
                }
            }
        }
        return failed;
    }

    @ParameterizedTest
    @EnumSource(
            value = ApiKeys.class,
            names = {"JOIN_GROUP", "SYNC_GROUP", "FIND_COORDINATOR", "OFFSET_FETCH", "LIST_OFFSETS", "API_VERSIONS"})
    void groupSettlesAllTheSameAfterALostConnection(ApiKeys api) {
        kafka.faults().on(api).disconnect();
        KafkaConsumer<String, String> consumer = member();
        assertThat(consumer.assignment()).hasSize(2);
        assertThat(kafka.events().of(FaultInjected.class)).hasSize(1);
        kafka.close();
    }

    @Test
    void barrierFromElsewhereIsRefused() {
        FaultBarrier elsewhere = new FaultBarrier() {
            @Override
            public String name() {
                return "made by a test";
            }

            @Override
            public int holding() {
                return 0;
            }

            @Override
            public boolean isReleased() {
                return false;
            }

            @Override
            public void release() {
                throw new IllegalStateException("nobody should ask");
            }
        };
        DeclaredFaults declared = new DeclaredFaults(0, Object::toString, (call, action) -> action.run(), id -> {});
        Fault fault = declared.on(ApiKeys.FETCH);
        assertThatThrownBy(() -> fault.holdUntil(elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A barrier is made by kafka.faults().barrier(name), not by ");
        assertThatThrownBy(() -> fault.workOffLate(elsewhere)).isInstanceOf(IllegalArgumentException.class);
        assertThat(fault.fired()).isZero();
    }
}
