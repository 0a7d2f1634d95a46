package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.Cluster.assign;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.coordinator.group.Cluster.Answer;
import io.github.groupcoordinator.internal.coordinator.group.Cluster.Member;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.MemberView;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class JoinGroupTest {
    private final Cluster cluster = new Cluster();

    private static Errors error(Answer<JoinGroupResponseData> answer) {
        return Errors.forCode(answer.get().errorCode());
    }

    @Test
    void firstJoinIsRefusedAndGivenAnIdAndStoresAnEmptyGroupWithoutProtocolType() {
        JoinGroupResponseData response = cluster.join(4, joinRequest("", null)).get();

        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.MEMBER_ID_REQUIRED);
        assertThat(response.memberId()).startsWith("client-");
        assertThat(cluster.log.records(0)).hasSize(1);
        assertThat(cluster.describe(6).groupState()).isEqualTo("Empty");
        assertThat(cluster.describe(6).protocolType()).isEmpty();
        assertThat(cluster.view().awaiting()).singleElement().asString().contains(response.memberId());
    }

    @Test
    void joinBelowVersionFourNeedsNoIdFirst() {
        Answer<JoinGroupResponseData> join = cluster.join(3, joinRequest("", null));

        assertThat(join.isPending()).isTrue();
        assertThat(cluster.view().state()).isEqualTo(GroupState.PREPARING_REBALANCE);
    }

    @Test
    void pendingMemberBlocksARebalanceUntilItsSessionExpires() {
        String first = cluster.stableWithOne();
        String pending = cluster.join(9, joinRequest("", null)).get().memberId();
        Answer<JoinGroupResponseData> rejoin = cluster.join(9, joinRequest(first, null));
        assertThat(cluster.view().awaiting()).anyMatch(line -> line.contains(pending));

        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(rejoin.isPending()).isTrue();
        cluster.advance(1);
        assertThat(rejoin.get().generationId()).isEqualTo(2);
    }

    @Test
    void parkedNewMemberIsForgottenAfterExactlyFiveMinutes() {
        cluster.stableWithOne();
        String id = cluster.join(9, joinRequest("", null)).get().memberId();
        // The first member must live on and not rejoin, for longer than five minutes.
        Answer<JoinGroupResponseData> parked =
                cluster.join(9, joinRequest(id, null).setRebalanceTimeoutMs(400_000));
        String first = cluster.view().members().get(0).memberId();
        for (int elapsed = 0; elapsed < 299_000; elapsed += 1_000) {
            cluster.advance(1_000);
            assertThat(cluster.heartbeat(first, 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        }
        cluster.advance(999);
        assertThat(parked.isPending()).isTrue();
        cluster.advance(1);
        assertThat(error(parked)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(parked.get().memberId()).isEmpty();
    }

    @Test
    void initialDelayIsExtendedWithinTheFirstMembersRebalanceTimeout() {
        Answer<JoinGroupResponseData> first =
                cluster.join(3, joinRequest("", null).setRebalanceTimeoutMs(7_000));
        cluster.advance(2_000);
        cluster.join(3, joinRequest("", null).setRebalanceTimeoutMs(60_000));
        cluster.advance(3_000);
        cluster.join(3, joinRequest("", null));
        cluster.advance(1_999);
        assertThat(first.isPending()).isTrue();
        cluster.advance(1);
        assertThat(first.get().generationId()).isEqualTo(1);
        assertThat(first.get().members()).hasSize(3);
    }

    @Test
    void initialRebalanceCompletesAfterExactlyTheDelay() {
        Member only = cluster.joinDynamic();
        cluster.advance(2_999);
        assertThat(only.join().isPending()).isTrue();
        cluster.advance(1);
        assertThat(only.join().get().leader()).isEqualTo(only.id());
        assertThat(cluster.view().state()).isEqualTo(GroupState.COMPLETING_REBALANCE);
    }

    @Test
    void leaderThatRejoinsUnchangedStartsARebalance() {
        String leader = cluster.stableWithOne();
        assertThat(cluster.join(9, joinRequest(leader, null)).get().generationId())
                .isEqualTo(2);
    }

    @Test
    void followerThatRejoinsUnchangedGetsTheCurrentGeneration() {
        Member first = cluster.joinDynamic();
        Member second = cluster.joinDynamic();
        cluster.advance(6_000);
        assertThat(cluster.join(9, joinRequest(second.id(), null)).get().generationId())
                .isEqualTo(1);
        cluster.sync(first.id(), 1, assign(first.id(), 0), assign(second.id(), 1))
                .get();
        cluster.sync(second.id(), 1).get();
        JoinGroupResponseData again =
                cluster.join(9, joinRequest(second.id(), null)).get();
        assertThat(again.generationId()).isEqualTo(1);
        assertThat(again.members()).isEmpty();
        assertThat(again.leader()).isEqualTo(first.id());
        assertThat(cluster.view().state()).isEqualTo(GroupState.STABLE);
    }

    @Test
    void rebalanceTimeoutRemovesWhoDidNotRejoinAndElectsTheLongestStandingMember() {
        Member first = cluster.joinDynamic();
        Member second = cluster.joinDynamic();
        Member third = cluster.joinDynamic();
        cluster.advance(6_000);
        cluster.sync(first.id(), 1, assign(first.id(), 0)).get();
        cluster.sync(second.id(), 1).get();
        cluster.sync(third.id(), 1).get();
        Answer<JoinGroupResponseData> changed = cluster.join(9, joinRequest(third.id(), null, "range", "sticky"));
        cluster.join(9, joinRequest(second.id(), null));
        for (int elapsed = 0; elapsed < Cluster.REBALANCE_MS - 5_000; elapsed += 5_000) {
            cluster.advance(5_000);
            cluster.heartbeat(first.id(), 1);
        }
        cluster.advance(4_999);
        assertThat(changed.isPending()).isTrue();
        assertThat(cluster.view().awaiting()).singleElement().asString().contains(first.id());
        cluster.advance(1);
        assertThat(changed.get().leader()).isEqualTo(second.id());
        assertThat(cluster.view().members()).extracting(MemberView::memberId).containsExactly(second.id(), third.id());
    }

    @Test
    void fullGroupTurnsAwayTheLastFormerMemberToRejoin() {
        Cluster small = new Cluster(Cluster.withMaxSize(2));
        Member first = small.joinDynamic();
        Member second = small.joinDynamic();
        assertThat(error(small.join(9, joinRequest("", null)))).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        small.advance(6_000);
        small.sync(first.id(), 1, assign(first.id(), 0)).get();
        small.sync(second.id(), 1).get();

        small.join(9, joinRequest(first.id(), null));
        Answer<JoinGroupResponseData> newcomer = small.join(3, joinRequest("", null));
        assertThat(newcomer.isPending()).isTrue();
        assertThat(error(small.join(9, joinRequest(second.id(), null)))).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        assertThat(small.view().members()).extracting(MemberView::memberId).doesNotContain(second.id());
    }

    @Test
    void tieOfProtocolVotesGoesAsInKafka() {
        cluster.join(3, joinRequest("", null, "range", "sticky"));
        Answer<JoinGroupResponseData> second = cluster.join(3, joinRequest("", null, "sticky", "range"));
        cluster.advance(6_000);
        assertThat(second.get().protocolName()).isEqualTo("sticky");
    }

    @Test
    void tieBetweenRoundRobinAndRangeGoesToRange() {
        cluster.join(3, joinRequest("", null, "roundrobin", "range"));
        Answer<JoinGroupResponseData> second = cluster.join(3, joinRequest("", null, "range", "roundrobin"));
        cluster.advance(6_000);
        assertThat(second.get().protocolName()).isEqualTo("range");
    }

    @Test
    void joinIsRefusedForWhatEachErrorSays() {
        assertThat(error(cluster.join(9, joinRequest("", null).setGroupId("")))).isEqualTo(Errors.INVALID_GROUP_ID);
        assertThat(error(cluster.join(9, joinRequest("", null).setSessionTimeoutMs(5_999))))
                .isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
        assertThat(error(cluster.join(9, joinRequest("", null).setSessionTimeoutMs(1_800_001))))
                .isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
        assertThat(error(cluster.join(9, joinRequest("nobody", null)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(cluster.view().state()).isEqualTo(GroupState.DEAD);
        cluster.stableWithOne();
        assertThat(error(cluster.join(9, joinRequest("", null).setProtocolType("connect"))))
                .isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(error(cluster.join(9, joinRequest("", null, "other"))))
                .isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(error(cluster.join(9, joinRequest("nobody", null)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }
}
