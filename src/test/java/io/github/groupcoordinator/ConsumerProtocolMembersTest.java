package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.time.ConcurrentUseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Doings that only members that speak the consumer protocol have, or have in a way of their own. */
@Timeout(30)
final class ConsumerProtocolMembersTest {
    private static final String GROUP = "billing";

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .topic("orders", 4)
            .topic("payments", 2)
            .build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> member(String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.protocol", "consumer");
        config.put("group.id", GROUP);
        config.put("auto.offset.reset", "earliest");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        return consumer;
    }

    private KafkaConsumer<String, String> subscribed(String... more) {
        KafkaConsumer<String, String> consumer = member(more);
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private void produce(int count) {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("orders", i % 4, "key", "value " + i));
            }
        }
    }

    @Test
    void patternOfTheCoordinatorIsResolvedBeforeTheGroupIsStable() {
        KafkaConsumer<String, String> first = member();
        first.subscribe(new SubscriptionPattern("ord.*"));
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).hasSize(4);
        // The coordinator looks patterns up every ten seconds at most, and until then has nothing for the second.
        KafkaConsumer<String, String> second = member();
        second.subscribe(new SubscriptionPattern("pay.*"));
        assertThat(kafka.awaitStable(GROUP)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(16));
        assertThat(second.assignment()).hasSize(2);
        kafka.createTopic("orders-of-others", 1);
        kafka.runFor(Duration.ofSeconds(20));
        kafka.awaitStable(GROUP);
        assertThat(first.assignment()).hasSize(5);
    }

    @Test
    void patternsListenerIsTold() {
        List<String> told = new ArrayList<>();
        KafkaConsumer<String, String> consumer = member();
        consumer.subscribe(new SubscriptionPattern("pay.*"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                told.add("assigned " + partitions.size());
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                told.add("revoked " + partitions.size());
            }
        });
        kafka.awaitStable(GROUP);
        consumer.close();
        assertThat(told).containsExactly("assigned 0", "assigned 2", "revoked 2");
        assertThat(kafka.events().of(PartitionsAssigned.class)).hasSize(2);
        assertThat(kafka.events().of(PartitionsRevoked.class)).hasSize(1);
    }

    @Test
    void whatTheCoordinatorRefusesIsThrownByTheMembersPoll() {
        KafkaConsumer<String, String> badPattern = member();
        badPattern.subscribe(new SubscriptionPattern("(["));
        assertThatThrownBy(() -> badPattern.poll(Duration.ofSeconds(1))).isInstanceOf(InvalidRegularExpression.class);
        KafkaConsumer<String, String> badAssignor = subscribed("group.remote.assignor", "roundrobin");
        assertThatThrownBy(() -> badAssignor.poll(Duration.ofSeconds(1)))
                .isInstanceOf(UnsupportedAssignorException.class);
    }

    @Test
    void rebalanceCannotBeEnforced() {
        KafkaConsumer<String, String> consumer = subscribed();
        kafka.awaitStable(GROUP);
        int rebalances = kafka.events().of(RebalanceStarted.class).size();
        consumer.enforceRebalance("because");
        kafka.runFor(Duration.ofSeconds(10));
        assertThat(kafka.events().of(RebalanceStarted.class)).hasSize(rebalances);
    }

    @Test
    void memberWithPausedHeartbeatsStillLeaves() {
        KafkaConsumer<String, String> consumer = subscribed();
        kafka.awaitStable(GROUP);
        kafka.client(consumer).pauseHeartbeats();
        kafka.clock().advance(Duration.ofSeconds(20));
        consumer.close();
        assertThat(kafka.events().of(MemberLeft.class)).hasSize(1);
        assertThat(kafka.group(GROUP).members()).isEmpty();
        assertThat(kafka.clock().elapsed()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void memberThatComesWithPausedHeartbeatsDoesNotJoin() {
        KafkaConsumer<String, String> consumer = subscribed();
        kafka.client(consumer).pauseHeartbeats();
        consumer.poll(Duration.ofSeconds(10));
        assertThat(kafka.group(GROUP).members()).isEmpty();
        kafka.client(consumer).resume();
        kafka.awaitStable(GROUP);
        assertThat(consumer.assignment()).hasSize(4);
    }

    @Test
    void autoCommitUnderWayIsAwaitedBeforeTheGroupIsPolledOnTheTestsBehalf() {
        KafkaConsumer<String, String> consumer = subscribed("auto.commit.interval.ms", "100");
        kafka.awaitStable(GROUP);
        kafka.clock().advance(Duration.ofMillis(100));
        kafka.client(consumer).latency(Duration.ofMillis(300));
        consumer.poll(Duration.ZERO); // sends it
        consumer.subscribe(List.of("orders", "payments"));
        kafka.awaitStable(GROUP);
        assertThat(consumer.assignment()).hasSize(6);
        assertThat(kafka.events().of(OffsetsCommitted.class)).hasSize(1);
        kafka.client(consumer).latency(Duration.ZERO);
        consumer.poll(Duration.ofMillis(700));
        // The interval began when the new assignment came.
        assertThat(kafka.events().of(OffsetsCommitted.class)).hasSizeBetween(5, 8);
    }

    @Test
    void commitCallbacksAndInterceptorsAreCalledInPollsOfTheTest() {
        KafkaConsumer<String, String> consumer =
                subscribed("interceptor.classes", Noting.class.getName(), "enable.auto.commit", "false");
        kafka.awaitStable(GROUP);
        produce(4);
        Noting.noted.clear();
        assertThat(kafka.runFor(Duration.ofSeconds(1)).count()).isEqualTo(4);
        consumer.commitAsync((offsets, thrown) -> Noting.note("callback"));
        consumer.poll(Duration.ZERO);
        consumer.commitSync();
        consumer.close();
        String here = Thread.currentThread().getName();
        assertThat(Noting.noted)
                .contains(here + " consume", here + " commit", here + " callback")
                .endsWith(here + " close");
        assertThat(Noting.noted).allMatch(line -> line.startsWith(here));
    }

    /** An interceptor of the application's, which notes what it sees, and on which thread. */
    public static final class Noting implements ConsumerInterceptor<String, String> {
        static final List<String> noted = new ArrayList<>();

        static void note(String what) {
            noted.add(Thread.currentThread().getName() + " " + what);
        }

        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
            note("consume");
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            note("commit");
        }

        @Override
        public void close() {
            note("close");
        }

        @Override
        public void configure(Map<String, ?> configs) {
            // Needs nothing.
        }
    }

    @Test
    void secondThreadInsideAMemberFailsNamingBoth() throws InterruptedException {
        KafkaConsumer<String, String> consumer = subscribed();
        kafka.awaitStable(GROUP);
        List<Throwable> thrown = new ArrayList<>();
        kafka.clock().schedule(Duration.ofSeconds(1), () -> {
            Thread other = new Thread(() -> {
                try {
                    kafka.client(consumer).pauseHeartbeats();
                } catch (ConcurrentUseException e) {
                    thrown.add(e);
                }
            });
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        consumer.poll(Duration.ofSeconds(2));
        assertThat(thrown).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("poll(..)"));
    }

    @Test
    void failedConstructorLeavesNoThreadBehind() {
        int before = networkThreads();
        assertThatThrownBy(() -> member("interceptor.classes", "no.such.Interceptor"))
                .isInstanceOf(KafkaException.class);
        assertThatThrownBy(() -> member("group.id", "")).isInstanceOf(KafkaException.class);
        assertThat(networkThreads()).isEqualTo(before);
    }

    @Test
    void closedClustersMembersLeaveNoThreadBehind() {
        int before = networkThreads();
        try (InMemoryKafka other = InMemoryKafka.start()) {
            other.createTopic("orders", 1);
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("group.protocol", "consumer");
            config.put("group.id", GROUP);
            for (int i = 0; i < 3; i++) {
                KafkaConsumer<String, String> consumer =
                        other.consumer(config, new StringDeserializer(), new StringDeserializer());
                other.client(consumer).closedByFixture();
                consumer.subscribe(List.of("orders"));
                if (i == 1) {
                    other.client(consumer).crash();
                }
            }
            assertThat(networkThreads()).isEqualTo(before + 3);
        }
        assertThat(networkThreads()).isEqualTo(before);
    }

    @Test
    void closeThatIsCutShortLeavesNoThreadBehind() {
        int before = networkThreads();
        KafkaConsumer<String, String> consumer = subscribed();
        kafka.awaitStable(GROUP);
        List<Throwable> thrown = new ArrayList<>();
        kafka.client(consumer).latency(Duration.ofMillis(10));
        // A task cannot move time, and closing takes some here.
        kafka.clock().schedule(Duration.ofSeconds(1), () -> {
            try {
                consumer.close();
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        });
        kafka.clock().advance(Duration.ofSeconds(2));
        assertThat(thrown).singleElement().satisfies(e -> assertThat(e)
                .hasStackTraceContaining("time can't be moved there"));
        assertThat(kafka.client(consumer).isClosed()).isTrue();
        assertThat(networkThreads()).isEqualTo(before);
    }

    private static int networkThreads() {
        int count = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            count += thread.getName().contains("consumer_background_thread") && thread.isAlive() ? 1 : 0;
        }
        return count;
    }
}
