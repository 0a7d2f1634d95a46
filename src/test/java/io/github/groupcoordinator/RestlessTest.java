package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.time.VirtualDeadlockException;
import io.github.groupcoordinator.view.GroupNotStableException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits for what never comes to rest, or never comes, end, and say who keeps them waiting. */
@Timeout(60)
final class RestlessTest {
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .topic("orders", 4)
            .brokerProperty("group.initial.rebalance.delay.ms", "0")
            .build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> member(String clientId, boolean restless) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("client.id", clientId);
        config.put("enable.auto.commit", "false");
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        consumer.subscribe(List.of("orders"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // Nothing to tidy up.
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                if (restless) {
                    consumer.enforceRebalance();
                }
            }
        });
        return consumer;
    }

    @Test
    void membersThatNeverComeToRestEndAwaitStable() {
        member("billing-1", true);
        member("billing-2", true);

        assertThatThrownBy(() -> kafka.awaitStable("billing"))
                .isInstanceOf(GroupNotStableException.class)
                .hasMessageStartingWith("Group 'billing' does not come to rest: 1001 rebalances within ")
                .hasMessageContaining(" times LEADER_REJOINED by billing-1")
                .hasMessageContaining("KafkaConsumer 'billing-1' has to join again");
        assertThat(kafka.clock().elapsed()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void membersThatNeverComeToRestEndRunForAndRunUntil() {
        member("billing-1", true);
        member("billing-2", true);

        assertThatThrownBy(() -> kafka.runFor(Duration.ofMinutes(15)))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("Group 'billing' does not come to rest")
                .hasMessageContaining("They began:\n  - ");
        assertThatThrownBy(() -> kafka.runUntil(() -> false, Duration.ofMinutes(15)))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("Group 'billing' does not come to rest");
    }

    @Test
    void rebalancesOfManyCallsDoNotAddUp() {
        for (int i = 0; i < 600; i++) {
            KafkaConsumer<String, String> consumer =
                    kafka.consumer(Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer());
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            consumer.close();
        }
        assertThat(kafka.clock().elapsed())
                .as("more than a thousand rebalances in a second would be none of one call's")
                .isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void waitWithoutABoundEndsWhenNothingHappensAnyMore() {
        member("billing-1", false);
        kafka.awaitStable("billing");

        assertThatThrownBy(() -> kafka.runUntil(() -> false, FOR_EVER))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageStartingWith("runFor or runUntil waits without a bound at 01:00:")
                .hasMessageContaining("has happened for one virtual hour")
                .hasMessageContaining("heartbeat of billing-1");
    }

    @Test
    void awaitStableWithoutABoundEndsWhenNothingHappensAnyMore() {
        member("billing-1", false);
        kafka.awaitStable("billing");
        KafkaConsumer<String, String> cutOff =
                kafka.consumer(Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer());
        kafka.client(cutOff).closedByFixture();
        cutOff.subscribe(List.of("orders"));
        kafka.client(cutOff).isolate();

        assertThatThrownBy(() -> kafka.awaitStable("billing", FOR_EVER))
                .isInstanceOf(GroupNotStableException.class)
                .hasMessageStartingWith("Group 'billing' did not become stable and nothing but heartbeats")
                .hasMessageContaining("is not a member yet");
    }

    @Test
    void groupWithAsManyMembersAsSubscribersIsNotSettledIfTheyAreOthers() {
        member("billing-1", false);
        KafkaConsumer<String, String> dead = member("billing-2", false);
        kafka.awaitStable("billing");
        kafka.client(dead).crash();
        kafka.client(member("billing-3", false)).isolate();

        assertThatThrownBy(() -> kafka.awaitStable("billing", Duration.ofSeconds(5)))
                .isInstanceOf(GroupNotStableException.class)
                .hasMessageContaining("within 5000 ms of virtual time")
                .hasMessageContaining("'billing-3' is not a member yet")
                .hasMessageContaining("but is still a member; its session timeout is 45000 ms");
    }

    @Test
    void memberThatIsDeadIsNamedWhereNobodyTakesItsPlace() {
        member("billing-1", false);
        KafkaConsumer<String, String> dead = member("billing-2", false);
        kafka.awaitStable("billing");
        kafka.client(dead).crash();

        assertThatThrownBy(() -> kafka.awaitStable("billing", Duration.ofSeconds(5)))
                .isInstanceOf(GroupNotStableException.class)
                .hasMessageContaining("within 5000 ms of virtual time")
                .hasMessageContaining("but is still a member; its session timeout is 45000 ms");
    }

    @Test
    void tasksThatScheduleEachOtherAtOneInstantAreNamed() {
        kafka.clock().schedule(Duration.ZERO, this::again);

        assertThatThrownBy(() -> kafka.clock().advance(Duration.ofSeconds(1)))
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageStartingWith("Time stands still at 00:00:00.000: 1000000 steps at this instant."
                        + " Of the last 1000 there were:\n  - 1000 by scheduled task\n");
    }

    private void again() {
        kafka.clock().schedule(Duration.ZERO, this::again);
    }
}
