package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real consumer keeps fetch sessions with the broker, and gets over the loss of one. */
class FetchSessionsOfClientsTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);

    private InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 2).build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> consumer() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("auto.offset.reset", "earliest");
        config.put("client.rack", "rack-b");
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(FIRST, SECOND));
        return consumer;
    }

    private void send(int partition, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", partition, "key", value))
                    .get();
        }
    }

    private static List<String> poll(KafkaConsumer<String, String> consumer) {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(5))) {
            values.add(record.value());
        }
        return values;
    }

    private List<String> fetches() {
        return kafka.requests().of(ApiKeys.FETCH).all().stream()
                .map(request -> request.request())
                .toList();
    }

    @Test
    void laterFetchesNameOnlyWhatHasChanged() throws ExecutionException, InterruptedException {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            send(0, "first");
            assertThat(poll(consumer)).containsExactly("first");
            assertThat(poll(consumer)).isEmpty();

            List<String> fetches = fetches();
            assertThat(fetches.get(0)).contains("sessionEpoch=0", "rackId='rack-b'");
            assertThat(fetches.get(1)).contains("sessionId=1", "sessionEpoch=1", "partition=0, ");
            assertThat(fetches.get(fetches.size() - 1)).contains("sessionId=1", "topics=[]");
        }
        assertThat(fetches().get(fetches().size() - 1)).contains("sessionId=1", "sessionEpoch=-1");
    }

    @Test
    void aSessionThatTheBrokerHasLostIsMadeAnew() throws ExecutionException, InterruptedException {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertThat(poll(consumer)).isEmpty();
            kafka.faults().on(ApiKeys.FETCH).respond(Errors.FETCH_SESSION_ID_NOT_FOUND);
            assertThat(poll(consumer)).isEmpty();
            send(1, "later");

            assertThat(poll(consumer)).containsExactly("later");
        }
    }

    @Test
    void anErrorInASessionIsThatOfAllItsPartitions() throws ExecutionException, InterruptedException {
        send(0, "first");
        send(1, "second");
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assertThat(poll(consumer)).containsExactlyInAnyOrder("first", "second");
            assertThat(poll(consumer)).isEmpty();

            kafka.faults().on(ApiKeys.FETCH).respond(Errors.OFFSET_OUT_OF_RANGE);
            List<String> again = poll(consumer);
            again.addAll(poll(consumer));

            // Both positions are reset to the earliest offset.
            assertThat(again).containsExactlyInAnyOrder("first", "second");
        }
    }

    @Test
    void sixConsumersFindRoomForFiveAndAllAreServed() throws ExecutionException, InterruptedException {
        kafka.close();
        kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 2)
                .brokerProperty("max.incremental.fetch.session.cache.slots", "5")
                .build());
        List<KafkaConsumer<String, String>> consumers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            consumers.add(consumer());
            assertThat(poll(consumers.get(i))).isEmpty();
        }
        send(0, "to all");

        for (KafkaConsumer<String, String> each : consumers) {
            assertThat(poll(each)).containsExactly("to all");
        }
        assertThat(kafka.requests().of(ApiKeys.FETCH).from(consumers.get(5)).all())
                .allMatch(request -> request.request().contains("sessionId=0, sessionEpoch=0"));
        consumers.forEach(KafkaConsumer::close);
    }
}
