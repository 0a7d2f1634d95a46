package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** The consumer protocol (KIP-848): epochs, partitions, sessions, and the way from the classic protocol and back. */
abstract class ConsumerGroupContract extends Contract {
    private static final String GROUP = "g";

    private ConsumerGroupHeartbeatResponseData join(String memberId, String instanceId) {
        return heartbeat(new ConsumerGroupHeartbeatRequestData()
                .setMemberId(memberId)
                .setInstanceId(instanceId)
                .setMemberEpoch(0)
                .setRebalanceTimeoutMs(60_000)
                .setSubscribedTopicNames(List.of("orders"))
                .setTopicPartitions(List.of()));
    }

    private ConsumerGroupHeartbeatResponseData stay(String memberId, int memberEpoch) {
        return heartbeat(
                new ConsumerGroupHeartbeatRequestData().setMemberId(memberId).setMemberEpoch(memberEpoch));
    }

    private ConsumerGroupHeartbeatResponseData heartbeat(ConsumerGroupHeartbeatRequestData request) {
        Reply<ConsumerGroupHeartbeatResponseData> reply =
                bench.send(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, request.setGroupId(GROUP), request.memberId());
        return reply.get();
    }

    private ConsumerGroupDescribeResponseData.DescribedGroup describe() {
        Reply<ConsumerGroupDescribeResponseData> reply = bench.send(
                ApiKeys.CONSUMER_GROUP_DESCRIBE,
                1,
                new ConsumerGroupDescribeRequestData().setGroupIds(List.of(GROUP)),
                "admin");
        return reply.get().groups().get(0);
    }

