package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.MemberReconciled;
import io.github.groupcoordinator.event.group.PartitionsRevoked;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.view.MemberState;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The consumer protocol of KIP-848: the coordinator assigns, and each member gets there at its own pace. */
@EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 4), @Topic(name = "payments", partitions = 2)})
class ConsumerProtocolTest {

    /** The same holds for an application on either protocol: this is one test, and both pass it. */
    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    void survivorGoesOnWhereTheCrashedMemberHadCommitted(
            GroupProtocol protocol, InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        try (Consumer<String, String> first = member(kafka, protocol);
                Consumer<String, String> second = member(kafka, protocol)) {
            kafka.awaitStable("billing");
            send(producer, "before the crash");
            assertThat(kafka.runFor(Duration.ofSeconds(6)).count()).isEqualTo(4); // and auto commit after 5 s

            kafka.client(first).crash();
            send(producer, "after it");
            kafka.awaitStable("billing");

            assertThat(kafka.group("billing"))
                    .hasMembers(second)
                    .rebalancedBecause(RebalanceReason.SESSION_TIMEOUT, first)
                    .assigns(second, "orders-0", "orders-1", "orders-2", "orders-3");
            assertThat(kafka.runFor(Duration.ofSeconds(6)).of(second))
                    .hasSize(4)
                    .allSatisfy(record -> assertThat(record.value()).isEqualTo("after it"));
        }
    }

    /** Nobody stops for a new member: only what moves is revoked, and only from who has it. */
    @Test
    void memberKeepsWhatDoesNotMove(
            InMemoryKafka kafka,
            EventLog events,
            @GroupMember(group = "billing", topics = "orders", protocol = GroupProtocol.CONSUMER)
                    Consumer<String, String> first,
            @GroupMember(group = "billing", protocol = GroupProtocol.CONSUMER) Consumer<String, String> second) {
        kafka.awaitStable("billing");

        second.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        assertThat(first.assignment()).hasSize(2);
        assertThat(second.assignment()).hasSize(2).doesNotContainAnyElementsOf(first.assignment());
        assertThat(events.of(PartitionsRevoked.class)).singleElement().satisfies(revoked -> assertThat(
                        revoked.partitions())
                .containsExactlyInAnyOrderElementsOf(second.assignment()));
        // On its way it had been told to give two up, and was not yet in the group's new epoch.
        assertThat(events.of(MemberReconciled.class))
                .extracting(MemberReconciled::state)
                .contains(MemberState.UNREVOKED_PARTITIONS)
                .endsWith(MemberState.STABLE);
        assertThat(kafka.group("billing").members())
                .extracting(MemberView::memberEpoch)
                .containsOnly(kafka.group("billing").generation());
    }

    /**
     * A member may name the assignor, which runs in the coordinator: {@code uniform}, the default, or {@code range}.
     */
    @Test
    void coordinatorAssigns(
            InMemoryKafka kafka,
            @GroupMember(
                            group = "billing",
                            topics = {"orders", "payments"},
                            protocol = GroupProtocol.CONSUMER,
                            properties = "group.remote.assignor=range")
                    Consumer<String, String> first,
            @GroupMember(
                            group = "billing",
                            topics = {"orders", "payments"},
                            protocol = GroupProtocol.CONSUMER,
                            properties = "group.remote.assignor=range")
                    Consumer<String, String> second) {
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing")).hasProtocol("range");
        // Whoever gets the first half of one topic gets the first half of the other, too.
        Consumer<String, String> firstHalf =
                first.assignment().contains(new TopicPartition("orders", 0)) ? first : second;
        assertThat(kafka.group("billing")).assigns(firstHalf, "orders-0", "orders-1", "payments-0");
    }

    /** The coordinator matches the topics, too: by an expression of RE2/J. */
    @Test
    void coordinatorMatchesThePattern(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", protocol = GroupProtocol.CONSUMER) Consumer<String, String> consumer) {
        consumer.subscribe(new SubscriptionPattern("pay.*"));

        kafka.awaitStable("billing");

        assertThat(consumer.assignment()).hasSize(2);
        assertThat(consumer.subscription()).isEmpty(); // the client does not know which topics match
    }

    private static Consumer<String, String> member(InMemoryKafka kafka, GroupProtocol protocol) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
        config.put("auto.offset.reset", "earliest");
        Consumer<String, String> consumer = kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private static void send(Producer<String, String> producer, String value) {
        for (int partition = 0; partition < 4; partition++) {
            producer.send(new ProducerRecord<>("orders", partition, "customer", value));
        }
        producer.flush();
    }
}
