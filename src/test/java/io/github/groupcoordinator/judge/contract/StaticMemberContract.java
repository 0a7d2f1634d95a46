package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Members with an instance id, replaced and fenced: number 6 of the notes on Kafka's semantics. */
abstract class StaticMemberContract extends Contract {

    @Test
    void replacementInStableWithTheSameProtocolStartsNoRebalance() {
        Member leader = bench.member("leader");
        Member before = bench.staticMember("before", "i-1");
        stabilize(leader, before);

        Member after = bench.staticMember("after", "i-1");
        assertThat(after.joinNow()).isEqualTo(Errors.NONE);

        assertThat(after.generation).isEqualTo(1);
        assertThat(after.id).startsWith("i-1-").isNotEqualTo(before.id);
        assertThat(leader.heartbeat()).isEqualTo(Errors.NONE);
        assertThat(after.syncNow()).isEqualTo(Errors.NONE);
    }

    @Test
    void replacedLeaderIsNamedUnderItsOldIdBelowV9() {
        Member before = bench.staticMember("before", "i-1");
        stabilize(before);

        Member after = bench.staticMember("after", "i-1");
        after.joinVersion = 8;
        JoinGroupResponseData answer = after.join().get();

        assertThat(answer.leader()).isEqualTo(before.id);
        assertThat(answer.members()).isEmpty();
    }

    @Test
    void replacedLeaderSkipsTheAssignmentFromV9On() {
        Member before = bench.staticMember("before", "i-1");
        stabilize(before);

        JoinGroupResponseData answer = bench.staticMember("after", "i-1").join().get();

        assertThat(answer.leader()).isEqualTo(answer.memberId());
        assertThat(answer.skipAssignment()).isTrue();
        assertThat(answer.members()).hasSize(1);
    }

    @Test
    void replacedFollowerDoesNotSkipAnything() {
        Member leader = bench.member("leader");
        Member before = bench.staticMember("before", "i-1");
        stabilize(leader, before);

        JoinGroupResponseData answer = bench.staticMember("after", "i-1").join().get();

        assertThat(answer.skipAssignment()).isFalse();
        assertThat(answer.members()).isEmpty();
        assertThat(answer.leader()).isEqualTo(leader.id);
    }

    @Test
    void oldIdIsFencedWithItsInstanceIdAndUnknownWithout() {
        Member leader = bench.member("leader");
        Member before = bench.staticMember("before", "i-1");
        stabilize(leader, before);
        bench.staticMember("after", "i-1").join();

        assertThat(before.heartbeat()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(before.syncNow()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(before.joinNow()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(before.commit(1)).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(before.leave()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        before.instanceId = null;
        assertThat(before.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(before.syncNow()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(before.joinNow()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(before.commit(1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(before.leave()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void unknownInstanceIdIsAnUnknownMember() {
        Member member = bench.member("a");
        stabilize(member);

        member.instanceId = "i-unheard-of";

        assertThat(member.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(member.syncNow()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void replacementThatChangesTheChosenProtocolStartsARebalance() {
        Member leader = bench.member("leader");
        leader.protocols = List.of("range", "sticky");
        Member before = bench.staticMember("before", "i-1");
        before.protocols = List.of("range", "sticky");
        stabilize(leader, before);
        assertThat(leader.chosenProtocol).isEqualTo("range");

        Member after = bench.staticMember("after", "i-1");
        after.protocols = List.of("sticky");
        Reply<JoinGroupResponseData> join = after.join();

        assertThat(join.hasArrived()).isFalse();
        assertThat(leader.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void replacementDuringARebalanceFencesTheParkedJoin() {
        Member leader = bench.member("leader");
        Member before = bench.staticMember("before", "i-1");
        stabilize(leader, before);
        leader.userData = new byte[] {2};
        before.userData = new byte[] {2};
        Reply<JoinGroupResponseData> parked = before.join();
        assertThat(parked.hasArrived()).isFalse();
        String oldId = before.id;

        Reply<JoinGroupResponseData> replacing =
                bench.staticMember("after", "i-1").join();

        assertThat(parked.get().errorCode()).isEqualTo(Errors.FENCED_INSTANCE_ID.code());
        assertThat(parked.get().memberId()).isEqualTo(oldId);
        assertThat(replacing.hasArrived()).isFalse();
    }

    @Test
    void replacementInCompletingRebalanceFencesTheParkedSyncAndStartsOver() {
        Member leader = bench.member("leader");
        Member before = bench.staticMember("before", "i-1");
        leader.join();
        before.join();
        bench.pass(6_000);
        Reply<SyncGroupResponseData> parked = before.sync();

        Reply<JoinGroupResponseData> replacing =
                bench.staticMember("after", "i-1").join();

        assertThat(parked.get().errorCode()).isEqualTo(Errors.FENCED_INSTANCE_ID.code());
        assertThat(replacing.hasArrived()).isFalse();
        assertThat(leader.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void staticMemberLeavesByItsInstanceIdAlone() {
        Member leader = bench.member("leader");
        Member away = bench.staticMember("away", "i-1");
        stabilize(leader, away);

        short code = leader.leave(4, new MemberIdentity().setMemberId("").setGroupInstanceId("i-1"))
                .members()
                .get(0)
                .errorCode();

        assertThat(Errors.forCode(code)).isEqualTo(Errors.NONE);
        assertThat(away.heartbeat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void sessionOfTheReplacedIdNoLongerMatters() {
        Member leader = bench.member("leader");
        leader.sessionTimeoutMs = 300_000;
        Member before = bench.staticMember("before", "i-1");
        before.sessionTimeoutMs = 10_000;
        stabilize(leader, before);
        bench.pass(5_000);
        Member after = bench.staticMember("after", "i-1");
        after.sessionTimeoutMs = 20_000;
        after.join();

        bench.pass(9_999);
        assertThat(leader.heartbeat()).isEqualTo(Errors.NONE);
        bench.pass(1);

        // The replacement starts with the session timeout of the member that it replaces.
        assertThat(leader.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }
}
