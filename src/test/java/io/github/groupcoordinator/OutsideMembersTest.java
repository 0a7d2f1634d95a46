package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.view.GroupNotStableException;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test that waits for a group whose members came over the listener, in virtual time. */
class OutsideMembersTest {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private Thread application;

    private InMemoryKafka start(String initialDelayMs) {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 4)
                .listener(ListenerConfig.inVirtualTime())
                .brokerProperty("group.initial.rebalance.delay.ms", initialDelayMs)
                .build());
    }

    private static Map<String, Object> config(String clientId) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "g");
        config.put("client.id", clientId);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        return config;
    }

    /** An application with a thread of its own, as frameworks have. */
    private void run(InMemoryKafka kafka, String clientId) {
        Map<String, Object> config = config(clientId);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        application = new Thread(() -> {
            try (Consumer<String, String> consumer = new KafkaConsumer<>(config)) {
                consumer.subscribe(List.of("orders"));
                while (!stopped.get()) {
                    consumer.poll(Duration.ofMillis(50));
                }
            }
        });
        application.setDaemon(true);
        application.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopped.set(true);
        if (application != null) {
            application.join(20_000);
            assertThat(application.isAlive()).isFalse();
        }
    }

    private void end() throws InterruptedException {
        stopped.set(true);
        application.join(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3000"})
    void memberOutsideIsWaitedForAndNotTakenForDead(String initialDelayMs) throws Exception {
        try (InMemoryKafka kafka = start(initialDelayMs)) {
            run(kafka, "app");

            kafka.awaitStable("g");

            assertThat(kafka.group("g").state()).isEqualTo(GroupState.STABLE);
            assertThat(kafka.group("g").members()).singleElement().satisfies(member -> assertThat(member.assignment())
                    .hasSize(4));
            assertThat(kafka.events().of(MemberExpired.class)).isEmpty();
            assertThat(kafka.awaitStable("g")).isZero();
            end();
        }
    }

    @Test
    void memberOutsideAndOneOfTheClustersOwnShareTheGroup() throws Exception {
        try (InMemoryKafka kafka = start("0")) {
            run(kafka, "app");
            kafka.awaitStable("g");
            try (Consumer<String, String> own = kafka.consumer(config("own"))) {
                own.subscribe(List.of("orders"));

                kafka.awaitStable("g");

                assertThat(own.assignment()).hasSize(2);
                assertThat(kafka.group("g").members()).hasSize(2);
                // A fetch of the application's waits in its own time, not in that of the cluster.
                kafka.clock().advance(Duration.ofSeconds(5));
            }
            end();
        }
    }

    @Test
    void memberWhoseConnectionIsGoneIsDead() throws Exception {
        try (InMemoryKafka kafka = start("0")) {
            run(kafka, "app");
            kafka.awaitStable("g");
            end();

            assertThatThrownBy(() -> kafka.awaitStable("unheard-of", Duration.ofSeconds(1)))
                    .isInstanceOf(GroupNotStableException.class);
        }
    }
}
