package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.samples.Records.send;
import static io.github.groupcoordinator.samples.Records.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Consumer options and their effects. They are the application's own, given as Kafka takes them. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
class ConsumerOptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void bootstrapServersMayNameSeveralAddressesOfTheCluster(
            InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        send(producer, "orders", 0, "a");
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers() + "," + kafka.bootstrapServers(),
                "group.id",
                "billing",
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                StringDeserializer.class.getName(),
                "value.deserializer",
                StringDeserializer.class.getName());

        try (Consumer<String, String> consumer = kafka.consumer(config)) {
            consumer.subscribe(List.of("orders"));
            assertThat(values(consumer.poll(Duration.ofSeconds(10)))).containsExactly("a");
            assertThat(consumer.groupMetadata().groupId()).isEqualTo("billing");
        }
    }

    @Test
    void deserializersMakeTheValues(
            InMemoryKafka kafka,
            @RecordProducer(valueSerializer = IntegerSerializer.class) Producer<String, Integer> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = "auto.offset.reset=earliest",
                            valueDeserializer = IntegerDeserializer.class)
                    Consumer<String, Integer> consumer) {
        producer.send(new ProducerRecord<>("orders", "customer-17", 42));
        producer.flush();
        kafka.awaitStable("billing");

        List<ConsumerRecord<String, Integer>> records = new ArrayList<>();
        consumer.poll(SECOND).forEach(records::add);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("customer-17");
            assertThat(record.value()).isEqualTo(42);
        });
    }

    @Test
    void maxPollRecordsCutsWhatOnePollReturnsAndNotWhatIsFetched(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {"max.poll.records=2", "auto.offset.reset=earliest"})
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a", "b", "c");
        kafka.awaitStable("billing");

        assertThat(values(consumer.poll(SECOND))).containsExactly("a", "b");
        assertThat(kafka.requests().of(ApiKeys.FETCH).from(consumer).all())
                .anySatisfy(fetch -> assertThat(fetch.response().orElseThrow()).contains("highWatermark=3"));
        assertThat(values(consumer.poll(SECOND))).containsExactly("c");
    }

    @Test
    void fetchWaitsForItsMinimumOrForItsTime(
            InMemoryKafka kafka,
            VirtualClock clock,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {
                                "fetch.min.bytes=10000",
                                "fetch.max.wait.ms=3000",
                                "auto.offset.reset=earliest"
                            })
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a");
        kafka.awaitStable("billing");
        Duration before = clock.elapsed();

        assertThat(values(consumer.poll(Duration.ofSeconds(10)))).containsExactly("a");

        assertThat(clock.elapsed().minus(before)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void fetchMaximumEndsAResponseBehindTheFirstBatch(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {
                                "max.partition.fetch.bytes=1",
                                "fetch.max.bytes=1",
                                "auto.offset.reset=earliest"
                            })
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a");
        send(producer, "orders", 0, "b");
        kafka.awaitStable("billing");

        // A batch that is larger than the maximum comes all the same, or the consumer would never get on.
        assertThat(values(consumer.poll(SECOND))).containsExactly("a");
        assertThat(values(consumer.poll(SECOND))).containsExactly("b");
    }

    @Test
    void readCommittedAsksForWhatIsDecidedOnly(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders", properties = "isolation.level=read_committed")
                    Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        consumer.poll(SECOND);

        assertThat(kafka.requests().of(ApiKeys.FETCH).from(consumer).all())
                .isNotEmpty()
                .allSatisfy(fetch -> assertThat(fetch.request()).contains("isolationLevel=1"));
    }

    @Test
    void clientRackIsToldButOnlyAReplicaSelectorWouldHeed(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(
                            group = "billing",
                            topics = "orders",
                            properties = {"client.rack=rack-b", "auto.offset.reset=earliest"})
                    Consumer<String, String> consumer) {
        send(producer, "orders", 0, "a");
        kafka.awaitStable("billing");

        assertThat(values(consumer.poll(SECOND))).containsExactly("a"); // from the leader, as by a broker without one
        assertThat(kafka.requests()
                        .of(ApiKeys.FETCH)
                        .from(consumer)
                        .first()
                        .orElseThrow()
                        .request())
                .contains("rackId='rack-b'");
        assertThat(consumer.assignment()).containsExactly(new TopicPartition("orders", 0));
    }
}
