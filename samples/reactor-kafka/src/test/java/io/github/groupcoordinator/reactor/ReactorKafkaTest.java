package io.github.groupcoordinator.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.ListenerMode;
import io.github.groupcoordinator.junit5.TimeMode;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;

/** Reactor Kafka: a sender, and a receiver that acknowledges and commits. */
@Timeout(240)
@EmbeddedGroupCoordinator(
        topics = @Topic(name = "orders", partitions = 2),
        listener = ListenerMode.SYSTEM_TIME,
        time = TimeMode.SYSTEM)
class ReactorKafkaTest {

    @Test
    void receiverCommitsWhatItAcknowledged(InMemoryKafka kafka) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                StringSerializer.class);
        KafkaSender<String, String> sender = KafkaSender.create(SenderOptions.create(config));
        sender.send(Flux.just("a", "b", "c").map(value -> SenderRecord.create("orders", 0, null, null, value, value)))
                .blockLast(Duration.ofSeconds(100));
        sender.close();
        ReceiverOptions<String, String> options = ReceiverOptions.<String, String>create(Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        "billing",
                        "auto.offset.reset",
                        "earliest",
                        "key.deserializer",
                        StringDeserializer.class,
                        "value.deserializer",
                        StringDeserializer.class))
                .subscription(List.of("orders"));

        List<String> values = KafkaReceiver.create(options)
                .receive()
                .concatMap(record -> record.receiverOffset().commit().thenReturn(record.value()))
                .take(3)
                .collectList()
                .block(Duration.ofSeconds(100));

        assertThat(values).containsExactly("a", "b", "c");
        assertThat(kafka.group("billing").committedOffsets().values())
                .singleElement()
                .satisfies(committed -> assertThat(committed.offset()).isEqualTo(3));
    }
}
