package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.view.GroupView;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A coordinator with one loaded partition, and members of the consumer protocol that do as their client would. */
final class ConsumerBench {
    static final String GROUP = "g";

    final ManualTimers timers = new ManualTimers(1_000_000);
    final TestLog log = new TestLog();
    final TestTopics topics = new TestTopics();
    final List<ClusterEvent> events = new ArrayList<>();
    final GroupConfigs configs;
    final GroupCoordinator coordinator;

    ConsumerBench() {
        this(Cluster.defaults());
    }

    ConsumerBench(GroupCoordinatorConfig config) {
        configs = new GroupConfigs(config);
        coordinator = new GroupCoordinator(configs, timers, log, MemberIds.seeded(7), events::add, topics);
        coordinator.load(0, 0);
    }

    void advance(long ms) {
        timers.advanceTo(timers.nowMs() + ms);
    }

    GroupView view() {
        return coordinator.group(GROUP);
    }

    List<String> story() {
        List<String> story = new ArrayList<>();
        events.forEach(event -> story.add(event.describe()));
        return story;
    }

    Member member(String memberId) {
        return new Member(memberId);
    }

    /** A member that remembers its epoch and what it was given. */
    final class Member {
        private final String memberId;
        private @Nullable String instanceId;
        private int epoch;
        private ConsumerGroupHeartbeatResponseData answer = new ConsumerGroupHeartbeatResponseData();
        private List<ConsumerGroupHeartbeatRequestData.TopicPartitions> assigned = List.of();

        private Member(String memberId) {
            this.memberId = memberId;
        }

        Member named(String staticId) {
            instanceId = staticId;
            return this;
        }

        Member at(int memberEpoch) {
            epoch = memberEpoch;
            return this;
        }

        Member join(String... names) {
            return send(request(0).setSubscribedTopicNames(List.of(names)).setRebalanceTimeoutMs(60_000));
        }

        Member joinRegex(String regex) {
            return send(request(0).setSubscribedTopicRegex(regex).setRebalanceTimeoutMs(60_000));
        }

        Member subscribe(String... names) {
            return send(request(epoch).setTopicPartitions(null).setSubscribedTopicNames(List.of(names)));
        }

        Member heartbeat() {
            return send(request(epoch).setTopicPartitions(null));
        }

        /** Sends a heartbeat that says that the member has what it was given last. */
        Member acknowledge() {
            return send(request(epoch).setTopicPartitions(assigned));
        }

        Member leave(int leaveEpoch) {
            return send(request(leaveEpoch).setTopicPartitions(null));
        }

        private ConsumerGroupHeartbeatRequestData request(int memberEpoch) {
            return new ConsumerGroupHeartbeatRequestData()
                    .setGroupId(GROUP)
                    .setMemberId(memberId)
                    .setInstanceId(instanceId)
                    .setMemberEpoch(memberEpoch)
                    .setTopicPartitions(List.of());
        }

        private Member send(ConsumerGroupHeartbeatRequestData request) {
            RequestContext context =
                    new RequestContext(ApiKeys.CONSUMER_GROUP_HEARTBEAT, (short) 1, "client-" + memberId, "/127.0.0.1");
            coordinator.consumerGroupHeartbeat(context, request, this::answered);
            return this;
        }

        private void answered(ConsumerGroupHeartbeatResponseData response) {
            answer = response;
            if (response.errorCode() != Errors.NONE.code()) {
                return;
            }
            epoch = response.memberEpoch();
            if (response.assignment() != null) {
                assigned = new ArrayList<>();
                for (ConsumerGroupHeartbeatResponseData.TopicPartitions topic :
                        response.assignment().topicPartitions()) {
                    assigned.add(new ConsumerGroupHeartbeatRequestData.TopicPartitions()
                            .setTopicId(topic.topicId())
                            .setPartitions(topic.partitions()));
                }
            }
        }

        Errors error() {
            return Errors.forCode(answer.errorCode());
        }

        int epoch() {
            return epoch;
        }

        ConsumerGroupHeartbeatResponseData answer() {
            return answer;
        }

        /** Returns what the member was given last. */
        String owned() {
            StringJoiner names = new StringJoiner(" ");
            for (ConsumerGroupHeartbeatRequestData.TopicPartitions topic : assigned) {
                topic.partitions().forEach(partition -> names.add(name(topic.topicId()) + "-" + partition));
            }
            return names.toString();
        }

        private String name(Uuid topicId) {
            TopicCatalog.TopicInfo topic = topics.find(topicId);
            return topic == null ? topicId.toString() : topic.name();
        }
    }
}
