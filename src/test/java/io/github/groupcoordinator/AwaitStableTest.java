package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.view.GroupNotStableException;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AwaitStableTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 4).build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> member(String... properties) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("auto.offset.reset", "earliest");
        for (String property : properties) {
            config.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private void produce(int records) {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("orders", i % 4, "k", "v" + i));
            }
        }
    }

    @Test
    void newMembersJoinBeforeTheirFirstPoll() {
        KafkaConsumer<String, String> first = member();
        KafkaConsumer<String, String> second = member();
        Duration took = kafka.awaitStable("billing");
        assertThat(took).as("the initial rebalance delay").isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(first.assignment()).hasSize(2);
        assertThat(second.assignment()).hasSize(2);
        assertThat(kafka.group("billing").isStable()).isTrue();
    }

    @Test
    void rightAfterACrashItWaitsUntilTheDeadMemberIsGone() {
        KafkaConsumer<String, String> first = member();
        KafkaConsumer<String, String> second = member();
        kafka.awaitStable("billing");
        kafka.client(first).crash();
        assertThat(kafka.group("billing").isStable()).as("nobody knows yet").isTrue();
        Duration took = kafka.awaitStable("billing");

        assertThat(took).isBetween(Duration.ofSeconds(42), Duration.ofSeconds(49));
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
        assertThat(second.assignment()).hasSize(4);
    }

    @Test
    void stableGroupTakesNoTime() {
        member();
        kafka.awaitStable("billing");
        assertThat(kafka.awaitStable("billing")).isZero();
    }

    @Test
    void itGoesOnBetweenTheTwoRebalancesOfCooperativeSticky() {
        String cooperative =
                "partition.assignment.strategy=org.apache.kafka.clients.consumer.CooperativeStickyAssignor";
        KafkaConsumer<String, String> first = member(cooperative);
        kafka.awaitStable("billing");
        KafkaConsumer<String, String> second = member(cooperative);
        kafka.awaitStable("billing");
        assertThat(first.assignment()).hasSize(2);
        assertThat(second.assignment()).hasSize(2);
        assertThat(kafka.events().of(RebalanceCompleted.class)).hasSize(3);
        assertThat(kafka.events().of(PartitionsRevoked.class))
                .singleElement()
                .satisfies(revoked -> assertThat(revoked.partitions()).hasSize(2));
    }

    @Test
    void recordsFetchedBeforeAreStillDelivered() {
        produce(8);
        KafkaConsumer<String, String> first = member("max.poll.records=1");
        kafka.awaitStable("billing");
        List<String> received = new ArrayList<>();
        first.poll(Duration.ofSeconds(1)).forEach(record -> received.add(record.value()));
        assertThat(received).hasSize(1);
        kafka.awaitStable("billing");
        for (int i = 0; i < 20; i++) {
            first.poll(Duration.ofMillis(100)).forEach(record -> received.add(record.value()));
        }
        assertThat(received).containsExactlyInAnyOrder("v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7");
    }

    @Test
    void autoCommitIntervalStartsWhenTheGroupIsJoined() {
        KafkaConsumer<String, String> first = member("auto.commit.interval.ms=5000");
        kafka.awaitStable("billing");
        first.poll(Duration.ofMillis(4_999));
        assertThat(kafka.events().of(OffsetsCommitted.class)).isEmpty();
        first.poll(Duration.ofMillis(100));
        assertThat(kafka.events().of(OffsetsCommitted.class)).hasSize(1);
    }

    @Test
    void nothingIsAutoCommittedOnTheTestsBehalf() {
        produce(8);
        KafkaConsumer<String, String> first = member("auto.commit.interval.ms=10000");
        kafka.awaitStable("billing");
        List<ConsumerRecord<String, String>> received = new ArrayList<>();
        first.poll(Duration.ofMillis(500)).forEach(received::add);
        assertThat(received).isNotEmpty();
        kafka.clock().advance(Duration.ofSeconds(5));
        member();
        kafka.awaitStable("billing");
        assertThat(kafka.events().of(OffsetsCommitted.class)).isEmpty();
        kafka.runFor(Duration.ofSeconds(12));
        assertThat(kafka.events().of(OffsetsCommitted.class))
                .as("the application's own poll commits again")
                .isNotEmpty();
    }

    @Test
    void nobodyInTheGroupIsAMistakeThatSaysSo() {
        assertThatThrownBy(() -> kafka.awaitStable("bilings"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'bilings'")
                .hasMessageContaining("check the name. Live consumers: none.");

        member("client.id=idle").unsubscribe();
        member("client.id=busy");
        assertThatThrownBy(() -> kafka.awaitStable("bilings"))
                .hasMessageContaining(
                        "'idle' of group 'billing', not subscribed; KafkaConsumer 'busy' of group 'billing'.");
    }

    @Test
    void timeThatRunsOutSaysWhoIsMissing() {
        member();
        assertThatThrownBy(() -> kafka.awaitStable("billing", Duration.ofSeconds(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("within 2000 ms")
                .hasMessageContaining("consumer-billing-1")
                .hasMessageContaining("PREPARING_REBALANCE");
    }

    @Test
    void timeThatRunsOutSaysWhoCrashedAndWhen() {
        KafkaConsumer<String, String> first = member();
        kafka.awaitStable("billing");
        kafka.client(first).crash();
        assertThatThrownBy(() -> kafka.awaitStable("billing", Duration.ofSeconds(10)))
                .isInstanceOf(GroupNotStableException.class)
                .hasMessageContaining("consumer-billing-1")
                .hasMessageContaining("crashed at 00:00:03.000 but is still a member")
                .hasMessageContaining("session timeout is 45000 ms");
    }

    @Test
    void groupThatOnlyADeadMemberIsLeftOfBecomesEmpty() {
        KafkaConsumer<String, String> first = member();
        kafka.awaitStable("billing");
        kafka.client(first).crash();
        kafka.awaitStable("billing");
        assertThat(kafka.group("billing").state()).isEqualTo(GroupState.EMPTY);
    }

    @Test
    void pendingWakeupIsGivenBack() {
        KafkaConsumer<String, String> first = member();
        first.wakeup();
        kafka.awaitStable("billing");
        assertThatThrownBy(() -> first.poll(Duration.ofSeconds(1))).isInstanceOf(WakeupException.class);
    }
}
