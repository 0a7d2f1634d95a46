package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real consumer, producer and admin client against the in-memory cluster, in virtual time. */
final class RealClientsTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> consumer(String group) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", group);
        config.put("auto.offset.reset", "earliest");
        return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
    }

    private KafkaProducer<String, String> producer() {
        return kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer());
    }

    private static List<String> values(ConsumerRecords<String, String> records) {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            values.add(record.value());
        }
        return values;
    }

    @Test
    void producedRecordsAreConsumed() throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer();
                KafkaConsumer<String, String> consumer = consumer("billing")) {
            RecordMetadata metadata = producer.send(new ProducerRecord<>("orders", 2, "key", "first"))
                    .get();
            assertThat(metadata.partition()).isEqualTo(2);
            assertThat(metadata.offset()).isZero();
            producer.send(new ProducerRecord<>("orders", 2, "key", "second"));
            producer.flush();
            assertThat(kafka.endOffset("orders", 2)).isEqualTo(2);

            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            assertThat(values(consumer.poll(Duration.ofSeconds(1)))).containsExactly("first", "second");
            assertThat(consumer.assignment()).hasSize(4);
        }
    }

    @Test
    void flushSendsWhatLingers() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("linger.ms", 60_000);
        try (KafkaProducer<String, String> producer =
                kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("orders", 0, "k", "v"));
            assertThat(sent.isDone()).isFalse();
            producer.flush();
            assertThat(sent.isDone()).isTrue();
            assertThat(kafka.clock().elapsed()).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void closeSendsWhatLingers() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("linger.ms", 60_000);
        KafkaProducer<String, String> producer = kafka.producer(config, new StringSerializer(), new StringSerializer());
        producer.send(new ProducerRecord<>("orders", 0, "k", "v"));
        producer.close();
        assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
    }

    @Test
    void futureWithATimeoutGivesUpInVirtualTime() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("linger.ms", 60_000);
        try (KafkaProducer<String, String> producer =
                kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("orders", 0, "k", "v"));
            assertThatThrownBy(() -> sent.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class)
                    .hasMessageContaining("virtual time");
            assertThat(kafka.clock().elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void sendWaitsForBufferMemoryInVirtualTime() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("linger.ms", 60_000);
        config.put("buffer.memory", 40_000);
        config.put("batch.size", 16_384);
        try (KafkaProducer<String, String> producer =
                kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            for (int partition = 0; partition < 4; partition++) {
                producer.send(new ProducerRecord<>("orders", partition, "k", "v"));
            }
            assertThat(kafka.endOffset("orders", 0)).as("sent to make room").isEqualTo(1);
            assertThat(kafka.clock().elapsed()).isLessThan(Duration.ofSeconds(60));
        }
        assertThat(kafka.endOffset("orders", 3)).isEqualTo(1);
    }

    @Test
    void sendToATopicThatNeverComesTimesOutAfterMaxBlockMs() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("max.block.ms", 5_000);
        try (InMemoryKafka strict = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .brokerProperty("auto.create.topics.enable", "false")
                        .build());
                KafkaProducer<String, String> producer =
                        strict.producer(config, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("nowhere", "v"));
            assertThatThrownBy(sent::get).hasCauseInstanceOf(TimeoutException.class);
            assertThat(strict.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void adminAnswersWithoutRealWaiting() throws ExecutionException, InterruptedException {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("payments", 3, (short) 1)))
                    .all()
                    .get();
            Set<String> names = admin.listTopics().names().get();
            assertThat(names).contains("orders", "payments");
            assertThat(admin.describeTopics(List.of("payments"))
                            .allTopicNames()
                            .get()
                            .get("payments")
                            .partitions())
                    .hasSize(3);
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void adminSeesAGroupAndItsOffsets() throws ExecutionException, InterruptedException {
        try (KafkaConsumer<String, String> consumer = consumer("billing");
                Admin admin = kafka.admin()) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            consumer.commitSync();
            assertThat(admin.describeConsumerGroups(List.of("billing"))
                            .all()
                            .get()
                            .get("billing")
                            .members())
                    .hasSize(1);
            assertThat(admin.listConsumerGroupOffsets("billing")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .hasSize(4);
        }
    }

    @Test
    void longPollCostsNoRealTime() {
        try (KafkaConsumer<String, String> consumer = consumer("billing")) {
            consumer.subscribe(List.of("orders"));
            consumer.poll(Duration.ofHours(1));
            assertThat(kafka.clock().elapsed()).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void wakeupScheduledForLaterEndsAPoll() {
        try (KafkaConsumer<String, String> consumer = consumer("billing")) {
            consumer.subscribe(List.of("orders"));
            kafka.clock().schedule(Duration.ofSeconds(7), consumer::wakeup);
            assertThatThrownBy(() -> consumer.poll(Duration.ofMinutes(1))).isInstanceOf(WakeupException.class);
            assertThat(kafka.clock().elapsed()).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void consumerReconnectsAfterALostConnection() {
        try (KafkaConsumer<String, String> consumer = consumer("billing");
                KafkaProducer<String, String> producer = producer()) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            kafka.client(consumer).disconnect();
            producer.send(new ProducerRecord<>("orders", 0, "k", "v"));
            producer.flush();
            List<String> received = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                received.addAll(values(consumer.poll(Duration.ofSeconds(1))));
            }
            assertThat(received).containsExactly("v");
            assertThat(kafka.group("billing").generation()).isEqualTo(1);
        }
    }

    @Test
    void runForPollsEveryConsumerAndReturnsWhatTheyReceived() {
        try (KafkaConsumer<String, String> billing = consumer("billing");
                KafkaConsumer<String, String> shipping = consumer("shipping");
                KafkaProducer<String, String> producer = producer()) {
            billing.subscribe(List.of("orders"));
            shipping.assign(List.of(new TopicPartition("orders", 1)));
            producer.send(new ProducerRecord<>("orders", 1, "k", "v"));
            producer.flush();
            PolledRecords records = kafka.runFor(Duration.ofSeconds(10));
            assertThat(records.count()).isEqualTo(2);
            assertThat(records.of(billing)).singleElement().satisfies(r -> assertThat(r.value())
                    .isEqualTo("v"));
            assertThat(records.of(shipping)).hasSize(1);
        }
    }

    @Test
    void crashedConsumerCannotBeUsedUntilItIsResumed() {
        try (KafkaConsumer<String, String> consumer = consumer("billing")) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            kafka.client(consumer).crash();
            assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("crashed at 00:00:0")
                    .hasMessageContaining("resume()");
            kafka.client(consumer).resume();
            consumer.poll(Duration.ofSeconds(1));
        }
    }

    @Test
    void crashedClientsCanBeClosedAndTellNobody() {
        KafkaConsumer<String, String> consumer = consumer("billing");
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
        KafkaProducer<String, String> producer = producer();
        producer.partitionsFor("orders");
        kafka.clock().runUntilIdle();
        Admin admin = kafka.admin();
        List<Object> clients = List.of(consumer, producer, admin);
        clients.forEach(client -> kafka.client(client).crash());
        int events = kafka.events().size();
        Duration before = kafka.clock().elapsed();
        consumer.close();
        assertThat(kafka.clock().elapsed()).as("consumer").isEqualTo(before);
        producer.close();
        assertThat(kafka.clock().elapsed()).as("producer").isEqualTo(before);
        admin.close();
        assertThat(kafka.clock().elapsed()).as("admin client").isEqualTo(before);
        assertThat(kafka.events().size()).isEqualTo(events);
        assertThat(clients).allMatch(client -> kafka.client(client).isClosed());
        assertThat(kafka.group("billing").members())
                .as("until its session expires")
                .hasSize(1);
    }

    @Test
    void subscribeWithoutGroupIdIsRefusedByTheClientItself() {
        try (KafkaConsumer<String, String> consumer =
                kafka.consumer(new Properties(), new StringDeserializer(), new StringDeserializer())) {
            assertThatThrownBy(() -> consumer.subscribe(List.of("orders")))
                    .isInstanceOf(InvalidGroupIdException.class)
                    .hasMessageContaining("group.id");
        }
    }

    @Test
    void bootstrapServersOfAnotherClusterAreRefused() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bootstrap.servers", "broker.example.com:9092");
        assertThatThrownBy(() -> kafka.consumer(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broker.example.com:9092")
                .hasMessageContaining(kafka.bootstrapServers())
                .hasMessageContaining("Leave bootstrap.servers out");
        config.put("bootstrap.servers", List.of(kafka.bootstrapServers()));
        config.put("client.id", "x");
        kafka.consumer(config, new StringDeserializer(), new StringDeserializer())
                .close();
    }

    @Test
    void clientLeftOpenIsReportedWithThePlaceWhereItWasMade() {
        InMemoryKafka other = InMemoryKafka.start();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("client.id", "forgotten");
        other.consumer(config, new StringDeserializer(), new StringDeserializer());
        assertThatThrownBy(other::close)
                .isInstanceOf(LeakedClientException.class)
                .hasMessageContaining("KafkaConsumer 'forgotten'")
                .hasMessageContaining("RealClientsTest.clientLeftOpenIsReportedWithThePlaceWhereItWasMade");
        other.close();
    }

    @Test
    void crashedClientAndFixturesClientAreNotLeaks() {
        InMemoryKafka other = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("t", 1).build());
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "g");
        KafkaConsumer<String, String> crashed =
                other.consumer(config, new StringDeserializer(), new StringDeserializer());
        crashed.subscribe(List.of("t"));
        other.awaitStable("g");
        other.client(crashed).crash();
        KafkaConsumer<String, String> fixtures =
                other.consumer(config, new StringDeserializer(), new StringDeserializer());
        other.client(fixtures).closedByFixture();
        int events = other.events().size();
        other.close();
        assertThat(other.events().size()).as("a dead process tells nobody").isEqualTo(events);
        assertThat(other.toString()).contains("InMemoryKafka");
    }

    @Test
    void clientOfAnotherClusterIsNotFound() {
        try (InMemoryKafka other = InMemoryKafka.start();
                KafkaConsumer<String, String> consumer = consumer("billing")) {
            assertThatThrownBy(() -> other.client(consumer))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("made no client");
        }
    }

    @Test
    void twoClustersShareOneClock() {
        var clock = InMemoryKafka.newClock();
        InMemoryKafkaConfig shared =
                InMemoryKafkaConfig.defaults().toBuilder().clock(clock).build();
        try (InMemoryKafka first = InMemoryKafka.start(shared);
                InMemoryKafka second = InMemoryKafka.start(shared)) {
            first.clock().advance(Duration.ofSeconds(5));
            assertThat(second.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
            assertThat(second.clock()).isSameAs(clock);
        }
    }
}
