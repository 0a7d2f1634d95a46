package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.junit.jupiter.api.Test;

/** The rebalances of groups of dynamic members. The numbers are those of the project's notes on Kafka's semantics. */
abstract class ClassicGroupContract extends Contract {

    // 1. Member id required

    @Test
    void firstJoinIsRefusedGivenAnIdAndPersistsAnEmptyGroupOfNoType() {
        Member first = bench.member("a");
        first.joinVersion = 4;

        assertThat(first.joinNow()).isEqualTo(Errors.MEMBER_ID_REQUIRED);

        assertThat(first.id).startsWith("a-");
        assertThat(bench.describe("billing").groupState()).isEqualTo("Empty");
        assertThat(bench.describe("billing").protocolType()).isEmpty();
        assertThat(bench.coordinator.appended()).hasSize(1);
        assertThat(lastGroupRecord().protocolType()).isEmpty();
        assertThat(lastGroupRecord().members()).isEmpty();
    }

    private GroupMetadataValue lastGroupRecord() {
        List<CoordinatorUnderTest.AppendedRecord> all = bench.coordinator.appended();
        CoordinatorUnderTest.AppendedRecord last = all.get(all.size() - 1);
        return (GroupMetadataValue) new GroupCoordinatorRecordSerde()
                .deserialize(java.nio.ByteBuffer.wrap(last.key()), java.nio.ByteBuffer.wrap(last.value()))
                .value()
                .message();
    }

    @Test
    void pendingMemberHoldsUpTheRebalanceUntilItsSessionExpires() {
        Member old = bench.member("old");
        stabilize(old);
        Member pending = bench.member("pending");
        pending.joinVersion = 4;
        pending.sessionTimeoutMs = 10_000;
        pending.join();

        Reply<JoinGroupResponseData> rejoin = old.join();
        bench.pass(9_999);
        assertThat(rejoin.hasArrived()).isFalse();
        bench.pass(1);

        assertThat(rejoin.get().generationId()).isEqualTo(2);
    }

    // 2. Parked new members

    @Test
    void parkedNewMemberGetsFiveMinutesWhateverItsSessionTimeout() {
        Member old = bench.member("old");
        old.sessionTimeoutMs = 1_800_000;
        old.rebalanceTimeoutMs = 1_000_000;
        stabilize(old);
        Member fresh = bench.member("fresh");
        fresh.sessionTimeoutMs = 6_000;

        Reply<JoinGroupResponseData> join = fresh.join();
        bench.pass(299_999);
        assertThat(join.hasArrived()).isFalse();
        bench.pass(1);

        assertThat(join.get().errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
        assertThat(join.get().memberId()).isEmpty();
    }

    // 3. Initial rebalance delay

    @Test
    void firstRebalanceOfALoneMemberTakesTheInitialDelay() {
        Reply<JoinGroupResponseData> join = bench.member("a").join();

        bench.at(2_999);
        assertThat(join.hasArrived()).isFalse();
        bench.at(3_000);

        assertThat(join.get().generationId()).isEqualTo(1);
        assertThat(join.get().leader()).isEqualTo(join.get().memberId());
    }

    @Test
    void initialDelayIsExtendedUntilTheFirstJoinersRebalanceTimeout() {
        Member first = bench.member("first");
        first.rebalanceTimeoutMs = 7_000;
        Reply<JoinGroupResponseData> join = first.join();

        for (int i = 1; i <= 6; i++) {
            bench.at(i * 1_000L);
            Member later = bench.member("later-" + i);
            later.rebalanceTimeoutMs = 300_000;
            later.join();
        }
        bench.at(6_999);
        assertThat(join.hasArrived()).isFalse();
        bench.at(7_000);

        assertThat(join.get().generationId()).isEqualTo(1);
        assertThat(join.get().members()).hasSize(7);
    }

    @Test
    void initialDelayIsNotExtendedWhenNobodyJoinedMeanwhile() {
        Reply<JoinGroupResponseData> first = bench.member("first").join();
        bench.at(1_000);
        bench.member("second").join();

        bench.at(3_000);
        assertThat(first.hasArrived()).isFalse();
        bench.at(5_999);
        assertThat(first.hasArrived()).isFalse();
        bench.at(6_000);

        assertThat(first.get().members()).hasSize(2);
    }

    // 4. Rejoining

    @Test
    void leaderRejoiningUnchangedInStableStartsARebalance() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        stabilize(leader, follower);

        Reply<JoinGroupResponseData> rejoin = leader.join();

        assertThat(rejoin.hasArrived()).isFalse();
        assertThat(follower.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void followerRejoiningUnchangedInStableGetsTheCurrentGeneration() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        stabilize(leader, follower);

        JoinGroupResponseData answer = follower.join().get();

        assertThat(answer.generationId()).isEqualTo(1);
        assertThat(answer.members()).isEmpty();
        assertThat(leader.heartbeat()).isEqualTo(Errors.NONE);
    }

    @Test
    void followerRejoiningWithOtherMetadataInStableStartsARebalance() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        stabilize(leader, follower);

        follower.userData = new byte[] {2};
        Reply<JoinGroupResponseData> rejoin = follower.join();

        assertThat(rejoin.hasArrived()).isFalse();
        assertThat(leader.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void rejoiningUnchangedInCompletingRebalanceGetsTheCurrentGeneration() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.join();
        follower.join();
        bench.pass(6_000);
        assertThat(bench.describe("billing").groupState()).isEqualTo("CompletingRebalance");

        assertThat(leader.join().get().members()).hasSize(2);
        assertThat(follower.join().get().members()).isEmpty();
        assertThat(follower.generation).isEqualTo(1);
    }

    @Test
    void rejoiningWithOtherMetadataInCompletingRebalanceStartsOver() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.join();
        follower.join();
        bench.pass(6_000);
        Reply<SyncGroupResponseData> waiting = follower.sync();

        leader.userData = new byte[] {2};
        Reply<JoinGroupResponseData> rejoin = leader.join();

        assertThat(rejoin.hasArrived()).isFalse();
        assertThat(waiting.get().errorCode()).isEqualTo(Errors.REBALANCE_IN_PROGRESS.code());
    }

