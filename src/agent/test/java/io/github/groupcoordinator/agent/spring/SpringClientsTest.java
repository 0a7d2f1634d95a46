package io.github.groupcoordinator.agent.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.LeakedClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

@Timeout(60)
class SpringClientsTest {
    private static final Map<String, Object> PRODUCER =
            Map.of("key.serializer", StringSerializer.class, "value.serializer", LongSerializer.class);
    private static final Map<String, Object> CONSUMER = Map.of(
            "group.id",
            "billing",
            "auto.offset.reset",
            "earliest",
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            LongDeserializer.class);

    private static InMemoryKafka start() {
        return InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());
    }

    private static List<Long> values(Consumer<String, Long> consumer) {
        consumer.subscribe(List.of("orders"));
        List<Long> values = new ArrayList<>();
        for (ConsumerRecord<String, Long> record : consumer.poll(Duration.ofSeconds(10))) {
            values.add(record.value());
        }
        return values;
    }

    @Test
    void templateSendsAndReceivesWithoutThreadsOfTheApplication() throws Exception {
        try (InMemoryKafka kafka = start()) {
            DefaultKafkaProducerFactory<String, Long> producers = SpringClients.producerFactory(kafka, PRODUCER);
            DefaultKafkaConsumerFactory<String, Long> consumers = SpringClients.consumerFactory(kafka, CONSUMER);
            KafkaTemplate<String, Long> template = new KafkaTemplate<>(producers, true);
            assertThat(template.send("orders", "k", 7L)
                            .get()
                            .getRecordMetadata()
                            .offset())
                    .isZero();
            try (Consumer<String, Long> consumer = consumers.createConsumer()) {
                assertThat(values(consumer)).containsExactly(7L);
            }
            template.setConsumerFactory(consumers);
            ConsumerRecord<String, Long> received = template.receive("orders", 0, 0);
            assertThat(received).isNotNull();
            assertThat(received.value()).isEqualTo(7L);
            producers.destroy();
        }
    }

    @Test
    void transactionThatFailsIsAborted() {
        try (InMemoryKafka kafka = start()) {
            DefaultKafkaProducerFactory<String, Long> producers = SpringClients.producerFactory(kafka, PRODUCER);
            producers.setTransactionIdPrefix("billing-");
            KafkaTemplate<String, Long> template = new KafkaTemplate<>(producers);
            template.executeInTransaction(operations -> operations.send("orders", "k", 1L));
            assertThatThrownBy(() -> template.executeInTransaction(operations -> {
                        operations.send("orders", "k", 2L);
                        throw new IllegalStateException("bad");
                    }))
                    .hasMessage("bad");
            producers.destroy();

            DefaultKafkaConsumerFactory<String, Long> consumers = SpringClients.consumerFactory(kafka, CONSUMER);
            consumers.updateConfigs(Map.of("isolation.level", "read_committed"));
            try (Consumer<String, Long> consumer = consumers.createConsumer()) {
                assertThat(values(consumer)).containsExactly(1L);
            }
        }
    }

    @Test
    void serializersOfTheFactoryComeBeforeThoseOfTheConfiguration() throws Exception {
        try (InMemoryKafka kafka = start()) {
            DefaultKafkaProducerFactory<String, Long> producers = SpringClients.producerFactory(kafka, Map.of());
            producers.setKeySerializer(new StringSerializer());
            producers.setValueSerializer(new LongSerializer());
            assertThat(new KafkaTemplate<>(producers, true)
                            .send("orders", "k", 1L)
                            .get()
                            .getRecordMetadata()
                            .offset())
                    .isZero();
            producers.destroy();
        }
    }

    @Test
    void postProcessorsSeeTheClients() {
        try (InMemoryKafka kafka = start()) {
            List<Object> seen = new ArrayList<>();
            DefaultKafkaProducerFactory<String, Long> producers = SpringClients.producerFactory(kafka, PRODUCER);
            producers.addPostProcessor(producer -> {
                seen.add(kafka.client(producer).clientId());
                return producer;
            });
            DefaultKafkaConsumerFactory<String, Long> consumers = SpringClients.consumerFactory(kafka, CONSUMER);
            consumers.addPostProcessor(consumer -> {
                seen.add(kafka.client(consumer).clientId());
                return consumer;
            });
            producers.createProducer().close();
            consumers.createConsumer().close();
            producers.destroy();
            assertThat(seen).containsExactly("producer-1", "consumer-billing-1");
        }
    }

    @Test
    void addressOfAnotherClusterIsRefused() {
        try (InMemoryKafka kafka = start()) {
            Map<String, Object> other = Map.of("bootstrap.servers", "production:9092");
            DefaultKafkaProducerFactory<String, Long> producers = SpringClients.producerFactory(kafka, other);
            assertThatThrownBy(producers::createProducer)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("production:9092");
        }
    }

    @Test
    void consumerThatIsLeftOpenIsNamedWithTheLineThatMadeIt() {
        assertThatThrownBy(() -> {
                    try (InMemoryKafka kafka = start()) {
                        SpringClients.consumerFactory(kafka, CONSUMER).createConsumer();
                    }
                })
                .isInstanceOf(LeakedClientException.class)
                .hasMessageContaining("KafkaConsumer 'consumer-billing-1' made at ");
    }
}
