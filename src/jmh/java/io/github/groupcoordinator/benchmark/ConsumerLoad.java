package io.github.groupcoordinator.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A group of the consumer protocol (KIP-848), reduced to its members' heartbeats. */
final class ConsumerLoad {
    private static final String GROUP = "billing";
    private static final short HEARTBEAT = 1;
    private static final int LEAVES = -1;

    private final Coordinator coordinator;
    private final List<Member> members = new ArrayList<>();
    private int made;
    private ConsumerGroupHeartbeatResponseData answer;

    private static final class Member {
        private final String id;
        private int epoch;
        /** The partitions that it was assigned and has not said yet that it owns. */
        private @Nullable List<TopicPartitions> news;

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
            join();
        }
        settle();
    }

    /** A heartbeat of a member that has nothing to say and hears nothing new. */
    void steady(int number) {
        if (beat(members.get(number))) {
            throw new IllegalStateException("the group is not steady");
        }
    }

    /** The oldest member leaves and a new one joins; over when all have what they are to have. */
    void replaceAMember() {
        Member leaving = members.remove(0);
        send(leaving, request(leaving).setMemberEpoch(LEAVES));
        join();
        settle();
    }

    private void join() {
        Member member = new Member(new Uuid(7, ++made).toString());
        members.add(member);
        ConsumerGroupHeartbeatRequestData request = request(member)
                .setRebalanceTimeoutMs(1_800_000)
                .setSubscribedTopicNames(List.of("orders"))
                .setTopicPartitions(List.of());
        hear(member, send(member, request));
    }

    /** All send heartbeats, once in the interval between assignments, until nobody hears anything new. */
    private void settle() {
        boolean isAnyNew = true;
        while (isAnyNew) {
            coordinator.pass(1_000); // group.consumer.assignment.interval.ms
            isAnyNew = false;
            for (Member member : members) {
                isAnyNew |= beat(member);
            }
        }
        if (members.stream().mapToInt(member -> member.epoch).distinct().count() != 1) {
            throw new IllegalStateException("the group has not settled");
        }
    }

    /** Returns whether the member heard anything new. */
    private boolean beat(Member member) {
        int before = member.epoch;
        ConsumerGroupHeartbeatRequestData request = request(member).setTopicPartitions(member.news);
        member.news = null;
        hear(member, send(member, request));
        return member.news != null || member.epoch != before;
    }

    private static ConsumerGroupHeartbeatRequestData request(Member member) {
        return new ConsumerGroupHeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(member.id)
                .setMemberEpoch(member.epoch)
                .setTopicPartitions(null);
    }

    private ConsumerGroupHeartbeatResponseData send(Member member, ConsumerGroupHeartbeatRequestData request) {
        answer = null;
        coordinator.send(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                HEARTBEAT,
                request,
                response -> answer = (ConsumerGroupHeartbeatResponseData) response);
        if (answer == null || answer.errorCode() != Errors.NONE.code()) {
            throw new IllegalStateException("heartbeat of " + member.id + ": " + answer);
        }
        return answer;
    }

    private static void hear(Member member, ConsumerGroupHeartbeatResponseData answer) {
        member.epoch = answer.memberEpoch();
        if (answer.assignment() != null) {
            List<TopicPartitions> assigned = new ArrayList<>();
            answer.assignment()
                    .topicPartitions()
                    .forEach(topic -> assigned.add(
                            new TopicPartitions().setTopicId(topic.topicId()).setPartitions(topic.partitions())));
            member.news = assigned;
        }
    }
}
