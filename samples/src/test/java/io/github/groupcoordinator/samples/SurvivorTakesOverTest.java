package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.event.MemberExpired;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;

/** The README's first screen. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class SurvivorTakesOverTest {

    @Test
    void survivorTakesOverWhenAMemberCrashes(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
        kafka.awaitStable("billing"); // virtual time: never sleeps, swallows no records
        assertThat(first.assignment()).hasSize(2);

        kafka.client(first).crash(); // no LeaveGroup, no more heartbeats
        clock.advance(Duration.ofSeconds(46)); // past session.timeout.ms, in microseconds
        kafka.awaitStable("billing");

        assertThat(second.assignment()).hasSize(4);
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
    }
}
