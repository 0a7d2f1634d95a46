package io.github.groupcoordinator.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Consumers that an application makes by Kafka's own constructor find the cluster by its address. Not among the unit
 * tests: in a JVM that has made some hundred consumers that constructor is compiled, with what it asked until then.
 */
@Timeout(60)
class OwnConsumersIT {
    private final List<String> seen = PollLoop.list();

    private static InMemoryKafkaConfig.Builder config() {
        return InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.ALLOWED)
                .topic("orders", 4);
    }

    private static InMemoryKafka start() {
        return InMemoryKafka.start(config().build());
    }

    @Test
    void clientsOfTheApplicationsOwnMakingFindTheClusterByItsAddress() {
        try (InMemoryKafka kafka = start()) {
            PollLoop a = new PollLoop("a", "classic", seen, config -> {
                config.put("bootstrap.servers", kafka.bootstrapServers());
                return new KafkaConsumer<>(config);
            });
            PollLoop.run("poller", a);
            kafka.awaitStable("billing");

            assertThat(kafka.group("billing").members()).hasSize(1);
            assertThat(kafka.client(a.consumer).clientId()).isEqualTo("a");
            PollLoop.stop(kafka, a);
        }
        Map<String, Object> elsewhere = new PollLoop("b", "classic", seen, config -> null).config();
        elsewhere.put("bootstrap.servers", "localhost:1");
        new KafkaConsumer<String, String>(elsewhere).close(Duration.ZERO);
    }

    @Test
    void shareConsumersOfTheApplicationsOwnMakingFindTheClusterByItsAddress() {
        try (InMemoryKafka kafka = start()) {
            SharePollLoopsTest.Loop a =
                    new SharePollLoopsTest.Loop("a", kafka, seen, (its, config) -> new KafkaShareConsumer<>(config));
            PollLoop.run("poller", a);
            assertThat(kafka.awaitStable("work")).isEqualTo(Duration.ofSeconds(5));
            assertThat(kafka.group("work").members()).hasSize(1);
            assertThat(kafka.client(a.consumer).clientId()).isEqualTo("a");
            a.consumer.wakeup();
            assertThat(kafka.runUntil(() -> a.ended, Duration.ofMinutes(1))).isTrue();
            assertThat(a.failure).isNull();
        }
        Map<String, Object> elsewhere = Map.of(
                "bootstrap.servers",
                "localhost:1",
                "group.id",
                "work",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class);
        new KafkaShareConsumer<String, String>(elsewhere).close(Duration.ZERO);
    }

    @Test
    void consumersFindTheClusterOfTheTestThatStartedTheirThread() throws Exception {
        try (InMemoryKafka mine = start()) {
            AtomicReference<String> others = new AtomicReference<>("");
            Thread otherTest = new Thread(
                    () -> {
                        try (InMemoryKafka kafka = start()) {
                            PollLoop b = new PollLoop("b", "consumer", PollLoop.list(), config -> {
                                config.put("bootstrap.servers", kafka.bootstrapServers());
                                return new KafkaConsumer<>(config);
                            });
                            PollLoop.run("poller of the other", b);
                            kafka.awaitStable("billing");
                            others.set(kafka.group("billing").members().toString());
                            PollLoop.stop(kafka, b);
                        }
                    },
                    "other test");
            otherTest.start();
            PollLoop a = new PollLoop("a", "classic", seen, config -> {
                config.put("bootstrap.servers", mine.bootstrapServers());
                return new KafkaConsumer<>(config);
            });
            PollLoop.run("poller of mine", a);
            mine.awaitStable("billing");
            assertThat(mine.group("billing").members()).hasSize(1);
            otherTest.join();
            assertThat(others.get()).contains("ref=b ").doesNotContain("ref=a ");
            PollLoop.stop(mine, a);
        }
    }
}
