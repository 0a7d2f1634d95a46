package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.CoordinatorFailedOver;
import io.github.groupcoordinator.event.RebalanceCompleted;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Failovers where there is nobody else to take over. */
final class SingleBrokerFailoverTest {
    @Test
    void onlyBrokerCanFailOverToItself() {
        try (InMemoryKafka single = InMemoryKafka.start();
                KafkaConsumer<String, String> consumer = single.consumer(
                        Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer())) {
            single.createTopic("orders", 1);
            consumer.subscribe(List.of("orders"));
            single.awaitStable("billing");

            single.coordinator("billing").failover();
            single.awaitStable("billing");

            assertThat(single.coordinator("billing").partition().leaderEpoch()).isEqualTo(2);
            assertThat(single.events().of(CoordinatorFailedOver.class)).hasSize(1);
            assertThat(single.events().of(RebalanceCompleted.class)).hasSize(1);
        }
    }
}
