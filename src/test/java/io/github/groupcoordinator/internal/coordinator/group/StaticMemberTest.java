package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.Cluster.assign;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.identity;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.event.group.MemberFenced;
import io.github.groupcoordinator.internal.coordinator.group.Cluster.Answer;
import io.github.groupcoordinator.view.GroupState;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class StaticMemberTest {
    private final Cluster cluster = new Cluster();

    private String stableWithOneStatic() {
        Cluster.Member member = cluster.joinStatic("i1");
        cluster.advance(3_000);
        cluster.sync(member.id(), 1, assign(member.id(), 0, 1)).get();
        return member.id();
    }

    @Test
    void firstJoinNeedsNoIdFirst() {
        Cluster.Member member = cluster.joinStatic("i1");
        cluster.advance(3_000);
        assertThat(member.join().get().memberId()).startsWith("i1-");
    }

    @Test
    void replacementWithTheSameProtocolIsNoRebalanceAndSkipsTheAssignmentFromVersionNine() {
        String old = stableWithOneStatic();
        JoinGroupResponseData response = cluster.join(9, joinRequest("", "i1")).get();

        assertThat(response.memberId()).isNotEqualTo(old);
        assertThat(response.generationId()).isEqualTo(1);
        assertThat(response.leader()).isEqualTo(response.memberId());
        assertThat(response.skipAssignment()).isTrue();
        assertThat(response.members()).hasSize(1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.STABLE);
        assertThat(cluster.view().members().get(0).assignment()).hasSize(2);
        assertThat(cluster.events).hasAtLeastOneElementOfType(MemberFenced.class);
    }

    @Test
    void belowVersionNineTheReplacementIsToldOfTheOldLeader() {
        String old = stableWithOneStatic();
        JoinGroupResponseData response = cluster.join(8, joinRequest("", "i1")).get();
        assertThat(response.leader()).isEqualTo(old);
        assertThat(response.skipAssignment()).isFalse();
        assertThat(response.members()).isEmpty();
    }

    @Test
    void oldIdIsFencedWithTheInstanceIdAndUnknownWithout() {
        String old = stableWithOneStatic();
        cluster.join(9, joinRequest("", "i1")).get();
        assertThat(cluster.heartbeat(old, "i1", 1)).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(cluster.heartbeat(old, 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void replacementThatChangesTheProtocolStartsARebalance() {
        stableWithOneStatic();
        Answer<JoinGroupResponseData> join = cluster.join(9, joinRequest("", "i1", "other", "range"));
        assertThat(join.get().generationId()).isEqualTo(2);
        assertThat(join.get().protocolName()).isEqualTo("other");
    }

    @Test
    void parkedJoinOfTheOldHolderIsFenced() {
        Cluster.Member first = cluster.joinStatic("i1");
        cluster.join(9, joinRequest("", "i1"));
        assertThat(Errors.forCode(first.join().get().errorCode())).isEqualTo(Errors.FENCED_INSTANCE_ID);
    }

    @Test
    void parkedSyncOfTheOldHolderIsFencedAndTheRebalanceStartsAnew() {
        Cluster.Member leader = cluster.joinStatic("i1");
        Cluster.Member follower = cluster.joinStatic("i2");
        cluster.advance(6_000);
        Answer<SyncGroupResponseData> sync = cluster.sync(follower.id(), 1);
        Answer<JoinGroupResponseData> again = cluster.join(9, joinRequest("", "i2"));
        assertThat(Errors.forCode(sync.get().errorCode())).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(again.isPending()).isTrue();
        assertThat(cluster.join(9, joinRequest(leader.id(), "i1")).get().generationId())
                .isEqualTo(2);
    }

    @Test
    void staticMemberThatDoesNotRejoinIsKeptUntilItsSessionExpires() {
        Cluster.Member first = cluster.joinStatic("i1");
        Cluster.Member second = cluster.joinStatic("i2");
        cluster.advance(6_000);
        cluster.sync(first.id(), 1, assign(first.id(), 0), assign(second.id(), 1))
                .get();
        cluster.sync(second.id(), 1).get();
        Answer<JoinGroupResponseData> rejoin =
                cluster.join(9, joinRequest(first.id(), "i1").setRebalanceTimeoutMs(8_000));
        cluster.join(9, joinRequest(second.id(), "i2").setRebalanceTimeoutMs(8_000));
        assertThat(rejoin.get().generationId()).isEqualTo(2);
        cluster.sync(first.id(), 2, assign(first.id(), 0), assign(second.id(), 1))
                .get();
        cluster.sync(second.id(), 2).get();

        Answer<JoinGroupResponseData> alone =
                cluster.join(9, joinRequest(first.id(), "i1").setRebalanceTimeoutMs(8_000));
        cluster.advance(8_000);
        assertThat(alone.get().generationId()).isEqualTo(3);
        assertThat(alone.get().members()).hasSize(2);
    }

    @Test
    void replacementThatCannotBeStoredIsTakenBack() {
        String old = stableWithOneStatic();
        cluster.log.failNext(new NotEnoughReplicasException("no"));
        JoinGroupResponseData response = cluster.join(9, joinRequest("", "i1")).get();
        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(response.memberId()).isEmpty();
        assertThat(cluster.heartbeat(old, "i1", 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void administratorRemovesByInstanceId() {
        stableWithOneStatic();
        assertThat(cluster.leave(identity("").setGroupInstanceId("i1"))
                        .members()
                        .get(0)
                        .errorCode())
                .isEqualTo(Errors.NONE.code());
        assertThat(cluster.view().state()).isEqualTo(GroupState.EMPTY);
        assertThat(cluster.leave(identity("").setGroupInstanceId("i1"))
                        .members()
                        .get(0)
                        .errorCode())
                .isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
    }

    @Test
    void holderOfAnIdThatLeavesTwiceInTheNameOfAnInstanceIsFencedTheSecondTime() {
        stableWithOneStatic();
        String pending = cluster.join(9, joinRequest("", null)).get().memberId();
        assertThat(cluster.leave(
                                identity(pending).setGroupInstanceId("i1"),
                                identity(pending).setGroupInstanceId("i1"),
                                identity(pending).setGroupInstanceId("i2"))
                        .members())
                .extracting(LeaveGroupResponseData.MemberResponse::errorCode)
                .containsExactly(Errors.NONE.code(), Errors.FENCED_INSTANCE_ID.code(), Errors.UNKNOWN_MEMBER_ID.code());
    }

    @Test
    void holderOfAnIdThatJoinsWithAnInstanceIdTripsUsAsItDoesKafka() {
        String pending = cluster.join(9, joinRequest("", null)).get().memberId();
        JoinGroupResponseData response =
                cluster.join(9, joinRequest(pending, "i1")).get();
        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.UNKNOWN_SERVER_ERROR);
    }
}
