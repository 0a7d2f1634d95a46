package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.Cluster.assign;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.identity;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.coordinator.group.Cluster.Answer;
import io.github.groupcoordinator.internal.coordinator.group.Cluster.Member;
import io.github.groupcoordinator.view.GroupState;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private final Cluster cluster = new Cluster();

    private static Errors error(Answer<SyncGroupResponseData> answer) {
        return Errors.forCode(answer.get().errorCode());
    }

    @Test
    void memberIsExpelledExactlyWhenItsSessionExpires() {
        String only = cluster.stableWithOne();
        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.STABLE);
        cluster.advance(1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.EMPTY);
        assertThat(cluster.heartbeat(only, 2)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void emptyingAGroupBumpsTheGeneration() {
        String only = cluster.stableWithOne();
        cluster.leave(identity(only));
        assertThat(cluster.view().generation()).isEqualTo(2);
        Member next = cluster.joinDynamic();
        cluster.advance(3_000);
        assertThat(next.join().get().generationId()).isEqualTo(3);
    }

    @Test
    void heartbeatRenewsTheSessionAlsoWhileARebalanceIsPrepared() {
        String only = cluster.stableWithOne();
        cluster.join(3, joinRequest("", null));
        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(cluster.heartbeat(only, 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(cluster.view().members()).hasSize(2);
        cluster.advance(1);
        assertThat(cluster.view().members()).hasSize(1);
    }

    @Test
    void heartbeatIsCheckedForMemberThenGeneration() {
        assertThat(cluster.heartbeat("nobody", 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        String only = cluster.stableWithOne();
        assertThat(cluster.heartbeat("nobody", 7)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(cluster.heartbeat(only, 0)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(cluster.heartbeat(only, 2)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(cluster.heartbeat(only, "i", 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(cluster.heartbeat(only, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void syncParksUntilTheLeaderBringsTheAssignment() {
        Member leader = cluster.joinDynamic();
        Member follower = cluster.joinDynamic();
        cluster.advance(6_000);
        Answer<SyncGroupResponseData> parked = cluster.sync(follower.id(), 1);
        assertThat(parked.isPending()).isTrue();
        assertThat(cluster.view().awaiting()).singleElement().asString().contains("the leader");
        cluster.sync(leader.id(), 1, assign(leader.id(), 0), assign(follower.id(), 1))
                .get();
        assertThat(parked.get().assignment()).isEqualTo(Cluster.assignment("orders", 1));
        assertThat(parked.get().protocolName()).isEqualTo("range");
        assertThat(cluster.view().members().get(1).assignment()).hasSize(1);
    }

    @Test
    void syncIsCheckedForMemberThenGenerationThenProtocolThenState() {
        assertThat(error(cluster.sync("nobody", 1))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        Member only = cluster.joinDynamic();
        assertThat(error(cluster.sync(only.id(), 0))).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        cluster.advance(3_000);
        assertThat(error(cluster.sync("nobody", 9))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(error(cluster.sync(only.id(), 2))).isEqualTo(Errors.ILLEGAL_GENERATION);
        Answer<SyncGroupResponseData> answer = new Answer<>();
        cluster.coordinator.syncGroup(
                Cluster.context(ApiKeys.SYNC_GROUP, 5, "client"),
                new SyncGroupRequestData()
                        .setGroupId(Cluster.GROUP)
                        .setMemberId(only.id())
                        .setGenerationId(1)
                        .setProtocolType("consumer")
                        .setProtocolName("sticky"),
                answer::accept);
        assertThat(error(answer)).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void memberWhoDoesNotSyncIsExpelledAfterTheLargestRebalanceTimeout() {
        Member leader = cluster.joinDynamic();
        Member silent = cluster.joinDynamic();
        cluster.advance(6_000);
        cluster.sync(leader.id(), 1, assign(leader.id(), 0)).get();
        for (int elapsed = 0; elapsed < Cluster.REBALANCE_MS - 5_000; elapsed += 5_000) {
            cluster.advance(5_000);
            cluster.heartbeat(leader.id(), 1);
            cluster.heartbeat(silent.id(), 1);
        }
        cluster.advance(4_999);
        assertThat(cluster.view().state()).isEqualTo(GroupState.STABLE);
        cluster.advance(1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.PREPARING_REBALANCE);
        assertThat(cluster.view().members()).hasSize(1);
    }

    @Test
    void assignmentThatCannotBeStoredIsAnErrorForAllAndStartsARebalance() {
        Member leader = cluster.joinDynamic();
        Member follower = cluster.joinDynamic();
        cluster.advance(6_000);
        Answer<SyncGroupResponseData> parked = cluster.sync(follower.id(), 1);
        cluster.log.failNext(new NotLeaderOrFollowerException("no"));
        assertThat(error(cluster.sync(leader.id(), 1, assign(leader.id(), 0)))).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(error(parked)).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(cluster.view().state()).isEqualTo(GroupState.PREPARING_REBALANCE);
    }

    @Test
    void newGroupThatCannotBeStoredIsNone() {
        cluster.log.failNext(new TimeoutException("no"));
        Answer<JoinGroupResponseData> join = cluster.join(3, joinRequest("", null));
        assertThat(Errors.forCode(join.get().errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(cluster.view().state()).isEqualTo(GroupState.DEAD);
    }

    @Test
    void leaveThatCannotBeStoredSaysSo() {
        String only = cluster.stableWithOne();
        cluster.log.failNext(new TimeoutException("no"));
        assertThat(cluster.leave(identity(only)).errorCode()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE.code());
    }

    @Test
    void batchLeaveAnswersForEachMember() {
        Member first = cluster.joinDynamic();
        Member second = cluster.joinDynamic();
        cluster.advance(6_000);
        LeaveGroupResponseData response =
                cluster.leave(identity(first.id()), identity("nobody"), identity(first.id()), identity(second.id()));
        assertThat(response.members())
                .extracting(MemberResponse::errorCode)
                .containsExactly(
                        Errors.NONE.code(),
                        Errors.UNKNOWN_MEMBER_ID.code(),
                        Errors.UNKNOWN_MEMBER_ID.code(),
                        Errors.NONE.code());
        assertThat(cluster.view().state()).isEqualTo(GroupState.EMPTY);
        assertThat(cluster.leave().errorCode()).isEqualTo(Errors.NONE.code());
    }

    @Test
    void leaveOfAnUnknownGroupIsAnErrorForEachMember() {
        LeaveGroupResponseData response = cluster.leave(identity("a"), identity("b"));
        assertThat(response.errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(response.members())
                .extracting(MemberResponse::errorCode)
                .containsExactly(Errors.UNKNOWN_MEMBER_ID.code(), Errors.UNKNOWN_MEMBER_ID.code());
        assertThat(cluster.leave().errorCode()).isEqualTo(Errors.NONE.code());
    }

    @Test
    void leavingAnswersTheParkedJoin() {
        cluster.stableWithOne();
        Answer<JoinGroupResponseData> parked = cluster.join(3, joinRequest("", null));
        String id = cluster.view().members().get(1).memberId();
        cluster.leave(identity(id));
        assertThat(Errors.forCode(parked.get().errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    /** An answer frees a connection, and the next request on it is served at once. */
    @Test
    void requestThatIsSentFromWithinAnAnswerFindsTheStepComplete() {
        Member leader = cluster.joinDynamic();
        List<Errors> heartbeats = new ArrayList<>();
        cluster.coordinator.joinGroup(
                Cluster.context(ApiKeys.JOIN_GROUP, 3, "client"),
                joinRequest("", null),
                joined -> cluster.coordinator.heartbeat(
                        Cluster.context(ApiKeys.HEARTBEAT, 4, "client"),
                        new HeartbeatRequestData()
                                .setGroupId(Cluster.GROUP)
                                .setMemberId(joined.memberId())
                                .setGenerationId(joined.generationId()),
                        answer -> heartbeats.add(Errors.forCode(answer.errorCode()))));
        cluster.advance(6_000);
        assertThat(heartbeats).containsExactly(Errors.NONE);
        assertThat(leader.join().get().members()).hasSize(2);
        assertThat(cluster.view().state()).isEqualTo(GroupState.COMPLETING_REBALANCE);
    }

    @Test
    void rebalanceTimeoutOfZeroDoesNotSpin() {
        Member only = cluster.joinStatic("i1");
        cluster.advance(3_000);
        cluster.join(9, joinRequest(only.id(), "i1").setRebalanceTimeoutMs(0));
        cluster.sync(only.id(), 2, assign(only.id(), 0));
        cluster.join(3, joinRequest("", null).setRebalanceTimeoutMs(0));
        cluster.leave(identity(cluster.view().members().get(1).memberId()));
        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.PREPARING_REBALANCE);
        cluster.advance(1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.EMPTY);
    }
}
