package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Sessions and what keeps them alive, members that a full group turns away, and the way of assignments. */
abstract class SyncAndSessionContract extends Contract {

    @Test
    void followersWaitForTheLeadersAssignment() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.join();
        follower.join();
        bench.pass(6_000);

        Reply<SyncGroupResponseData> waiting = follower.sync();
        assertThat(waiting.hasArrived()).isFalse();
        leader.sync();

        assertThat(new String(waiting.get().assignment(), StandardCharsets.UTF_8))
                .isEqualTo("for " + follower.id);
        assertThat(waiting.get().protocolName()).isEqualTo("range");
        assertThat(follower.sync().get().assignment()).isEqualTo(waiting.get().assignment());
    }

    // 7. Pending syncs

    @Test
    void leaderThatNeverSyncsIsRemovedAfterTheLargestRebalanceTimeout() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.sessionTimeoutMs = 300_000;
        follower.sessionTimeoutMs = 300_000;
        leader.rebalanceTimeoutMs = 10_000;
        follower.rebalanceTimeoutMs = 20_000;
        leader.join();
        follower.join();
        bench.pass(3_000);
        bench.pass(3_000);
        Reply<SyncGroupResponseData> waiting = follower.sync();

        bench.pass(19_999);
        assertThat(waiting.hasArrived()).isFalse();
        bench.pass(1);

        assertThat(waiting.get().errorCode()).isEqualTo(Errors.REBALANCE_IN_PROGRESS.code());
        assertThat(leader.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void followerThatNeverSyncsIsRemovedFromAStableGroupToo() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.sessionTimeoutMs = 300_000;
        follower.sessionTimeoutMs = 300_000;
        leader.join();
        follower.join();
        bench.pass(6_000);
        leader.sync();
        assertThat(bench.describe("billing").groupState()).isEqualTo("Stable");

        bench.pass(59_999);
        assertThat(leader.heartbeat()).isEqualTo(Errors.NONE);
        bench.pass(1);

        assertThat(leader.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(follower.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void staticMemberThatDidNotRejoinIsKept() {
        Member leader = bench.member("leader");
        Member away = bench.staticMember("away", "i-1");
        leader.sessionTimeoutMs = 300_000;
        away.sessionTimeoutMs = 300_000;
        leader.rebalanceTimeoutMs = 20_000;
        away.rebalanceTimeoutMs = 20_000;
        stabilize(leader, away);

        Reply<JoinGroupResponseData> rejoin = leader.join();
        bench.pass(20_000);

        assertThat(rejoin.get().members()).hasSize(2);
        leader.sync();
        away.generation = 2;
        assertThat(away.heartbeat()).isEqualTo(Errors.NONE);
    }

    // 9. What resets a session

    @Test
    void heartbeatResetsTheSessionDuringARebalance() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        follower.sessionTimeoutMs = 10_000;
        stabilize(leader, follower);
        leader.join();

        bench.pass(9_000);
        assertThat(follower.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        bench.pass(9_999);
        assertThat(bench.describe("billing").members()).hasSize(2);
        bench.pass(1);

        assertThat(bench.describe("billing").members()).hasSize(1);
    }

    @Test
    void commitResetsTheSessionInStable() {
        Member member = bench.member("a");
        member.sessionTimeoutMs = 10_000;
        stabilize(member);

        bench.pass(9_000);
        assertThat(member.commit(1)).isEqualTo(Errors.NONE);
        bench.pass(9_999);
        assertThat(bench.describe("billing").members()).hasSize(1);
        bench.pass(1);

        assertThat(bench.describe("billing").members()).isEmpty();
    }

    @Test
    void commitResetsTheSessionInPreparingRebalance() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        follower.sessionTimeoutMs = 10_000;
        stabilize(leader, follower);
        leader.join();

        bench.pass(9_000);
        assertThat(follower.commit(1)).isEqualTo(Errors.NONE);
        bench.pass(9_999);
        assertThat(bench.describe("billing").members()).hasSize(2);
        bench.pass(1);

        assertThat(bench.describe("billing").members()).hasSize(1);
    }

    @Test
    void commitIsRefusedInCompletingRebalanceAndResetsNothing() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        follower.sessionTimeoutMs = 10_000;
        leader.join();
        follower.join();
        bench.pass(3_000);
        bench.pass(3_000);

        bench.pass(9_000);
        assertThat(follower.commit(1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        bench.pass(999);
        assertThat(bench.describe("billing").members()).hasSize(2);
        bench.pass(1);

        assertThat(bench.describe("billing").members()).hasSize(1);
    }

    // 9. Full groups

    @Test
    void fullGroupTurnsNewMembersAway() {
        startWith("group.initial.rebalance.delay.ms", "3000", "group.max.size", "2");
        Member first = bench.member("first");
        Member second = bench.member("second");
        stabilize(first, second);

        Reply<JoinGroupResponseData> third = bench.member("third").join();

        assertThat(third.get().errorCode()).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED.code());
        assertThat(third.get().memberId()).isEmpty();
        assertThat(first.heartbeat()).isEqualTo(Errors.NONE);
    }

    @Test
    void lastOldMemberToRejoinIsTurnedAwayWhenANewOneWasFaster() {
        startWith("group.initial.rebalance.delay.ms", "3000", "group.max.size", "2");
        Member first = bench.member("first");
        Member second = bench.member("second");
        stabilize(first, second);
        first.join();
        Reply<JoinGroupResponseData> fresh = bench.member("fresh").join();
        assertThat(fresh.hasArrived()).isFalse();

        assertThat(second.joinNow()).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        assertThat(second.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    // Fault 6: a rebalance timeout of zero

    @Test
    void rebalanceTimeoutOfZeroEndsTheRebalanceAtOnce() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.rebalanceTimeoutMs = 0;
        follower.rebalanceTimeoutMs = 0;
        leader.join();
        bench.pass(3_000);
        leader.sync();
        follower.join();

        bench.pass(1);

        assertThat(bench.describe("billing").members())
                .extracting(m -> m.clientId())
                .containsExactly("follower");
    }
}
