package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.CoordinatorFailedOver;
import io.github.groupcoordinator.event.MemberExpired;
import io.github.groupcoordinator.event.RebalanceCompleted;
import java.time.Duration;
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

    @Test
    void onlyBrokerThatHangsKeepsItsGroups() {
        try (InMemoryKafka single = InMemoryKafka.start();
                KafkaConsumer<String, String> consumer = single.consumer(
                        Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer())) {
            single.createTopic("orders", 1);
            consumer.subscribe(List.of("orders"));
            single.awaitStable("billing");

            single.broker(0).pause();
            assertThatThrownBy(() -> single.broker(0).pause()).hasMessage("Broker 0 is paused already");
            single.clock().advance(Duration.ofSeconds(20));
            single.broker(0).resume();

            single.awaitStable("billing");
            assertThat(single.coordinator("billing").partition().leaderEpoch()).isZero();
            assertThat(single.events().of(RebalanceCompleted.class)).hasSize(1);
        }
    }

    @Test
    void brokerThatHasCrashedExpiresNobody() {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .brokerProperty("broker.session.timeout.ms", "120000")
                .build();
        try (InMemoryKafka single = InMemoryKafka.start(config);
                KafkaConsumer<String, String> consumer = single.consumer(
                        Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer())) {
            single.createTopic("orders", 1);
            consumer.subscribe(List.of("orders"));
            single.awaitStable("billing");

            single.broker(0).crash();
            single.clock().advance(Duration.ofSeconds(60));
            assertThat(single.events().of(MemberExpired.class)).isEmpty();
            single.broker(0).start();

            single.awaitStable("billing");
            assertThat(single.events().of(MemberExpired.class)).isEmpty();
        }
    }
}
