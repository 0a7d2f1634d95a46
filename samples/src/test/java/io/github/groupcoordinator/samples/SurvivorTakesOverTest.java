package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.PlainAssertions.assertThat;
import static io.github.groupcoordinator.event.group.RebalanceReason.SESSION_TIMEOUT;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;

@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class SurvivorTakesOverTest {

    @Test
    void survivorTakesOverWhenAMemberCrashes(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing"); // virtual time: never sleeps, swallows no records
        assertThat(kafka.group("billing")).hasMembers(first, second).isBalanced();

        kafka.client(first).crash(); // no LeaveGroup, no more heartbeats
        clock.advance(Duration.ofSeconds(46)); // past session.timeout.ms, in milliseconds
        kafka.awaitStable("billing");

        assertThat(kafka.group("billing"))
                .isStable()
                .hasMembers(second)
                .rebalancedBecause(SESSION_TIMEOUT, first)
                .assigns(second, "orders-0", "orders-1", "orders-2", "orders-3");
    }
}