    private static int partitions(ConsumerGroupHeartbeatResponseData answer) {
        return answer.assignment().topicPartitions().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    @Test
    void firstMemberIsInEpochTwoWithAllPartitions() {
        ConsumerGroupHeartbeatResponseData first = join("m1", null);

        assertThat(first.memberEpoch()).isEqualTo(2);
        assertThat(partitions(first)).isEqualTo(3);
        assertThat(describe().groupState()).isEqualTo("Stable");
    }

    @Test
    void targetIsComputedAnewNoSoonerThanTheIntervalSays() {
        join("m1", null);
        bench.pass(999);

        assertThat(join("m2", null).memberEpoch()).isEqualTo(2);
        assertThat(describe().groupState()).isEqualTo("Assigning");
        bench.pass(1);
        assertThat(stay("m2", 2).memberEpoch()).isEqualTo(3);
        assertThat(describe().groupState()).isEqualTo("Reconciling");
    }

    @Test
    void silentMemberIsGoneAfterTheSessionTimeout() {
        join("m1", null);
        bench.pass(44_999);
        assertThat(describe().members()).hasSize(1);
        bench.pass(1);

        assertThat(describe().groupState()).isEqualTo("Empty");
        assertThat(describe().groupEpoch()).isEqualTo(3);
        assertThat(stay("m1", 2).errorCode()).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
    }

    @Test
    void instanceIdIsTakenUntilItsHolderHasLeft() {
        join("m1", "i1");

        assertThat(join("m2", "i1").errorCode()).isEqualTo(Errors.UNRELEASED_INSTANCE_ID.code());
        heartbeat(new ConsumerGroupHeartbeatRequestData()
                .setMemberId("m1")
                .setInstanceId("i1")
                .setMemberEpoch(-2));
        ConsumerGroupHeartbeatResponseData second = join("m2", "i1");
        assertThat(second.errorCode()).isZero();
        assertThat(second.memberEpoch()).isEqualTo(2);
        assertThat(partitions(second)).isEqualTo(3);
    }

    @Test
    void memberOfAnotherEpochIsFenced() {
        join("m1", null);

        assertThat(stay("m1", 1).errorCode()).isEqualTo(Errors.FENCED_MEMBER_EPOCH.code());
        assertThat(stay("m1", 3).errorCode()).isEqualTo(Errors.FENCED_MEMBER_EPOCH.code());
        assertThat(stay("m1", 2).errorCode()).isZero();
    }

    private ConsumerGroupHeartbeatResponseData joinWhileClassicGroupForms(String protocolType) {
        Member classic = bench.member("a");
        classic.group = GROUP;
        classic.protocolType = protocolType;
        Reply<JoinGroupResponseData> parked = classic.join();
        ConsumerGroupHeartbeatResponseData joined = join("m1", null);
        assertThat(parked.hasArrived()).isFalse();
        bench.pass(3_000);
        bench.pass(3_000);
        assertThat(parked.get().errorCode()).isZero();
        return joined;
    }

    @Test
    void groupThatMayNotBeUpgradedIsNotFoundEvenInItsFirstRebalance() {
        assertThat(joinWhileClassicGroupForms("connect").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());

        for (String policy : List.of("disabled", "downgrade")) {
            startWith("group.initial.rebalance.delay.ms", "3000", "group.consumer.migration.policy", policy);
            assertThat(joinWhileClassicGroupForms("consumer").errorCode())
                    .as(policy)
                    .isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        }
    }

    @Test
    void groupWithMoreMembersThanAConsumerGroupMayHaveIsNotFoundEvenInItsFirstRebalance() {
        startWith("group.initial.rebalance.delay.ms", "3000", "group.consumer.max.size", "1");
        Member other = bench.member("b");
        other.group = GROUP;
        other.join();

        assertThat(joinWhileClassicGroupForms("consumer").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
    }

    @Test
    void groupWithACustomAssignorIsNotUpgradedAndTheAnswerSaysWhy() {
        Member classic = bench.member("a");
        classic.group = GROUP;
        classic.join();
        bench.pass(3_000);
        ConsumerPartitionAssignor.Assignment told = new ConsumerPartitionAssignor.Assignment(
                List.of(new TopicPartition("orders", 0)), ByteBuffer.wrap(new byte[] {1}));
        SyncGroupRequestData sync = new SyncGroupRequestData()
                .setGroupId(GROUP)
                .setMemberId(classic.id)
                .setGenerationId(1)
                .setAssignments(List.of(new SyncGroupRequestAssignment()
                        .setMemberId(classic.id)
                        .setAssignment(Utils.toArray(ConsumerProtocol.serializeAssignment(told)))));
        bench.send(ApiKeys.SYNC_GROUP, 4, sync, "a");

        ConsumerGroupHeartbeatResponseData joined = join("m1", null);

        assertThat(joined.errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        assertThat(joined.errorMessage()).contains("custom assignor");
    }

    @Test
    void classicGroupBecomesOneOfTheConsumerProtocolAndAClassicOneAgain() {
        Member classic = bench.member("a");
        String group = classic.group;
        classic.join();
        bench.pass(3_000);
        // The leader assigns nothing.
        bench.send(
                ApiKeys.SYNC_GROUP,
                4,
                new SyncGroupRequestData()
                        .setGroupId(group)
                        .setMemberId(classic.id)
                        .setGenerationId(1),
                "a");
        Reply<ConsumerGroupHeartbeatResponseData> joined = bench.send(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                1,
                new ConsumerGroupHeartbeatRequestData()
                        .setGroupId(group)
                        .setMemberId("m1")
                        .setRebalanceTimeoutMs(60_000)
                        .setSubscribedTopicNames(List.of("orders"))
                        .setTopicPartitions(List.of()),
                "m1");
        assertThat(joined.get().errorCode()).isZero();
        assertThat(classic.heartbeat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);

        bench.send(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                1,
                new ConsumerGroupHeartbeatRequestData()
                        .setGroupId(group)
                        .setMemberId("m1")
                        .setMemberEpoch(-1),
                "m1");
        assertThat(bench.describe(group).groupState()).isEqualTo("PreparingRebalance");
    }
}
