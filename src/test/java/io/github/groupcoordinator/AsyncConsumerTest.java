package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real consumer of the consumer protocol, as far as it joins no group: its network thread, and how it waits. */
@Timeout(30)
final class AsyncConsumerTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 2).build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> consumer(String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.protocol", "consumer");
        config.put("group.id", "billing");
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(ORDERS_0));
        return consumer;
    }

    private KafkaProducer<String, String> producer() {
        return kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer());
    }

    private void produce(String... values) {
        try (KafkaProducer<String, String> producer = producer()) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("orders", 0, "key", value));
            }
        }
    }

    private static List<String> values(Iterable<ConsumerRecord<String, String>> records) {
        List<String> values = new ArrayList<>();
        records.forEach(record -> values.add(record.value()));
        return values;
    }

    private static Set<TopicPartition> only(TopicPartition partition) {
        return new LinkedHashSet<>(List.of(partition));
    }

    private Duration elapsed() {
        return kafka.clock().elapsed();
    }

    @Test
    void readsAndSeeksAndPauses() {
        produce("a", "b", "c");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertThat(values(consumer.poll(Duration.ofSeconds(1)))).containsExactly("a", "b", "c");
            assertThat(consumer.position(ORDERS_0)).isEqualTo(3);
            consumer.seek(ORDERS_0, 1);
            assertThat(values(consumer.poll(Duration.ofSeconds(1)))).containsExactly("b", "c");
            consumer.seekToBeginning(only(ORDERS_0));
            consumer.pause(only(ORDERS_0));
            assertThat(consumer.poll(Duration.ofSeconds(1))).isEmpty();
            consumer.resume(only(ORDERS_0));
            assertThat(values(consumer.poll(Duration.ofSeconds(1)))).containsExactly("a", "b", "c");
            // The poll with nothing to read, and a question for offsets behind a long poll of 500 ms.
            assertThat(elapsed()).isEqualTo(Duration.ofMillis(1500));
        }
    }

    @Test
    void askingTakesNoTime() {
        produce("a", "b");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertThat(consumer.beginningOffsets(only(ORDERS_0))).containsEntry(ORDERS_0, 0L);
            assertThat(consumer.endOffsets(only(ORDERS_0))).containsEntry(ORDERS_0, 2L);
            Map<TopicPartition, Long> since = new LinkedHashMap<>();
            since.put(ORDERS_0, 0L);
            assertThat(consumer.offsetsForTimes(since).get(ORDERS_0))
                    .extracting(OffsetAndTimestamp::offset)
                    .isEqualTo(0L);
            assertThat(consumer.partitionsFor("orders")).hasSize(2);
            assertThat(consumer.listTopics()).containsKey("orders");
            assertThat(consumer.committed(only(ORDERS_0))).containsEntry(ORDERS_0, null);
            assertThat(consumer.position(ORDERS_0)).isZero();
            assertThat(elapsed()).isZero();
        }
    }

    @Test
    void commitsAndTellsCallbacksInOrder() {
        produce("a", "b", "c");
        List<String> told = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.poll(Duration.ofSeconds(1));
            consumer.commitAsync((offsets, thrown) ->
                    told.add("async " + offsets.get(ORDERS_0).offset() + thrown));
            consumer.commitSync(Map.of(ORDERS_0, new OffsetAndMetadata(2)));
            told.add("sync 2");
            assertThat(consumer.committed(only(ORDERS_0)).get(ORDERS_0).offset())
                    .isEqualTo(2);
        }
        assertThat(told).containsExactly("async 3null", "sync 2");
        assertThat(kafka.group("billing").committedOffsets().get(ORDERS_0).offset())
                .isEqualTo(2);
    }

    @Test
    void commitSyncWaitsForCommitsSentBeforeForAsLongAsItMay() {
        produce("a");
        List<String> told = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.poll(Duration.ofSeconds(1));
            kafka.client(consumer).latency(Duration.ofMillis(200));
            consumer.commitAsync((offsets, thrown) -> told.add("async"));
            assertThat(elapsed()).isZero();
            consumer.commitSync();
            told.add("sync");
            assertThat(elapsed()).isEqualTo(Duration.ofMillis(400));
            kafka.client(consumer).isolate();
            consumer.commitAsync((offsets, thrown) -> told.add("never"));
            assertThatThrownBy(() -> consumer.commitSync(Duration.ofSeconds(5))).isInstanceOf(TimeoutException.class);
            assertThat(elapsed()).isEqualTo(Duration.ofMillis(5400));
            kafka.client(consumer).heal();
        }
        assertThat(told).startsWith("async", "sync");
    }

    @Test
    void wakeupEndsAWaitForCommitsSentBefore() {
        produce("a");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.poll(Duration.ofSeconds(1));
            kafka.client(consumer).latency(Duration.ofSeconds(2));
            consumer.commitAsync();
            kafka.clock().schedule(Duration.ofSeconds(1), consumer::wakeup);
            assertThatThrownBy(consumer::commitSync).isInstanceOf(WakeupException.class);
            assertThat(elapsed()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void wakeupFromATaskOrAnotherThreadEndsAPoll() throws InterruptedException {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            kafka.clock().schedule(Duration.ofSeconds(5), consumer::wakeup);
            assertThatThrownBy(() -> consumer.poll(Duration.ofMinutes(1))).isInstanceOf(WakeupException.class);
            assertThat(elapsed()).isEqualTo(Duration.ofSeconds(5));
            Thread other = new Thread(consumer::wakeup);
            other.start();
            other.join();
            assertThatThrownBy(() -> consumer.poll(Duration.ofMinutes(1))).isInstanceOf(WakeupException.class);
            assertThat(elapsed()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void callsThatAreNotAnsweredGiveUpInVirtualTime() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.poll(Duration.ZERO);
            kafka.client(consumer).isolate();
            assertThatThrownBy(() -> consumer.committed(only(ORDERS_0), Duration.ofSeconds(7)))
                    .isInstanceOf(TimeoutException.class);
            // Its network thread looks every five seconds, and goes by the time at which it looked before.
            assertThat(elapsed()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(17));
            Duration before = elapsed();
            assertThatThrownBy(() -> consumer.endOffsets(only(ORDERS_0), Duration.ofSeconds(3)))
                    .isInstanceOf(TimeoutException.class);
            assertThat(elapsed().minus(before)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(13));
            kafka.client(consumer).heal();
        }
    }

    @Test
    void idlePollsLastAsLongAsTheyMay() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertThat(consumer.poll(Duration.ofSeconds(60))).isEmpty();
            assertThat(elapsed()).isEqualTo(Duration.ofSeconds(60));
            consumer.pause(only(ORDERS_0));
            assertThat(consumer.poll(Duration.ofSeconds(60))).isEmpty();
            assertThat(elapsed()).isEqualTo(Duration.ofSeconds(120));
            assertThatThrownBy(() -> consumer.poll(Duration.ofMillis(Long.MAX_VALUE)))
                    .isInstanceOf(VirtualDeadlockException.class)
                    .hasMessageContaining("poll(..)");
        }
    }

    @Test
    void pollThatWaitsForItsCoordinatorInVainLastsAsLongAsItMay() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            kafka.client(consumer).isolate();
            assertThat(consumer.poll(Duration.ofSeconds(60))).isEmpty();
            assertThat(elapsed()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(65));
            kafka.client(consumer).heal();
        }
    }

    @Test
    void pollingWithoutWaitingLetsTimePassInTheEnd() {
        try (KafkaProducer<String, String> producer = producer();
                KafkaConsumer<String, String> consumer = consumer()) {
            producer.partitionsFor("orders");
            kafka.clock()
                    .schedule(
                            Duration.ofSeconds(2),
                            () -> producer.send(new ProducerRecord<>("orders", 0, "key", "late")));
            List<String> values = new ArrayList<>();
            while (values.isEmpty()) {
                values.addAll(values(consumer.poll(Duration.ZERO)));
            }
            assertThat(values).containsExactly("late");
            assertThat(elapsed()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        }
    }

    @Test
    void resetIsTheApplicationsMatterWithoutAPolicy() {
        try (KafkaConsumer<String, String> consumer = consumer("auto.offset.reset", "none")) {
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(1)))
                    .isInstanceOf(NoOffsetForPartitionException.class);
            consumer.seek(ORDERS_0, 0);
            assertThat(consumer.poll(Duration.ofSeconds(1))).isEmpty();
        }
    }

    @Test
    void closeWaitsNoLongerThanItMay() {
        KafkaConsumer<String, String> consumer = consumer();
        produce("a");
        consumer.poll(Duration.ofSeconds(1));
        kafka.client(consumer).isolate();
        consumer.commitAsync();
        assertThatThrownBy(() -> consumer.close(Duration.ofSeconds(3)))
                .isInstanceOf(KafkaException.class)
                .hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(kafka.client(consumer).isClosed()).isTrue();
    }

    @Test
    void crashedConsumerIsClosedWithoutAWordAndWithoutTime() {
        produce("a");
        KafkaConsumer<String, String> consumer = consumer("enable.auto.commit", "true");
        consumer.poll(Duration.ofSeconds(1));
        kafka.client(consumer).crash();
        assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("crashed at");
        int requests = kafka.requests().all().size();
        kafka.clock().advance(Duration.ofMinutes(1));
        consumer.close();
        assertThat(kafka.requests().all()).hasSize(requests);
        assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void resumedConsumerGoesOn() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.poll(Duration.ofSeconds(1));
            kafka.client(consumer).crash();
            kafka.clock().advance(Duration.ofMinutes(1));
            kafka.client(consumer).resume();
            produce("a");
            assertThat(values(consumer.poll(Duration.ofSeconds(10)))).containsExactly("a");
        }
    }

    @Test
    void settingsThatTheProtocolDoesNotHaveAreRefusedByKafka() {
        assertThatThrownBy(() -> consumer("session.timeout.ms", "10000"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("session.timeout.ms");
        assertThat(kafka.client(consumerToClose()).isClosed()).isFalse();
    }

    private KafkaConsumer<String, String> consumerToClose() {
        KafkaConsumer<String, String> consumer = consumer();
        kafka.client(consumer).closedByFixture();
        return consumer;
    }

    @Test
    void memberIdFollowsFromTheSeed() {
        String first = kafka.client(consumerToClose()).memberId();
        String second = kafka.client(consumerToClose()).memberId();
        assertThat(first).hasSize(22).isNotEqualTo(second);
        try (InMemoryKafka again = InMemoryKafka.start()) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("group.protocol", "consumer");
            config.put("group.id", "billing");
            try (KafkaConsumer<String, String> consumer =
                    again.consumer(config, new StringDeserializer(), new StringDeserializer())) {
                assertThat(again.client(consumer).memberId()).isEqualTo(first);
            }
        }
    }
}
