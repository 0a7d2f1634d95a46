package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The traces of a failover and of a failed append: number 12 of the notes, and the errors of absent coordinators. */
abstract class FailoverContract extends Contract {

    @Test
    void parkedJoinsAndSyncsGetNotCoordinator() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.join();
        follower.join();
        bench.pass(6_000);
        Reply<SyncGroupResponseData> sync = follower.sync();
        Member other = bench.member("other");
        other.group = "audit";
        Reply<JoinGroupResponseData> join = other.join();

        bench.coordinator.failover();

        assertThat(sync.get().errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
        assertThat(join.get().errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
    }

    @Test
    void lastSyncedGenerationComesBackAsStable() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        stabilize(leader, follower);
        follower.commit(5);
        leader.join();
        assertThat(follower.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);

        bench.coordinator.failover();

        assertThat(bench.describe("billing").groupState()).isEqualTo("Stable");
        assertThat(follower.heartbeat()).isEqualTo(Errors.NONE);
        assertThat(leader.heartbeat()).isEqualTo(Errors.NONE);
        assertThat(bench.committed("billing")).isEqualTo(5);
    }

    @Test
    void groupThatNeverSyncedComesBackEmptyOrNotAtAll() {
        bench.member("leader").join();
        bench.pass(3_000);
        assertThat(bench.describe("billing").groupState()).isEqualTo("CompletingRebalance");

        bench.coordinator.failover();

        assertThat(bench.describe("billing").members()).isEmpty();
    }

    @Test
    void sessionsRestartAtLoad() {
        Member leader = bench.member("leader");
        Member silent = bench.member("silent");
        silent.sessionTimeoutMs = 10_000;
        stabilize(leader, silent);
        bench.pass(9_999);

        bench.coordinator.failover();
        bench.pass(9_999);
        assertThat(leader.heartbeat()).isEqualTo(Errors.NONE);
        bench.pass(1);

        assertThat(leader.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void whoIsNotTheCoordinatorSaysSo() {
        Member member = bench.member("a");
        stabilize(member);

        bench.coordinator.unload();

        assertThat(everyAnswer(member)).containsOnly(Errors.NOT_COORDINATOR);
        assertThat(member.heartbeat()).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(bench.list(List.of(), List.of()).groups()).isEmpty();
    }

    @Test
    void whoIsStillLoadingSaysSoExceptToHeartbeats() {
        Member member = bench.member("a");
        stabilize(member);

        bench.coordinator.startLoading();

        assertThat(everyAnswer(member)).containsOnly(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(member.heartbeat()).isEqualTo(Errors.NONE);
        assertThat(bench.list(List.of(), List.of()).errorCode()).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS.code());

        bench.coordinator.load();
        assertThat(bench.describe("billing").groupState()).isEqualTo("Stable");
    }

    private List<Errors> everyAnswer(Member member) {
        return List.of(
                member.joinNow(),
                Errors.forCode(member.sync().get().errorCode()),
                Errors.forCode(member.leave(5, member.identity()).errorCode()),
                member.commit(1),
                bench.deleteOffsetOf("billing", "orders", 0),
                Errors.forCode(bench.fetchAll("billing").errorCode()),
                Errors.forCode(bench.describe("billing").errorCode()),
                bench.delete("billing"));
    }

    @Test
    void failedAppendOfACommitChangesNothing() {
        Member member = bench.member("a");
        stabilize(member);
        member.commit(5);

        bench.coordinator.failNextAppend();

        assertThat(member.commit(6)).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(bench.committed("billing")).isEqualTo(5);
        assertThat(member.commit(7)).isEqualTo(Errors.NONE);
    }

    @Test
    void failedAppendOfTheAssignmentStartsAnotherRebalance() {
        Member leader = bench.member("leader");
        Member follower = bench.member("follower");
        leader.join();
        follower.join();
        bench.pass(6_000);
        Reply<SyncGroupResponseData> waiting = follower.sync();

        bench.coordinator.failNextAppend();

        assertThat(leader.syncNow()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(waiting.get().errorCode()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE.code());
        assertThat(bench.describe("billing").groupState()).isEqualTo("PreparingRebalance");
    }

    @Test
    void failedAppendOfANewGroupLeavesNoGroup() {
        bench.coordinator.failNextAppend();
        Member member = bench.member("a");
        member.joinVersion = 4;

        member.join();

        assertThat(bench.describe("billing").groupState()).isEqualTo("Dead");
    }

    @Test
    void failedAppendOfAReplacementBringsTheOldMemberBack() {
        Member before = bench.staticMember("before", "i-1");
        stabilize(before);
        bench.coordinator.failNextAppend();

        assertThat(bench.staticMember("after", "i-1").joinNow()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(before.heartbeat()).isEqualTo(Errors.NONE);
    }
}
