package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.junit5.DisabledOnRealCluster;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Rebalances: what makes a group have one, and what a member sees of it. */
@EmbeddedGroupCoordinator(topics = {@Topic(name = "orders", partitions = 4), @Topic(name = "payments", partitions = 2)})
class RebalancingTest {
    private static final String ASSIGNOR = "partition.assignment.strategy=org.apache.kafka.clients.consumer.";
    private static final String RANGE = ASSIGNOR + "RangeAssignor";
    private static final String COOPERATIVE = ASSIGNOR + "CooperativeStickyAssignor";

    @Test
    void memberGivesItsPartitionsUpBeforeItGetsNewOnes(
            InMemoryKafka kafka,
            @GroupMember(group = "billing") Consumer<String, String> first,
            @GroupMember(group = "billing") Consumer<String, String> second) {
        ConsumerRebalanceListener listener = mock(ConsumerRebalanceListener.class);
        first.subscribe(List.of("orders"), listener);
        kafka.awaitStable("billing");

        second.subscribe(List.of("orders"));
        kafka.awaitStable("billing");

        InOrder order = inOrder(listener);
        order.verify(listener).onPartitionsAssigned(argThat(partitions -> partitions.size() == 4));
        order.verify(listener).onPartitionsRevoked(argThat(partitions -> partitions.size() == 4));
        order.verify(listener).onPartitionsAssigned(argThat(partitions -> partitions.size() == 2));
        verify(listener, never()).onPartitionsLost(anyCollection());
    }

    @Test
    void survivorTakesOverWhenAMemberCrashes(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");

        kafka.client(first).crash();
        assertThat(kafka.group("billing")).isStable().hasMembers(first, second); // nobody has noticed yet
        clock.advance(Duration.ofSeconds(46)); // past session.timeout.ms
        assertThat(kafka.group("billing")).isInState(GroupState.PREPARING_REBALANCE);
        kafka.awaitStable("billing");

        assertThat(second.assignment()).hasSize(4);
        assertThat(kafka.group("billing")).rebalancedBecause(RebalanceReason.SESSION_TIMEOUT, first);
    }

    @Test
    @DisabledOnRealCluster("measures a rebalance to the millisecond, and asks for its cause")
    void survivorTakesOverAtOnceWhenAMemberCloses(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");

        first.close();

        // At the survivor's next heartbeat, which comes every heartbeat.interval.ms.
        assertThat(kafka.awaitStable("billing")).isLessThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(second.assignment()).hasSize(4);
        assertThat(kafka.group("billing")).hasMembers(second).rebalancedBecause(RebalanceReason.MEMBER_LEFT, first);
    }

    @Test
    void changedSubscriptionRebalancesTheGroup(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");
        int before = kafka.group("billing").generation();

        second.subscribe(List.of("orders", "payments"));
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing").generation()).isGreaterThan(before);
        assertThat(topics(first.assignment())).containsOnly("orders");
        assertThat(topics(second.assignment())).contains("orders", "payments");
    }

    @Test
    void newPartitionsAreFoundWithTheNextMetadataRefresh(
            InMemoryKafka kafka,
            Admin admin,
            @GroupMember(group = "billing", topics = "orders", properties = "metadata.max.age.ms=60000")
                    Consumer<String, String> consumer)
            throws ExecutionException, InterruptedException {
        kafka.awaitStable("billing");

        admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(6)))
                .all()
                .get();
        kafka.runFor(Duration.ofSeconds(61));
        kafka.awaitStable("billing");

        assertThat(consumer.assignment()).hasSize(6);
        assertThat(kafka.group("billing")).rebalancedBecause(RebalanceReason.LEADER_REJOINED, consumer);
    }

    @Test
    void groupGoesThroughKafkasStates(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        assertThat(kafka.group("billing")).isInState(GroupState.DEAD); // there is no such group yet

        consumer.poll(Duration.ofSeconds(1));
        assertThat(kafka.group("billing")).isInState(GroupState.PREPARING_REBALANCE);

        kafka.awaitStable("billing");
        assertThat(kafka.group("billing")).isStable();

        consumer.close();
        assertThat(kafka.group("billing")).isEmpty();
    }

    @Test
    void eagerMemberStopsWhileTheGroupRebalances(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = RANGE) Consumer<String, String> member,
            @GroupMember(group = "billing", topics = "orders", properties = RANGE) Consumer<String, String> busy,
            @GroupMember(group = "billing", properties = RANGE) Consumer<String, String> newcomer) {
        startARebalanceThatLasts(kafka, member, busy, newcomer);
        sendToEachPartition(producer);

        assertThat(member.assignment()).isEmpty();
        assertThat(member.poll(Duration.ofSeconds(10)).count()).isZero();
    }

    @Test
    void cooperativeMemberGoesOnWhileTheGroupRebalances(
            InMemoryKafka kafka,
            @RecordProducer Producer<String, String> producer,
            @GroupMember(group = "billing", topics = "orders", properties = COOPERATIVE)
                    Consumer<String, String> member,
            @GroupMember(group = "billing", topics = "orders", properties = COOPERATIVE) Consumer<String, String> busy,
            @GroupMember(group = "billing", properties = COOPERATIVE) Consumer<String, String> newcomer) {
        startARebalanceThatLasts(kafka, member, busy, newcomer);
        sendToEachPartition(producer);

        assertThat(member.assignment()).hasSize(2);
        assertThat(member.poll(Duration.ofSeconds(10)).count()).isEqualTo(2);
    }

    /** The group waits for all to rejoin; the member does so in its poll, but the busy one does not poll. */
    private static void startARebalanceThatLasts(
            InMemoryKafka kafka,
            Consumer<String, String> member,
            Consumer<String, String> busy,
            Consumer<String, String> newcomer) {
        kafka.awaitStable("billing");
        assertThat(busy.assignment()).hasSize(2);

        newcomer.subscribe(List.of("orders"));
        newcomer.poll(Duration.ofMillis(200));
        member.poll(Duration.ofSeconds(4)); // learns of the rebalance with its next heartbeat
        assertThat(kafka.group("billing")).isInState(GroupState.PREPARING_REBALANCE);
    }

    private static void sendToEachPartition(Producer<String, String> producer) {
        for (int partition = 0; partition < 4; partition++) {
            producer.send(new ProducerRecord<>("orders", partition, "key", "an order"));
        }
        producer.flush();
    }

    private static List<String> topics(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).distinct().toList();
    }
}
