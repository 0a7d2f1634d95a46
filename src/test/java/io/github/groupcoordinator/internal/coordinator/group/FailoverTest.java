package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.Cluster.assign;
import static io.github.groupcoordinator.internal.coordinator.group.Cluster.joinRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.group.Cluster.Answer;
import io.github.groupcoordinator.internal.coordinator.group.Cluster.Member;
import io.github.groupcoordinator.view.GroupState;
import java.util.List;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private final Cluster cluster = new Cluster();

    private void failOver() {
        cluster.coordinator.unload(0);
        cluster.coordinator.load(0, 0);
    }

    @Test
    void parkedJoinIsAnsweredNotCoordinator() {
        Member parked = cluster.joinDynamic();
        cluster.coordinator.unload(0);
        assertThat(Errors.forCode(parked.join().get().errorCode())).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(cluster.timers.nextDeadlineMs()).isNull();
    }

    @Test
    void parkedSyncIsAnsweredNotCoordinator() {
        cluster.joinDynamic();
        Member follower = cluster.joinDynamic();
        cluster.advance(6_000);
        Answer<SyncGroupResponseData> parked = cluster.sync(follower.id(), 1);
        cluster.coordinator.unload(0);
        assertThat(Errors.forCode(parked.get().errorCode())).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void lastSyncedGenerationComesBackAndSessionsStartAnew() {
        String only = cluster.stableWithOne();
        cluster.advance(Cluster.SESSION_MS - 1);
        Member newcomer = cluster.joinDynamic();
        failOver();
        assertThat(cluster.view().state()).isEqualTo(GroupState.STABLE);
        assertThat(cluster.view().members()).hasSize(1);
        assertThat(cluster.view().members().get(0).assignment()).hasSize(2);
        assertThat(cluster.heartbeat(newcomer.id(), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        cluster.advance(Cluster.SESSION_MS - 1);
        assertThat(cluster.view().members()).hasSize(1);
        cluster.advance(1);
        assertThat(cluster.view().members()).isEmpty();
        assertThat(cluster.heartbeat(only, 2)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void partitionThatTheTopicGotLaterIsLedAndHoldsNoGroup() {
        String only = cluster.stableWithOne();
        cluster.coordinator.load(70, 0);
        assertThat(cluster.coordinator.groupIds()).containsExactly(Cluster.GROUP);
        assertThat(list()).isEqualTo(Errors.NONE);
        cluster.coordinator.unload(70);
        cluster.coordinator.unload(99);
        assertThat(cluster.heartbeat(only, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void offsetsComeBack() {
        cluster.commitError(9, "", -1);
        failOver();
        assertThat(cluster.fetch()).isEqualTo(5);
    }

    @Test
    void whileLoadingHeartbeatsAreAnsweredBlindlyAndOthersAreToldToWait() {
        String only = cluster.stableWithOne();
        cluster.coordinator.unload(0);
        assertThat(cluster.heartbeat(only, 1)).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(list()).isEqualTo(Errors.NONE);
        cluster.coordinator.startLoading(0);
        assertThat(cluster.heartbeat(only, 1)).isEqualTo(Errors.NONE);
        Answer<JoinGroupResponseData> join = cluster.join(9, joinRequest(only, null));
        assertThat(Errors.forCode(join.get().errorCode())).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(list()).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        cluster.coordinator.load(0, 0);
        assertThat(cluster.heartbeat(only, 1)).isEqualTo(Errors.NONE);
    }

    private Errors list() {
        return Errors.forCode(cluster.coordinator
                .listGroups(Cluster.context(ApiKeys.LIST_GROUPS, 5, "admin"), new ListGroupsRequestData())
                .errorCode());
    }

    @Test
    void groupThatHasBecomeTooLargeIsRebalancedAtLoad() {
        Member first = cluster.joinDynamic();
        Member second = cluster.joinDynamic();
        cluster.advance(6_000);
        cluster.sync(first.id(), 1, assign(first.id(), 0), assign(second.id(), 1))
                .get();
        Cluster smaller = new Cluster(Cluster.withMaxSize(1));
        smaller.coordinator.unload(0);
        smaller.log.append(0, cluster.log.records(0));
        smaller.coordinator.load(0, 0);
        assertThat(smaller.view().state()).isEqualTo(GroupState.PREPARING_REBALANCE);
    }

    @Test
    void recordsOfUnknownTypesAreSkipped() {
        cluster.coordinator.unload(0);
        cluster.log.append(0, List.of(new CoordinatorRecord(new byte[] {0, 99}, null)));
        cluster.coordinator.load(0, 0);
        assertThat(cluster.coordinator.groupIds()).isEmpty();
    }

    /** Kafka's timers go by the group's name: a group that was lost leaves its own to whoever is called the same. */
    @Test
    void timerOfAGroupThatCouldNotBeStoredUsesUpAGenerationOfItsNamesake() {
        cluster.log.failNext(new NotEnoughReplicasException("no"));
        cluster.joinStatic("i1");
        cluster.commitError(9, "", -1);
        cluster.advance(3_000);
        assertThat(cluster.view().generation()).isEqualTo(1);
        assertThat(cluster.view().state()).isEqualTo(GroupState.EMPTY);
        Member member = cluster.joinStatic("i1");
        cluster.advance(3_000);
        assertThat(member.join().get().generationId()).isEqualTo(2);
    }
}
