package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.view.GroupNotStableException;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test that waits in real time for an application's own clients, which come over the listener. */
@Timeout(60)
class AwaitStableInSystemTimeTest {

    private static InMemoryKafka start() {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 2)
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .listener(ListenerConfig.inSystemTime())
                .build());
    }

    @Test
    void memberOfAnApplicationIsWaitedFor() throws Exception {
        try (InMemoryKafka kafka = start()) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread application = new Thread(() -> {
                try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "billing"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
                    consumer.subscribe(List.of("orders"));
                    while (!stop.get()) {
                        consumer.poll(Duration.ofMillis(50));
                    }
                }
            });
            application.start();
            try {
                kafka.awaitStable("billing");
                assertThat(kafka.group("billing").state()).isEqualTo(GroupState.STABLE);
                assertThat(kafka.group("billing").members())
                        .singleElement()
                        .satisfies(member -> assertThat(member.assignment()).hasSize(2));
            } finally {
                stop.set(true);
                application.join();
            }
        }
    }

    @Test
    void groupToWhichNobodyComesIsToldWhenTheTimeIsOver() {
        try (InMemoryKafka kafka = start()) {
            assertThatThrownBy(() -> kafka.awaitStable("billing", Duration.ofMillis(100)))
                    .isInstanceOf(GroupNotStableException.class)
                    .hasMessageContaining("Group 'billing' did not become stable within PT0.1S of real time")
                    .hasMessageContaining("no client outside has joined yet");
        }
    }
}
