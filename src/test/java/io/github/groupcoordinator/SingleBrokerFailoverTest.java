package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
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

    /** The classic consumer knows no retry of this answer to SyncGroup, which Kafka's coordinator may give. */
    @Test
    void consumerWhoseSyncMeetsACoordinatorThatLoadsThrowsAndMayPollAgain() {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .coordinatorLoadTime(Duration.ofSeconds(5))
                .build();
        try (InMemoryKafka single = InMemoryKafka.start(config);
                KafkaConsumer<String, String> consumer = single.consumer(
                        Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer())) {
            single.createTopic("orders", 1);
            single.client(consumer).latency(Duration.ofMillis(50));
            consumer.subscribe(List.of("orders"));
            while (single.group("billing").state() != GroupState.COMPLETING_REBALANCE) {
                consumer.poll(Duration.ofMillis(5));
            }

            // The answer to JoinGroup is on its way to the client.
            single.coordinator("billing").failover();

            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(1)))
                    .isExactlyInstanceOf(KafkaException.class)
                    .hasMessageContaining("Unexpected error from SyncGroup");
            assertThat(single.requests()
                            .of(ApiKeys.SYNC_GROUP)
                            .withError(Errors.COORDINATOR_LOAD_IN_PROGRESS)
                            .count())
                    .isEqualTo(1);
            single.awaitStable("billing");
            assertThat(consumer.assignment()).hasSize(1);
        }
    }
}
