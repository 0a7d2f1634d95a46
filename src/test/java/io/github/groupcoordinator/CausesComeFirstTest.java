package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.broker.BrokerDisturbed;
import io.github.groupcoordinator.event.client.ClientDisturbed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deeds of a test stand in the event log before whatever they lead to, also at the same instant. */
@Timeout(60)
class CausesComeFirstTest {
    private static final Map<String, BiConsumer<InMemoryKafka, Consumer<?, ?>>> DEEDS = new LinkedHashMap<>();

    static {
        DEEDS.put("isolate", (kafka, consumer) -> kafka.client(consumer).isolate());
        DEEDS.put("heal", (kafka, consumer) -> kafka.client(consumer).heal());
        DEEDS.put("pauseHeartbeats", (kafka, consumer) -> kafka.client(consumer).pauseHeartbeats());
        DEEDS.put("resume", (kafka, consumer) -> kafka.client(consumer).resume());
        DEEDS.put("disconnect", (kafka, consumer) -> kafka.client(consumer).disconnect());
        DEEDS.put("latency", (kafka, consumer) -> kafka.client(consumer).latency(Duration.ofMillis(5)));
        DEEDS.put("crash", (kafka, consumer) -> kafka.client(consumer).crash());
        DEEDS.put("resume after the crash", (kafka, consumer) -> kafka.client(consumer)
                .resume());
        DEEDS.put("pause broker 0", (kafka, consumer) -> kafka.broker(0).pause());
        DEEDS.put("resume broker 0", (kafka, consumer) -> kafka.broker(0).resume());
        DEEDS.put("crash broker 0", (kafka, consumer) -> kafka.broker(0).crash());
        DEEDS.put("start broker 0", (kafka, consumer) -> kafka.broker(0).start());
        DEEDS.put("stop broker 0", (kafka, consumer) -> kafka.broker(0).stop());
        DEEDS.put("start broker 0 again", (kafka, consumer) -> kafka.broker(0).start());
    }

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .topic("orders", 2)
            .brokerProperty("group.consumer.min.session.timeout.ms", "6000")
            .brokerProperty("group.consumer.session.timeout.ms", "6000")
            .brokerProperty("group.consumer.min.heartbeat.interval.ms", "2000")
            .brokerProperty("group.consumer.heartbeat.interval.ms", "2000")
            .build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private Consumer<String, String> consumer(String protocol) {
        Map<String, Object> config = new LinkedHashMap<>(
                Map.of("group.id", "billing", "group.protocol", protocol, "request.timeout.ms", "3000"));
        if (protocol.equals("classic")) {
            config.put("session.timeout.ms", "6000");
            config.put("heartbeat.interval.ms", "2000");
        }
        Consumer<String, String> consumer = kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    /** Each lasts longer than a session, so that it has consequences, the next one's among them. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatATestDoesIsTheNextEvent(String protocol) {
        try (Consumer<String, String> first = consumer(protocol);
                Consumer<String, String> second = consumer(protocol)) {
            kafka.awaitStable("billing");
            DEEDS.forEach((name, deed) -> {
                int before = kafka.events().all().size();
                deed.accept(kafka, first);
                List<ClusterEvent> events = kafka.events().all();
                assertThat(events).as(name).hasSizeGreaterThan(before);
                assertThat(events.get(before))
                        .as(name)
                        .isInstanceOf(name.contains("broker") ? BrokerDisturbed.class : ClientDisturbed.class);
                kafka.runFor(Duration.ofSeconds(10));
            });
        }
    }
}
