package io.github.groupcoordinator.internal.coordinator.group;

import static io.github.groupcoordinator.internal.coordinator.group.ConsumerBench.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.view.GroupState;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The consumer protocol as its members see it: epochs, assignments, sessions. */
final class ConsumerGroupTest {
    private final ConsumerBench bench = new ConsumerBench();

    @Test
    void firstMemberJoinsInEpochTwoAndGetsEverything() {
        bench.topics.put("orders", 2);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        assertThat(first.epoch()).isEqualTo(2);
        assertThat(first.owned()).isEqualTo("orders-0 orders-1");
        assertThat(bench.view().state()).isEqualTo(GroupState.STABLE);
        assertThat(bench.view().generation()).isEqualTo(2);
    }

    @Test
    void secondMemberGetsWhatTheFirstGivesUp() {
        bench.topics.put("orders", 2);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        bench.advance(1_000);
        ConsumerBench.Member second = bench.member("m2").join("orders");
        assertThat(second.epoch()).isEqualTo(3);
        assertThat(second.owned()).isEmpty();
        assertThat(bench.view().state()).isEqualTo(GroupState.RECONCILING);

        first.heartbeat();
        assertThat(first.epoch()).isEqualTo(2);
        assertThat(first.owned()).isEqualTo("orders-0");
        second.heartbeat();
        assertThat(second.owned()).isEmpty();

        first.acknowledge();
        assertThat(first.epoch()).isEqualTo(3);
        second.heartbeat();
        assertThat(second.owned()).isEqualTo("orders-1");
        assertThat(bench.view().state()).isEqualTo(GroupState.STABLE);
    }

    @Test
    void memberThatJoinsWithinTheAssignmentIntervalWaitsForIt() {
        bench.topics.put("orders", 2);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        bench.advance(999);
        ConsumerBench.Member second = bench.member("m2").join("orders");
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(bench.view().state()).isEqualTo(GroupState.ASSIGNING);
        bench.advance(1);
        first.heartbeat();
        assertThat(bench.view().state()).isEqualTo(GroupState.RECONCILING);
        assertThat(first.owned()).isEqualTo("orders-0");
    }

    @Test
    void silentMemberIsFencedWhenItsSessionExpires() {
        bench.topics.put("orders", 2);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        bench.advance(44_999);
        assertThat(bench.view().members()).hasSize(1);
        bench.advance(1);
        assertThat(bench.view().state()).isEqualTo(GroupState.EMPTY);
        assertThat(first.heartbeat().error()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(bench.story())
                .containsExactly(
                        "joined: client-m1 (member m1)",
                        "rebalance started: generation 1 ends: MEMBER_JOINED by client-m1 (member m1)",
                        "group epoch 2: MEMBER_JOINED by client-m1 (member m1)",
                        "target of epoch 2 by assignor uniform: m1=[orders-0, orders-1]",
                        "reconciled: client-m1 (member m1): epoch 2, STABLE, has [orders-0, orders-1]",
                        "rebalance completed: generation 2, protocol uniform: MEMBER_JOINED by client-m1 (member m1): "
                                + "m1=[orders-0, orders-1]",
                        "expired: client-m1 (member m1): SESSION_TIMEOUT",
                        "rebalance started: generation 2 ends: SESSION_TIMEOUT by client-m1 (member m1)",
                        "group epoch 3: SESSION_TIMEOUT by client-m1 (member m1)",
                        "group is empty: generation 3: SESSION_TIMEOUT by client-m1 (member m1)");
    }

    @Test
    void memberThatDoesNotGiveUpItsPartitionsIsFencedAfterItsRebalanceTimeout() {
        bench.topics.put("orders", 2);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        bench.advance(1_000);
        bench.member("m2").join("orders");
        first.heartbeat();
        for (int i = 0; i < 59; i++) {
            bench.advance(1_000);
            assertThat(first.heartbeat().error()).isEqualTo(Errors.NONE);
        }
        bench.advance(1_000);
        assertThat(first.heartbeat().error()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void memberOfAnotherEpochIsFencedAndTheOneBeforeIsForgivenOnce() {
        bench.topics.put("orders", 1);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        assertThat(first.at(3).heartbeat().error()).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
        assertThat(first.at(1).heartbeat().error()).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
        assertThat(first.at(2).heartbeat().error()).isEqualTo(Errors.NONE);
    }

    @Test
    void staticMemberThatLeavesForAWhileKeepsItsPartitions() {
        bench.topics.put("orders", 1);
        ConsumerBench.Member first = bench.member("m1").named("i1").join("orders");
        ConsumerBench.Member early = bench.member("m2").named("i1").join("orders");
        assertThat(early.error()).isEqualTo(Errors.UNRELEASED_INSTANCE_ID);
        assertThat(first.leave(-2).error()).isEqualTo(Errors.NONE);
        ConsumerBench.Member second = bench.member("m2").named("i1").join("orders");
        assertThat(second.error()).isEqualTo(Errors.NONE);
        assertThat(second.owned()).isEqualTo("orders-0");
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(first.at(2).heartbeat().error()).isEqualTo(Errors.FENCED_INSTANCE_ID);
    }

    @Test
    void regularExpressionIsResolvedAfterTheAnswer() {
        bench.topics.put("orders", 1);
        bench.topics.put("payments", 1);
        ConsumerBench.Member first = bench.member("m1").joinRegex("o.*");
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.owned()).isEmpty();
        bench.advance(1_000);
        first.heartbeat();
        assertThat(first.epoch()).isEqualTo(2);
        assertThat(first.owned()).isEqualTo("orders-0");
    }

    @Test
    void groupSurvivesAFailover() {
        bench.topics.put("orders", 2);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        bench.advance(1_000);
        bench.member("m2").named("i2").join("orders");
        var before = bench.view();
        bench.coordinator.unload(0);
        assertThat(first.heartbeat().error()).isEqualTo(Errors.NOT_COORDINATOR);
        bench.coordinator.load(0, 0);
        assertThat(bench.view().members()).isEqualTo(before.members());
        assertThat(bench.view().generation()).isEqualTo(before.generation());
        assertThat(first.heartbeat().error()).isEqualTo(Errors.NONE);
        assertThat(bench.coordinator.groupIds()).containsExactly(GROUP);
    }

    @Test
    void topicThatGrowsBeginsAnotherEpoch() {
        bench.topics.put("orders", 1);
        ConsumerBench.Member first = bench.member("m1").join("orders");
        bench.advance(1_000);
        bench.topics.put("orders", 2);
        bench.coordinator.topicChanged("orders", false);
        first.heartbeat();
        assertThat(first.epoch()).isEqualTo(3);
        assertThat(first.owned()).isEqualTo("orders-0 orders-1");
    }
}
