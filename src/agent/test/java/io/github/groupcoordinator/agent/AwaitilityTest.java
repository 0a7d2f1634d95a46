package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.agent.Repeats.inEveryRun;
import static io.github.groupcoordinator.agent.Repeats.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that wait with Awaitility, which asks on a thread of its own: its time-outs and intervals are virtual, too. */
@Timeout(120)
class AwaitilityTest {

    @Test
    void conditionIsAwaitedInVirtualTime() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            boolean[] end = new boolean[1];
            Thread poller = new Thread(
                    () -> {
                        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(strings(kafka))) {
                            consumer.subscribe(List.of("orders"));
                            while (!end[0]) {
                                consumer.poll(Duration.ofSeconds(1)).forEach(record -> seen.note(record.value()));
                            }
                        }
                    },
                    "poller");
            poller.start();
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(strings(kafka))) {
                producer.send(new ProducerRecord<>("orders", "v"));
            }
            await().atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofSeconds(20))
                    .until(() -> seen.words().contains("v"));
            seen.note("found");
            assertThatThrownBy(() -> await().atMost(Duration.ofMinutes(1)).until(() -> false))
                    .isInstanceOf(ConditionTimeoutException.class);
            seen.note("given up");
            end[0] = true;
            poller.join();
            assertThat(seen.all()).hasSize(3).element(1).isEqualTo("PT20S found");
        });
    }
}
