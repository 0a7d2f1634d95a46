package io.github.groupcoordinator.judge;

import io.github.groupcoordinator.internal.broker.BrokerUnderTest;
import io.github.groupcoordinator.judge.kafka.KafkaCoordinator;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * How long a large group of the consumer protocol takes from a change until everybody has what it is to have: on Kafka's
 * coordinator and on ours, through the codecs, in one run. {@code main} prints the times; nothing is asserted about them.
 */
public final class LargeGroup {
    private static final int MEMBERS = 1_000;
    private static final int TOPICS = 10;
    private static final int PARTITIONS_PER_TOPIC = 1_000;
    private static final int RECONCILIATIONS = 9;

    private final CoordinatorUnderTest coordinator;
    private final List<Member> members = new ArrayList<>();
    private ConsumerGroupHeartbeatResponseData answer;
    private int requests;

    private static final class Member {
        private final String id;
        private int epoch;
        private List<ConsumerGroupHeartbeatRequestData.TopicPartitions> news;

        Member(String id) {
            this.id = id;
        }
    }

    private LargeGroup(CoordinatorUnderTest coordinator) {
        this.coordinator = coordinator;
        for (int topic = 0; topic < TOPICS; topic++) {
            coordinator.createTopic("topic-" + topic, PARTITIONS_PER_TOPIC);
        }
    }

    public static void main(String[] args) {
        report("Kafka's", KafkaCoordinator::unobserved);
        report("ours", BrokerUnderTest::new);
        report("Kafka's", KafkaCoordinator::unobserved);
        report("ours", BrokerUnderTest::new);
    }

    private static void report(String whose, Function<Map<String, String>, CoordinatorUnderTest> make) {
        LargeGroup group = new LargeGroup(make.apply(Map.of("offsets.topic.num.partitions", "2")));
        long startNs = cpuNs();
        for (int i = 0; i < MEMBERS; i++) {
            group.join();
        }
        group.settle();
        long formedNs = cpuNs() - startNs;
        int formedRequests = group.requests;
        long[] times = new long[RECONCILIATIONS];
        for (int i = 0; i < RECONCILIATIONS; i++) {
            group.requests = 0;
            long changeNs = cpuNs();
            group.leave();
            group.join();
            group.settle();
            times[i] = cpuNs() - changeNs;
        }
        Arrays.sort(times);
        System.out.printf(
                "%s: %d members on %d partitions: formed in %d ms of CPU time (%d heartbeats); then a member replaced: %d ms until all"
                        + " have what they are to have (median of %d; best %d ms; %d heartbeats)%n",
                whose,
                MEMBERS,
                TOPICS * PARTITIONS_PER_TOPIC,
                formedNs / 1_000_000,
                formedRequests,
                times[RECONCILIATIONS / 2] / 1_000_000,
                RECONCILIATIONS,
                times[0] / 1_000_000,
                group.requests);
    }

    /** Everything runs on this thread; what else the machine does should not count. */
    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void join() {
        Member member = new Member("member-" + members.size() + "-" + coordinator.nowMs());
        members.add(member);
        ConsumerGroupHeartbeatRequestData request = request(member).setRebalanceTimeoutMs(300_000);
        List<String> topics = new ArrayList<>();
        for (int topic = 0; topic < TOPICS; topic++) {
            topics.add("topic-" + topic);
        }
        beat(member, request.setSubscribedTopicNames(topics).setTopicPartitions(List.of()));
    }

    private void leave() {
        Member member = members.remove(0);
        beat(member, request(member).setMemberEpoch(-1));
    }

    /** Lets everybody send heartbeats, once in the interval between assignments, until nobody hears anything new. */
    private void settle() {
        boolean isAnyNew = true;
        while (isAnyNew) {
            coordinator.advanceTo(coordinator.nowMs() + 1_000);
            isAnyNew = false;
            for (Member member : members) {
                int before = member.epoch;
                ConsumerGroupHeartbeatRequestData request = request(member).setTopicPartitions(member.news);
                member.news = null;
                beat(member, request);
                isAnyNew |= member.news != null || member.epoch != before;
            }
        }
        if (members.stream().mapToInt(member -> member.epoch).distinct().count() != 1) {
            throw new IllegalStateException("the group has not settled");
        }
    }

    private static ConsumerGroupHeartbeatRequestData request(Member member) {
        return new ConsumerGroupHeartbeatRequestData()
                .setGroupId("billing")
                .setMemberId(member.id)
                .setMemberEpoch(member.epoch)
                .setTopicPartitions(null);
    }

    private void beat(Member member, ConsumerGroupHeartbeatRequestData request) {
        requests++;
        coordinator.submit(
                new ClientRequest(ApiKeys.CONSUMER_GROUP_HEARTBEAT, (short) 1, member.id, request),
                response -> answer = (ConsumerGroupHeartbeatResponseData) response);
        if (answer.errorCode() != Errors.NONE.code()) {
            throw new IllegalStateException(answer.toString());
        }
        member.epoch = answer.memberEpoch();
        if (answer.assignment() != null) {
            member.news = new ArrayList<>();
            answer.assignment()
                    .topicPartitions()
                    .forEach(topic -> member.news.add(new ConsumerGroupHeartbeatRequestData.TopicPartitions()
                            .setTopicId(topic.topicId())
                            .setPartitions(topic.partitions())));
        }
    }
}