    // 5. Emptying

    @Test
    void emptyingAGroupBumpsItsGeneration() {
        Member only = bench.member("only");
        stabilize(only);
        assertThat(only.generation).isEqualTo(1);

        assertThat(only.leave()).isEqualTo(Errors.NONE);
        Member next = bench.member("next");
        next.join();
        bench.pass(3_000);

        assertThat(next.generation).isEqualTo(3);
    }

    // 8. Order of the checks

    @Test
    void unknownMemberIsNoticedBeforeAWrongGeneration() {
        Member member = bench.member("a");
        stabilize(member);
        member.generation = 7;
        String known = member.id;

        member.id = "nobody";
        assertThat(member.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(member.syncNow()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);

        member.id = known;
        assertThat(member.heartbeat()).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(member.syncNow()).isEqualTo(Errors.ILLEGAL_GENERATION);
    }

    @Test
    void wrongGenerationIsNoticedBeforeAWrongProtocol() {
        Member member = bench.member("a");
        stabilize(member);

        assertThat(error(member.sync(5, "consumer", "another"))).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(error(member.sync(5, "connect", "range"))).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        member.generation = 7;
        assertThat(error(member.sync(5, "consumer", "another"))).isEqualTo(Errors.ILLEGAL_GENERATION);
    }

    @Test
    void wrongProtocolIsNoticedBeforeTheRebalance() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        stabilize(leader, follower);
        leader.join();

        assertThat(error(follower.sync(5, "consumer", "another"))).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(follower.syncNow()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void missingProtocolIsNoticedBeforeAnEmptyGroupId() {
        Member member = bench.member("a");
        member.group = "";

        assertThat(error(member.sync(5, null, null))).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(error(member.sync(5, "consumer", null))).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(error(member.sync(5, "consumer", "range"))).isEqualTo(Errors.INVALID_GROUP_ID);
        assertThat(error(member.sync(4))).isEqualTo(Errors.INVALID_GROUP_ID);
    }

    private static Errors error(Reply<SyncGroupResponseData> reply) {
        return Errors.forCode(reply.get().errorCode());
    }

    // 10. Vote

    @Test
    void protocolWithMostVotesIsChosen() {
        Member first = bench.member("first");
        first.protocols = List.of("range", "sticky");
        Member second = bench.member("second");
        second.protocols = List.of("sticky", "range");
        Member third = bench.member("third");
        third.protocols = List.of("range", "roundrobin", "sticky");

        stabilize(first, second, third);

        assertThat(first.chosenProtocol).isEqualTo("range");
    }

    @Test
    void votesThatTieGoByTheOrderOfAHashMap() {
        assertThat(tie(List.of("range", "sticky"), List.of("sticky", "range"))).isEqualTo("sticky");
        startWithKafkasDefaults();
        assertThat(tie(List.of("range", "roundrobin"), List.of("roundrobin", "range")))
                .isEqualTo("range");
        startWithKafkasDefaults();
        assertThat(tie(List.of("range", "cooperative-sticky"), List.of("cooperative-sticky", "range")))
                .isEqualTo("range");
    }

    private String tie(List<String> one, List<String> two) {
        Member first = bench.member("first");
        first.protocols = one;
        Member second = bench.member("second");
        second.protocols = two;
        stabilize(first, second);
        return first.chosenProtocol;
    }

    // 11. Leaving

    @Test
    void leavingAnUnknownGroupIsToldAtTheTopUpToV2AndPerMemberAfterwards() {
        Member stranger = bench.member("stranger");
        stranger.id = "nobody";

        assertThat(stranger.leave(2).errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
        assertThat(stranger.leave(3, stranger.identity()).errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(stranger.leave(3, stranger.identity()).members().get(0).errorCode())
                .isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
        assertThat(stranger.leave(5).errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(stranger.leave(5).members()).isEmpty();
    }

    @Test
    void severalMembersLeaveAtOnceAndOneRebalanceFollows() {
        Member stays = bench.member("stays");
        Member first = bench.member("first");
        Member second = bench.member("second");
        stabilize(stays, first, second);

        assertThat(stays.leave(3, first.identity(), second.identity(), new MemberIdentity().setMemberId("nobody"))
                        .members())
                .extracting(m -> Errors.forCode(m.errorCode()))
                .containsExactly(Errors.NONE, Errors.NONE, Errors.UNKNOWN_MEMBER_ID);

        assertThat(stays.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        stays.join();
        assertThat(stays.generation).isEqualTo(2);
        assertThat(stays.others).containsExactly(stays.id);
    }

    // Rebalances that somebody misses

    @Test
    void memberThatMissesTheRebalanceTimeoutIsRemoved() {
        Member leader = bench.member("leader");
        Member late = bench.member("late");
        late.sessionTimeoutMs = 300_000;
        leader.sessionTimeoutMs = 300_000;
        leader.rebalanceTimeoutMs = 20_000;
        late.rebalanceTimeoutMs = 20_001;
        stabilize(leader, late);

        Reply<JoinGroupResponseData> rejoin = leader.join();
        bench.pass(20_000);
        assertThat(rejoin.hasArrived()).isFalse();
        bench.pass(1);

        assertThat(rejoin.get().members()).hasSize(1);
        assertThat(late.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void leaderThatMissesTheRebalanceTimeoutIsReplacedByTheLongestStandingMember() {
        Member leader = bench.member("leader");
        Member second = bench.member("second");
        Member third = bench.member("third");
        for (Member member : List.of(leader, second, third)) {
            member.sessionTimeoutMs = 300_000;
            member.rebalanceTimeoutMs = 20_000;
        }
        stabilize(leader, second, third);
        third.userData = new byte[] {3};
        third.join();
        second.join();

        bench.pass(20_000);

        assertThat(third.generation).isEqualTo(2);
        assertThat(third.leader).isEqualTo(second.id);
        assertThat(second.others).containsExactly(second.id, third.id);
    }

    @Test
    void sessionExpiresAtExactlyItsTimeoutAfterTheLastHeartbeat() {
        Member leader = bench.member("leader");
        Member silent = bench.member("silent");
        silent.sessionTimeoutMs = 10_000;
        stabilize(leader, silent);

        bench.pass(9_999);
        assertThat(leader.heartbeat()).isEqualTo(Errors.NONE);
        bench.pass(1);

        assertThat(leader.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(silent.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }
}
