package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.view.GroupState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Joining a group: who leads it, what the broker waits for, and what is needed to join at all. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class JoiningTest {

    @Test
    void firstMemberToJoinLeadsTheGroup(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        first.poll(Duration.ofSeconds(1)); // a consumer joins within its first poll
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing"))
                .isStable()
                .hasGeneration(1)
                .hasProtocol("range")
                .hasLeader(first)
                .hasMembers(first, second);
    }

    @Test
    void anotherMemberIsElectedWhenTheLeaderLeaves(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing");

        first.close();
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing")).hasLeader(second);
        assertThat(second.assignment()).hasSize(4);
    }

    @Test
    void brokerWaitsForLatecomersBeforeTheFirstRebalance(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> early,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> late) {
        early.poll(Duration.ofSeconds(2));
        assertThat(early.assignment()).isEmpty();
        assertThat(kafka.group("billing")).isInState(GroupState.PREPARING_REBALANCE);

        kafka.awaitStable("billing");

        // Both are in the first generation: without the delay, the late one would have cost a second rebalance.
        assertThat(kafka.group("billing")).hasGeneration(1);
        assertThat(early.assignment()).hasSize(2);
        assertThat(late.assignment()).hasSize(2);
    }

    @Test
    @EmbeddedGroupCoordinator(brokerProperties = "group.initial.rebalance.delay.ms=0")
    void withoutTheDelayTheFirstMemberStartsAtOnce(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        assertThat(kafka.awaitStable("billing")).isLessThan(Duration.ofSeconds(1));

        assertThat(consumer.assignment()).hasSize(4);
    }

    @Test
    void subscribingNeedsAGroupId(InMemoryKafka kafka) {
        Map<String, Object> properties = new LinkedHashMap<>(); // no group.id
        try (Consumer<String, String> consumer =
                kafka.consumer(properties, new StringDeserializer(), new StringDeserializer())) {

            assertThatThrownBy(() -> consumer.subscribe(List.of("orders")))
                    .isInstanceOf(InvalidGroupIdException.class)
                    .hasMessageContaining("group.id");
        }
    }
}
