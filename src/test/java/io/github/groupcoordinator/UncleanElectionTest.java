package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A replica comes to lead that lacks records. */
final class UncleanElectionTest {
    private static final TopicPartition AUDIT = new TopicPartition("audit", 0);

    @Test
    void replicaThatStoppedBeforeTheLogStartGoesOnWhereItStopped() throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(
                        InMemoryKafkaConfig.defaults().toBuilder().brokers(3).build());
                Admin admin = kafka.admin();
                KafkaProducer<String, String> producer =
                        kafka.producer(Map.of(), new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> reader = kafka.consumer(
                        Map.of("auto.offset.reset", "earliest"), new StringDeserializer(), new StringDeserializer())) {
            admin.createTopics(List.of(new NewTopic("audit", Map.of(0, List.of(0, 1)))
                            .configs(Map.of("unclean.leader.election.enable", "true"))))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("audit", "k", "0")).get();
            kafka.broker(1).stop();
            for (String value : List.of("1", "2", "3")) {
                producer.send(new ProducerRecord<>("audit", "k", value)).get();
            }
            admin.deleteRecords(Map.of(AUDIT, RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
            kafka.broker(0).stop();

            kafka.broker(1).start();

            assertThat(kafka.partition("audit", 0).leader()).hasValue(1);
            assertThat(kafka.endOffset("audit", 0)).isEqualTo(1);
            assertThat(producer.send(new ProducerRecord<>("audit", "k", "new"))
                            .get()
                            .offset())
                    .isEqualTo(1);
            reader.assign(List.of(AUDIT));
            assertThat(reader.poll(Duration.ofSeconds(5)))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("new");
        }
    }
}
