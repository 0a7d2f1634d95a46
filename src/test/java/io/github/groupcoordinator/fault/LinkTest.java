package io.github.groupcoordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.LeakedClientException;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** One client's link to the cluster: partitioned, healed, slow. */
final class LinkTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());
    private final List<String> heard = new ArrayList<>();

    private KafkaConsumer<String, String> unclosed() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("enable.auto.commit", false);
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"), new Hearing());
        return consumer;
    }

    private KafkaConsumer<String, String> member() {
        KafkaConsumer<String, String> consumer = unclosed();
        kafka.client(consumer).closedByFixture();
        return consumer;
    }

    private final class Hearing implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            heard.add("assigned " + partitions.size());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            heard.add("revoked " + partitions.size());
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            heard.add("lost " + partitions.size());
        }
    }

    @Test
    void partitionedMemberLosesItsPartitionsWhenItComesBackAfterItsSession() {
        KafkaConsumer<String, String> first = member();
        KafkaConsumer<String, String> second = member();
        kafka.awaitStable("billing");
        heard.clear();

        kafka.client(first).isolate();
        kafka.clock().advance(Duration.ofSeconds(46));
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
        second.poll(Duration.ofSeconds(10));
        assertThat(second.assignment()).hasSize(4);
        assertThat(first.assignment()).as("it cannot know yet").hasSize(2);
        kafka.client(first).heal();
        kafka.awaitStable("billing");

        assertThat(heard).contains("lost 2");
        assertThat(first.assignment()).hasSize(2);
        assertThat(second.assignment()).hasSize(2);
        kafka.close();
    }

    @Test
    void partitionThatHealsWithinTheSessionIsNoticedByNobody() {
        KafkaConsumer<String, String> consumer = member();
        kafka.awaitStable("billing");
        heard.clear();
        kafka.client(consumer).isolate();
        kafka.clock().advance(Duration.ofSeconds(20));
        kafka.client(consumer).heal();
        kafka.clock().advance(Duration.ofMinutes(2));
        assertThat(kafka.events().of(MemberExpired.class)).isEmpty();
        assertThat(kafka.group("billing").members()).hasSize(1);
        assertThat(heard).isEmpty();
        kafka.close();
    }

    @Test
    void nothingOvertakesWhatWasUnderWayWhenThePartitionBegan() {
        KafkaConsumer<String, String> consumer = member();
        kafka.awaitStable("billing");
        TopicPartition partition = new TopicPartition("orders", 0);
        List<String> answers = new ArrayList<>();
        kafka.client(consumer).latency(Duration.ofMillis(100));

        consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(0, "first")), (of, e) -> answers.add("1: " + e));
        kafka.clock().advance(Duration.ofMillis(50));
        kafka.client(consumer).isolate();
        consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(0, "second")), (of, e) -> answers.add("2: " + e));
        kafka.clock().advance(Duration.ofMillis(100));
        kafka.client(consumer).heal();
        consumer.poll(Duration.ofSeconds(1));

        assertThat(answers).containsExactly("1: null", "2: null");
        assertThat(kafka.group("billing").committedOffsets().get(partition))
                .isEqualTo(new OffsetAndMetadata(0, "second"));
        kafka.close();
    }

    @Test
    void commitOfAPartitionedMemberTimesOut() {
        KafkaConsumer<String, String> consumer = member();
        kafka.awaitStable("billing");
        kafka.client(consumer).isolate();
        assertThatThrownBy(() -> consumer.commitSync(Duration.ofSeconds(20))).isInstanceOf(TimeoutException.class);
        assertThat(kafka.group("billing").committedOffsets()).isEmpty();

        kafka.client(consumer).heal();
        consumer.poll(Duration.ofSeconds(1));
        assertThat(kafka.events().of(OffsetsCommitted.class))
                .as("what was sent arrives, on a connection that is still there")
                .hasSize(1);
        kafka.close();
    }

    @Test
    void producerSendsAgainAfterAPartitionLongerThanItsRequestTimeout()
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", 0, "k", "before")).get();
            kafka.client(producer).isolate();
            kafka.clock().schedule(Duration.ofSeconds(45), () -> kafka.client(producer)
                    .heal());
            producer.send(new ProducerRecord<>("orders", 0, "k", "after")).get();
        }
        assertThat(kafka.endOffset("orders", 0)).isEqualTo(2);
        assertThat(kafka.clock().elapsed()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(80));
        kafka.close();
    }

    @Test
    void latencyShowsInTheTimesOfEvents() {
        KafkaConsumer<String, String> consumer = member();
        kafka.client(consumer).latency(Duration.ofMillis(100));
        kafka.awaitStable("billing");
        Instant start = kafka.clock().startTime();
        // Six round trips: connect, ApiVersions, FindCoordinator; connect, ApiVersions, the first JoinGroup. The second
        // JoinGroup is the one that counts, and takes one way more. From 4.4 on clients offer ApiVersions v5 first and
        // fall back, one round trip on each of the two connections, as on any broker before 4.4.
        long refused = kafka.requests().all().stream()
                .filter(request -> request.toString().contains("ApiVersions v5: UNSUPPORTED_VERSION"))
                .limit(2)
                .count();
        assertThat(kafka.events().of(MemberJoined.class)).singleElement().satisfies(joined -> assertThat(
                        Duration.between(start, joined.at()))
                .isEqualTo(Duration.ofMillis(1300 + 200 * refused)));
        Duration before = kafka.clock().elapsed();
        consumer.commitSync();
        assertThat(kafka.clock().elapsed().minus(before)).isEqualTo(Duration.ofMillis(200));

        kafka.client(consumer).latency(Duration.ZERO);
        before = kafka.clock().elapsed();
        consumer.commitSync();
        assertThat(kafka.clock().elapsed()).isEqualTo(before);
        kafka.close();
    }

    @Test
    void negativeLatencyIsRefused() {
        KafkaConsumer<String, String> consumer = member();
        assertThatThrownBy(() -> kafka.client(consumer).latency(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        kafka.close();
    }

    @Test
    void leakedClientAndUnusedFaultAreBothTold() {
        unclosed();
        kafka.faults().on(ApiKeys.OFFSET_COMMIT).drop();
        assertThatThrownBy(kafka::close)
                .isInstanceOf(LeakedClientException.class)
                .satisfies(leak ->
                        assertThat(leak.getSuppressed()).singleElement().isInstanceOf(UnusedFaultException.class));
    }
}
