package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.client.RequestRepeated;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pace of clients that are polled for the test: how often they do again what they do, and for whom a test waits.
 */
class PacedRunTest {

    private static InMemoryKafka start() {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("keep", 1)
                .topic("gone", 1)
                .build());
    }

    private static Consumer<String, String> consumer(InMemoryKafka kafka, Map<String, ?> more) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of("group.id", "billing"));
        config.putAll(more);
        return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
    }

    /**
     * The consumer of the classic protocol commits again and again while it leaves a topic that is no more, and an
     * application that polls each 100 ms sees as many requests; that of the consumer protocol gives its commit up.
     */
    @ParameterizedTest
    @CsvSource({"classic, 100, 296", "classic, 50, 591", "classic, 1000, 30", "consumer, 100, 7", "consumer, 1000, 7"})
    void commitsOfADeletedTopicAreRepeatedAsOftenAsTheApplicationPolls(String protocol, int pollEveryMs, int commits)
            throws Exception {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .topic("keep", 1)
                .topic("gone", 1)
                .pollEvery(Duration.ofMillis(pollEveryMs))
                .build();
        Map<String, Object> quick =
                Map.of("metadata.max.age.ms", "5000", "group.protocol", protocol, "allow.auto.create.topics", "false");
        try (InMemoryKafka kafka = InMemoryKafka.start(config);
                Admin admin = kafka.admin();
                Consumer<String, String> consumer = consumer(kafka, quick)) {
            consumer.subscribe(List.of("keep", "gone"));
            kafka.awaitStable("billing");
            admin.deleteTopics(List.of("gone")).all().get();
            kafka.runFor(Duration.ofSeconds(30));
            assertThat(kafka.requests().of(ApiKeys.OFFSET_COMMIT).count()).isEqualTo(commits);
            assertThat(kafka.events().of(RequestRepeated.class)).isEmpty();
        }
    }

    /** An application comes out of its poll for what is its own, not for what is others'. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void consumerIsNotPolledForWhatHappensToAnother(String protocol) {
        InMemoryKafkaConfig each = InMemoryKafkaConfig.defaults().toBuilder()
                .topic("keep", 1)
                .topic("gone", 1)
                .pollEvery(Duration.ofMillis(100))
                .build();
        try (InMemoryKafka kafka = InMemoryKafka.start(each);
                Consumer<String, String> idle = consumer(kafka, Map.of("group.protocol", protocol));
                Consumer<String, String> busy = consumer(kafka, Map.of("group.id", "shipping"));
                Producer<String, String> producer =
                        kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            idle.assign(List.of(new TopicPartition("gone", 0)));
            busy.assign(List.of(new TopicPartition("keep", 0)));
            producer.partitionsFor("keep");
            kafka.runFor(Duration.ofSeconds(1));
            for (int i = 1; i <= 1_000; i++) {
                ProducerRecord<String, String> order = new ProducerRecord<>("keep", "order " + i);
                kafka.clock().schedule(Duration.ofMillis(7 * i), () -> producer.send(order));
            }
            PolledRecords records = kafka.runFor(Duration.ofSeconds(10));
            assertThat(records.of(busy)).hasSize(1_000);
            assertThat(betweenPolls(idle)).isBetween(60.0, 100.0);
            assertThat(betweenPolls(busy)).isBetween(1.0, 20.0);
        }
    }

    /** Polls that are left out would have changed nothing: not one request, and not the time of one. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void pollsThatWouldFindNothingToDoAreLeftOut(String protocol) {
        List<Double> betweenPolls = new ArrayList<>();
        List<String> logs = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        InMemoryKafkaConfig.Builder config =
                InMemoryKafkaConfig.defaults().toBuilder().topic("keep", 3);
        for (InMemoryKafkaConfig each :
                List.of(config.build(), config.pollEvery(Duration.ofMillis(100)).build())) {
            Map<String, String> ofProtocol = Map.of("group.protocol", protocol);
            try (InMemoryKafka kafka = InMemoryKafka.start(each);
                    Consumer<String, String> stays = consumer(kafka, ofProtocol);
                    Consumer<String, String> crashes = consumer(kafka, ofProtocol);
                    Producer<String, String> producer =
                            kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
                stays.subscribe(List.of("keep"));
                crashes.subscribe(List.of("keep"));
                kafka.awaitStable("billing");
                producer.partitionsFor("keep");
                for (int i = 1; i <= 5; i++) {
                    ProducerRecord<String, String> order = new ProducerRecord<>("keep", i % 3, "key", "order " + i);
                    kafka.clock().schedule(Duration.ofMillis(3_333 * i), () -> producer.send(order));
                }
                kafka.runFor(Duration.ofSeconds(27));
                kafka.client(crashes).crash();
                kafka.awaitStable("billing");
                kafka.runFor(Duration.ofMinutes(6));
                betweenPolls.add(betweenPolls(stays));
                kafka.clock().advance(Duration.ofMinutes(6)); // longer than max.poll.interval.ms after the last poll
                logs.add(kafka.events().toString());
                requests.add(kafka.requests().toString());
            }
        }
        assertThat(betweenPolls.get(0)).isGreaterThan(2 * betweenPolls.get(1));
        assertThat(logs.get(0)).isEqualTo(logs.get(1));
        assertThat(requests.get(0)).isEqualTo(requests.get(1));
    }

    /** A wakeup is told by the next poll that the application would have made. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void wakeupIsToldByTheNextPollAlsoIfItWasToBeLeftOut(String protocol) {
        try (InMemoryKafka kafka = start();
                Consumer<String, String> consumer = consumer(kafka, Map.of("group.protocol", protocol))) {
            consumer.subscribe(List.of("keep"));
            kafka.runFor(Duration.ofSeconds(20));
            Instant before = kafka.clock().now();
            kafka.clock().schedule(Duration.ofMillis(1_234), consumer::wakeup);
            assertThatThrownBy(() -> kafka.runFor(Duration.ofSeconds(10))).isInstanceOf(WakeupException.class);
            assertThat(Duration.between(before, kafka.clock().now()))
                    .isBetween(Duration.ofMillis(1_234), Duration.ofMillis(1_334));
        }
    }

    /** So is an interrupt of the thread that drives, which a scheduled task sets. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void interruptIsToldByTheNextPollAlsoIfItWasToBeLeftOut(String protocol) {
        try (InMemoryKafka kafka = start();
                Consumer<String, String> consumer = consumer(kafka, Map.of("group.protocol", protocol))) {
            consumer.subscribe(List.of("keep"));
            kafka.runFor(Duration.ofSeconds(20));
            Instant before = kafka.clock().now();
            kafka.clock().schedule(Duration.ofMillis(1_234), () -> Thread.currentThread()
                    .interrupt());
            assertThatThrownBy(() -> kafka.runFor(Duration.ofSeconds(10))).isInstanceOf(InterruptException.class);
            assertThat(Duration.between(before, kafka.clock().now()))
                    .isBetween(Duration.ofMillis(1_234), Duration.ofMillis(1_334));
            assertThat(Thread.interrupted()).isTrue(); // Kafka's exception sets it again
        }
    }

    /** Returns the average time between two polls, in ms. */
    private static double betweenPolls(Consumer<?, ?> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("time-between-poll-avg"))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }

    @Test
    void pollsAreAMillisecondApartAtLeast() {
        InMemoryKafkaConfig.Builder config = InMemoryKafkaConfig.defaults().toBuilder();
        assertThatThrownBy(() -> config.pollEvery(Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pollEvery is 1 ms or more, but it was PT0.000999999S");
        assertThat(config.pollEvery(Duration.ofMillis(1)).build().pollEvery()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void requestThatIsRepeatedAtOneInstantIsNamed() {
        try (InMemoryKafka kafka = start();
                Consumer<String, String> consumer =
                        consumer(kafka, Map.of("group.protocol", "consumer", "client.id", "billing-1"))) {
            kafka.faults()
                    .on(ApiKeys.CONSUMER_GROUP_HEARTBEAT)
                    .unsafe()
                    .times(150)
                    .respond(Errors.UNKNOWN_MEMBER_ID);
            consumer.subscribe(List.of("keep"));
            kafka.runFor(Duration.ofSeconds(10));
            assertThat(kafka.events().of(RequestRepeated.class)).first().satisfies(event -> assertThat(event.describe())
                    .contains("billing-1")
                    .contains("ConsumerGroupHeartbeat again and again: more than 100 times"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void rollingRestartOfStaticMembersCausesNoRebalance(String protocol) {
        try (InMemoryKafka kafka = start()) {
            Map<String, Consumer<String, String>> members = new TreeMap<>();
            for (String id : List.of("a", "b")) {
                members.put(id, started(kafka, protocol, id));
            }
            kafka.awaitStable("billing");
            int before = kafka.events().of(RebalanceStarted.class).size();
            int generation = kafka.group("billing").generation();
            for (String id : List.of("a", "b")) {
                members.get(id).close();
                assertThat(kafka.awaitStable("billing")).isLessThan(Duration.ofSeconds(1));
                members.put(id, started(kafka, protocol, id));
                kafka.awaitStable("billing");
            }
            assertThat(kafka.events().of(RebalanceStarted.class)).hasSize(before);
            assertThat(kafka.group("billing").generation()).isEqualTo(generation);
            members.values().forEach(Consumer::close);
        }
    }

    @Test
    void staticMemberIsWaitedForIfItIsNotMeantToComeBack() {
        try (InMemoryKafka kafka = start()) {
            Consumer<String, String> a = started(kafka, "classic", "a");
            try (Consumer<String, String> b = started(kafka, "classic", "b")) {
                kafka.awaitStable("billing");
                a.close();
                Duration waited = kafka.awaitStable("billing", Duration.ofMinutes(5), AbsentMembers.ALL_GONE);
                assertThat(waited).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(55));
                assertThat(kafka.group("billing").members()).hasSize(1);
                assertThat(kafka.group("billing").state()).isEqualTo(GroupState.STABLE);
                assertThat(b.assignment()).hasSize(2);
            }
        }
    }

    private static Consumer<String, String> started(InMemoryKafka kafka, String protocol, String id) {
        Consumer<String, String> consumer =
                consumer(kafka, Map.of("group.protocol", protocol, "group.instance.id", id));
        consumer.subscribe(List.of("keep", "gone"));
        return consumer;
    }
}
