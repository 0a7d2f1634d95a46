package io.github.groupcoordinator.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.group.GroupEpochBumped;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.view.MemberRef;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UnrestTest {
    private final EventLoop loop = new EventLoop(Instant.EPOCH);
    private final Unrest unrest = new Unrest(loop);

    @BeforeEach
    void begin() {
        unrest.begin();
    }

    private void bumped(RebalanceReason reason, String clientId) {
        MemberRef member = new MemberRef("id of " + clientId, clientId, null);
        unrest.saw(new GroupEpochBumped(loop.now(), "billing", 1, reason, member));
    }

    private void joined(String clientId) {
        bumped(RebalanceReason.MEMBER_JOINED, clientId);
    }

    @Test
    void anyNumberOfClientsMayJoinAtOnce() {
        for (int i = 0; i < 5_000; i++) {
            joined("consumer-" + i);
        }

        assertThat(unrest.describe()).isNull();
    }

    @Test
    void eachOfManyMayBeginTwoRebalancesInASecond() {
        for (int i = 0; i < 600; i++) {
            joined("consumer-" + i);
        }
        for (int i = 0; i < 600; i++) {
            bumped(RebalanceReason.MEMBER_METADATA_CHANGED, "consumer-" + i);
        }
        assertThat(unrest.describe()).isNull();

        bumped(RebalanceReason.MEMBER_METADATA_CHANGED, "consumer-0");

        assertThat(unrest.describe()).contains(": 1201 rebalances within ");
    }

    @Test
    void clientThatJoinsAgainAndAgainIsUnrest() {
        for (int i = 0; i < Unrest.MOST_IN_A_SECOND; i++) {
            joined("billing-1");
        }
        assertThat(unrest.describe()).isNull();

        joined("billing-1");

        assertThat(unrest.describe())
                .startsWith("Group 'billing' does not come to rest: 1001 rebalances within 0 ms of virtual time")
                .contains("\n  - 1001 times MEMBER_JOINED by billing-1\n");
    }

    @Test
    void rebalancesOfEveryReasonAreCounted() {
        for (int i = 0; i < Unrest.MOST_IN_A_SECOND; i++) {
            bumped(RebalanceReason.MEMBER_METADATA_CHANGED, "consumer-" + i);
        }
        assertThat(unrest.describe()).isNull();

        MemberRef leader = new MemberRef("id of the leader", "billing-1", null);
        unrest.saw(new RebalanceStarted(loop.now(), "billing", 1, RebalanceReason.LEADER_REJOINED, leader));

        assertThat(unrest.describe()).contains("1001 rebalances within");
    }

    @Test
    void rebalancesOfTwoVirtualSecondsDoNotAddUp() {
        for (int i = 0; i < Unrest.MOST_IN_A_SECOND; i++) {
            bumped(RebalanceReason.MEMBER_LEFT, "billing-1");
        }
        loop.advance(Duration.ofSeconds(1));
        bumped(RebalanceReason.MEMBER_LEFT, "billing-1");

        assertThat(unrest.describe()).isNull();
    }
}
