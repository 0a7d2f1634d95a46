package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.RequestLog;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Watching what goes over the wire, and telling a spied consumer from the others. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class SpyingTest {

    @Test
    void pausedClientSendsNoHeartbeat(
            InMemoryKafka kafka,
            VirtualClock clock,
            @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");
        kafka.client(consumer).pauseHeartbeats();
        Instant paused = clock.now();

        clock.advance(Duration.ofSeconds(30));

        RequestLog heartbeats = kafka.requests().of(ApiKeys.HEARTBEAT).from(consumer);
        assertThat(heartbeats.between(paused, clock.now()).all()).isEmpty();
    }

    @Test
    void firstJoinIsRefusedAndGivenAMemberId(
            InMemoryKafka kafka, @GroupMember(group = "billing", topics = "orders") Consumer<String, String> consumer) {
        kafka.awaitStable("billing");

        RequestLog joins = kafka.requests().of(ApiKeys.JOIN_GROUP).ofGroup("billing"); // KIP-394
        assertThat(joins.count()).isEqualTo(2);
        assertThat(joins.withError(Errors.MEMBER_ID_REQUIRED).all())
                .singleElement()
                .satisfies(refused -> assertThat(refused.clientId())
                        .isEqualTo(kafka.client(consumer).clientId()));
    }

    @Test
    void spiedConsumerIsTheMemberItStandsFor(
            InMemoryKafka kafka,
            @GroupMember(group = "billing", topics = "orders") KafkaConsumer<String, String> first,
            @GroupMember(group = "billing", topics = "orders") KafkaConsumer<String, String> second) {
        KafkaConsumer<String, String> spied = spy(first);
        spied.poll(Duration.ofSeconds(1));
        kafka.awaitStable("billing");

        verify(spied, atLeastOnce()).poll(any(Duration.class));
        assertThat(kafka.group("billing"))
                .hasLeader(spied)
                .hasMembers(second, spied)
                .assigns(
                        spied, spied.assignment().stream().map(Object::toString).toArray(String[]::new));
    }
}
