package io.github.groupcoordinator.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** A group of the consumer protocol (KIP-848), reduced to its members' heartbeats. */
final class ConsumerLoad {
    private static final String GROUP = "billing";
    private static final short HEARTBEAT = 1;

    private final Coordinator coordinator;
    private final List<Member> members = new ArrayList<>();
    private ConsumerGroupHeartbeatResponseData answer;

    private static final class Member {
        private final String id;
        private int epoch;
        private List<ConsumerGroupHeartbeatRequestData.TopicPartitions> owned = List.of();

        Member(String id) {
            this.id = id;
        }
    }

    ConsumerLoad(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    /** Forms a group whose members have all reached the same epoch. */
    void form(int count) {
        for (int i = 0; i < count; i++) {
            members.add(new Member(new Uuid(7, i + 1).toString()));
            beat(members.get(i), true);
        }
        for (int round = 0; round < 10; round++) {
            coordinator.pass(1_000); // group.consumer.assignment.interval.ms
            members.forEach(member -> beat(member, true));
        }
        if (members.stream().mapToInt(member -> member.epoch).distinct().count() != 1) {
            throw new IllegalStateException("the group has not settled");
        }
    }

    /** A heartbeat of a member that has nothing to say and hears nothing new. */
    void steady(int number) {
        Member member = members.get(number);
        int before = member.epoch;
        beat(member, false);
        if (member.epoch != before) {
            throw new IllegalStateException("the group is not steady");
        }
    }

    private void beat(Member member, boolean full) {
        ConsumerGroupHeartbeatRequestData request = new ConsumerGroupHeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(member.id)
                .setMemberEpoch(member.epoch);
        if (full) {
            request.setRebalanceTimeoutMs(1_800_000)
                    .setSubscribedTopicNames(List.of("orders"))
                    .setTopicPartitions(member.owned);
        }
        answer = null;
        coordinator.send(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                HEARTBEAT,
                request,
                response -> answer = (ConsumerGroupHeartbeatResponseData) response);
        if (answer == null || answer.errorCode() != Errors.NONE.code()) {
            throw new IllegalStateException("heartbeat of " + member.id + ": " + answer);
        }
        member.epoch = answer.memberEpoch();
        if (answer.assignment() != null) {
            List<ConsumerGroupHeartbeatRequestData.TopicPartitions> owned = new ArrayList<>();
            answer.assignment()
                    .topicPartitions()
                    .forEach(topic -> owned.add(new ConsumerGroupHeartbeatRequestData.TopicPartitions()
                            .setTopicId(topic.topicId())
                            .setPartitions(topic.partitions())));
            member.owned = owned;
        }
    }
}
