package io.github.groupcoordinator.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The consumers that an application makes by their own constructor, which a JVM compiles after some hundreds. */
class NewConsumersTest {
    private static final int ENOUGH_FOR_A_COMPILER = 1_000;

    @Test
    void consumerFindsItsClusterAfterHundredsOfAnother() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            for (int i = 0; i < ENOUGH_FOR_A_COMPILER; i++) {
                kafka.consumer(Map.of(), new StringDeserializer(), new StringDeserializer())
                        .close();
            }
        }
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 1)
                .threads(ApplicationThreads.ALLOWED)
                .build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config);
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "billing"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");

            assertThat(kafka.group("billing").members())
                    .extracting(member -> member.ref().clientId())
                    .containsExactly(kafka.client(consumer).clientId());
        }
    }
}
