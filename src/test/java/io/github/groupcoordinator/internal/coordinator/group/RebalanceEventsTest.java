package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.Cluster.identity;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberJoined;
import io.github.groupcoordinator.event.group.MemberLeft;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.Test;

class RebalanceEventsTest {
    private final Cluster cluster = new Cluster();

    @Test
    void lifeOfAGroupIsToldInOrder() {
        String only = cluster.stableWithOne();
        cluster.leave(identity(only));

        assertThat(cluster.events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        MemberJoined.class,
                        RebalanceStarted.class,
                        RebalanceCompleted.class,
                        MemberLeft.class,
                        RebalanceStarted.class,
                        RebalanceCompleted.class);
        assertThat(cluster.events.get(2)).isInstanceOfSatisfying(RebalanceCompleted.class, completed -> {
            assertThat(completed.at()).isEqualTo(Instant.ofEpochMilli(Cluster.START_MS + 3_000));
            assertThat(completed.generation()).isEqualTo(1);
            assertThat(completed.leaderId()).isEqualTo(only);
            assertThat(completed.protocol()).isEqualTo("range");
            assertThat(completed.reason()).isEqualTo(RebalanceReason.MEMBER_JOINED);
            assertThat(completed.assignment().get(only))
                    .containsExactly(new TopicPartition("orders", 0), new TopicPartition("orders", 1));
        });
        assertThat(cluster.events.get(3)).isInstanceOfSatisfying(MemberLeft.class, left -> assertThat(left.reason())
                .isEqualTo("the consumer is being closed"));
        assertThat(cluster.events.get(5)).isInstanceOfSatisfying(RebalanceCompleted.class, completed -> {
            assertThat(completed.generation()).isEqualTo(2);
            assertThat(completed.leaderId()).isNull();
            assertThat(completed.reason()).isEqualTo(RebalanceReason.MEMBER_LEFT);
        });
    }

    @Test
    void expiryNamesTheTimeoutAndTheMember() {
        String only = cluster.stableWithOne();
        cluster.advance(Cluster.SESSION_MS);
        assertThat(cluster.events.get(3)).isInstanceOfSatisfying(MemberExpired.class, expired -> {
            assertThat(expired.reason()).isEqualTo(RebalanceReason.SESSION_TIMEOUT);
            assertThat(expired.member().memberId()).isEqualTo(only);
        });
        assertThat(cluster.events.get(4))
                .isInstanceOfSatisfying(RebalanceStarted.class, started -> assertThat(started.reason())
                        .isEqualTo(RebalanceReason.SESSION_TIMEOUT));
    }

    @Test
    void assignmentThatIsNoConsumersIsToldAsEmpty() {
        Cluster.Member only = cluster.joinDynamic();
        cluster.advance(3_000);
        cluster.sync(only.id(), 1, Cluster.assign(only.id()).setAssignment(new byte[] {9, 9, 9}))
                .get();
        assertThat(cluster.events).last().isInstanceOfSatisfying(RebalanceCompleted.class, completed -> assertThat(
                        completed.assignment().get(only.id()))
                .isEmpty());
        assertThat(cluster.join(9, joinRequest(only.id(), null)).get().generationId())
                .isEqualTo(2);
    }

    @Test
    void membersOfAGroupThatCouldNotBeStoredAreToldToHaveLeft() {
        cluster.log.failNext(new NotEnoughReplicasException("no"));
        cluster.joinStatic("i1");
        assertThat(cluster.events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(MemberJoined.class, RebalanceStarted.class, MemberLeft.class);
    }
}
