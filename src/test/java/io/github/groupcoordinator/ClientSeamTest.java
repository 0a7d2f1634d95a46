package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.PartitionsAssigned;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.time.ConcurrentUseException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The seam between the real clients and the loop: what it must not change, and what it must notice. */
final class ClientSeamTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> consumer(String group, Map<String, Object> more) {
        Map<String, Object> config = new LinkedHashMap<>(more);
        config.put("group.id", group);
        config.put("auto.offset.reset", "earliest");
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        return consumer;
    }

    private KafkaConsumer<String, String> consumer(String group) {
        return consumer(group, new LinkedHashMap<>());
    }

    @Test
    void secondThreadInsideAClientFailsNamingBothThreads() {
        KafkaConsumer<String, String> first = consumer("billing");
        KafkaConsumer<String, String> second = consumer("shipping");
        first.subscribe(List.of("orders"));
        second.subscribe(List.of("orders"));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        kafka.clock()
                .schedule(
                        Duration.ofSeconds(1),
                        () -> runInThread("intruder", () -> {
                            try {
                                second.poll(Duration.ofSeconds(1));
                            } catch (IllegalStateException e) {
                                thrown.set(e);
                            }
                        }));
        first.poll(Duration.ofSeconds(2));
        assertThat(thrown.get())
                .isInstanceOf(ConcurrentUseException.class)
                .hasMessageContaining("'intruder'")
                .hasMessageContaining("'" + Thread.currentThread().getName() + "'")
                .hasMessageContaining("KafkaConsumer 'consumer-billing-1'")
                .hasMessageContaining("KafkaConsumer 'consumer-shipping-2'");
    }

    @Test
    void wakeupIsAllowedFromAnotherThread() {
        KafkaConsumer<String, String> consumer = consumer("billing");
        consumer.subscribe(List.of("orders"));
        kafka.clock().schedule(Duration.ofSeconds(1), () -> runInThread("other", consumer::wakeup));
        assertThatThrownBy(() -> consumer.poll(Duration.ofMinutes(1)))
                .isInstanceOf(org.apache.kafka.common.errors.WakeupException.class);
        assertThat(kafka.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    private static void runInThread(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clockMayBeMovedInARebalanceListener() {
        KafkaConsumer<String, String> consumer = consumer("billing");
        consumer.subscribe(List.of("orders"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                heard.add("assigned " + partitions.size());
                kafka.clock().advance(Duration.ofSeconds(20));
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                heard.add("revoked " + partitions.size());
            }
        });
        kafka.awaitStable("billing");
        assertThat(heard).containsExactly("assigned 4");
        assertThat(kafka.clock().elapsed()).isEqualTo(Duration.ofSeconds(23));
        assertThat(kafka.group("billing").members()).hasSize(1);
    }

    @Test
    void eventsAreRecordedWithoutAListenerAndAfterSubscribingAgain() {
        kafka.createTopic("payments", 2);
        KafkaConsumer<String, String> consumer = consumer("billing");
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
        consumer.unsubscribe();
        consumer.subscribe(Pattern.compile("pay.*"));
        kafka.awaitStable("billing");
        assertThat(kafka.events().of(PartitionsAssigned.class))
                .extracting(event -> event.partitions().size())
                .containsExactly(4, 2);
        assertThat(kafka.events().of(PartitionsRevoked.class))
                .singleElement()
                .satisfies(event -> assertThat(event.partitions()).hasSize(4));
        assertThat(consumer.assignment())
                .containsExactlyInAnyOrder(new TopicPartition("payments", 0), new TopicPartition("payments", 1));
    }

    @Test
    void clientIsFoundBehindAProxyAndAWrapper() {
        KafkaConsumer<String, String> consumer = consumer("billing");
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Consumer.class}, (self, method, arguments) -> {
                    try {
                        return method.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        assertThat(kafka.client(proxy).clientId()).isEqualTo("consumer-billing-1");
        record Holder(Object inner) {}
        assertThat(kafka.client(new Holder(proxy)).clientId()).isEqualTo("consumer-billing-1");
    }

    @Test
    void interceptorsAreTheUsersOwnAndConfigured() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("interceptor.classes", Counting.class.getName());
        config.put("counting.heard", heard);
        KafkaConsumer<String, String> consumer = consumer("billing", config);
        consumer.subscribe(List.of("orders"));
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", "k", "v"));
        }
        kafka.awaitStable("billing");
        consumer.poll(Duration.ofSeconds(1));
        consumer.commitSync();
        assertThat(heard).containsExactly("consumed 1", "committed 4");
    }

    /** A user's interceptor. */
    public static final class Counting implements ConsumerInterceptor<String, String> {
        private List<String> heard = new ArrayList<>();

        @Override
        @SuppressWarnings("unchecked")
        public void configure(Map<String, ?> configs) {
            heard = (List<String>) configs.get("counting.heard");
        }

        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
            heard.add("consumed " + records.count());
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            heard.add("committed " + offsets.size());
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }

    @Test
    void heartbeatsGoOutAtExactlyTheirInterval() {
        KafkaConsumer<String, String> consumer = consumer("billing");
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
        kafka.client(consumer).pauseHeartbeats();
        kafka.clock().advance(Duration.ofMillis(44_999));
        assertThat(kafka.group("billing").members()).hasSize(1);
        kafka.clock().advance(Duration.ofMillis(1));
        assertThat(kafka.group("billing").members()).isEmpty();
    }

    @Test
    void pollThatIsMissedForMaxPollIntervalLeavesTheGroup() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("max.poll.interval.ms", 60_000);
        KafkaConsumer<String, String> consumer = consumer("billing", config);
        consumer.subscribe(List.of("orders"));
        consumer.poll(Duration.ofSeconds(10));
        consumer.poll(Duration.ZERO);
        kafka.clock().advance(Duration.ofMillis(59_999));
        assertThat(kafka.group("billing").members()).hasSize(1);
        kafka.clock().advance(Duration.ofMillis(1));
        assertThat(kafka.group("billing").members()).isEmpty();
    }

    @Test
    void recordsWithoutAKeyGoToTheSamePartitionsInEveryRun() {
        List<Long> first = spread();
        assertThat(spread()).isEqualTo(first);
        assertThat(first).satisfies(spread -> assertThat(
                        spread.stream().mapToLong(Long::longValue).sum())
                .isEqualTo(100));
        assertThat(first.stream().filter(records -> records > 0)).hasSizeGreaterThan(1);
    }

    @Test
    void firstRecordWithoutAKeyGoesToEachPartitionUnderOneSeedOrAnother() {
        List<Integer> first = new ArrayList<>();
        for (long seed = 1; seed <= 40; seed++) {
            first.add(spread(seed, 1).indexOf(1L));
        }
        assertThat(first).contains(0, 1, 2, 3);
        assertThat(new LinkedHashSet<>(first.subList(0, 8))).hasSizeGreaterThan(2);
    }

    private static List<Long> spread() {
        return spread(7, 100);
    }

    private static List<Long> spread(long seed, int records) {
        try (InMemoryKafka fresh = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 4)
                .seed(seed)
                .build())) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("batch.size", 100);
            try (KafkaProducer<String, String> producer =
                    fresh.producer(config, new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < records; i++) {
                    producer.send(new ProducerRecord<>("orders", "ten bytes."));
                }
            }
            return List.of(
                    fresh.endOffset("orders", 0),
                    fresh.endOffset("orders", 1),
                    fresh.endOffset("orders", 2),
                    fresh.endOffset("orders", 3));
        }
    }
}
