package io.github.groupcoordinator.judge.contract;

import io.github.groupcoordinator.judge.ClientRequest;
import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The bench of the contract's tests, from which they talk to a coordinator. */
final class Bench {
    final CoordinatorUnderTest coordinator;
    private final long startMs;

    Bench(CoordinatorUnderTest coordinator) {
        this.coordinator = coordinator;
        this.startMs = coordinator.nowMs();
    }

    Member member(String clientId) {
        return new Member(this, clientId, null);
    }

    Member staticMember(String clientId, String instanceId) {
        return new Member(this, clientId, instanceId);
    }

    /** Moves time to so many milliseconds after the start. */
    void at(long ms) {
        coordinator.advanceTo(startMs + ms);
    }

    void pass(long ms) {
        coordinator.advanceTo(coordinator.nowMs() + ms);
    }

    <T extends ApiMessage> Reply<T> send(ApiKeys api, int version, ApiMessage body, String clientId) {
        return send(api, version, body, clientId, response -> {});
    }

    @SuppressWarnings("unchecked")
    <T extends ApiMessage> Reply<T> send(ApiKeys api, int version, ApiMessage body, String clientId, Consumer<T> also) {
        Reply<T> reply = new Reply<>();
        coordinator.submit(new ClientRequest(api, (short) version, clientId, body), response -> {
            reply.arrive((T) response);
            also.accept((T) response);
        });
        return reply;
    }

    DescribedGroup describe(String group) {
        return describe(group, 5);
    }

    DescribedGroup describe(String group, int version) {
        Reply<DescribeGroupsResponseData> reply = send(
                ApiKeys.DESCRIBE_GROUPS, version, new DescribeGroupsRequestData().setGroups(List.of(group)), "admin");
        return reply.get().groups().get(0);
    }

    ListGroupsResponseData list(List<String> states, List<String> types) {
        Reply<ListGroupsResponseData> reply = send(
                ApiKeys.LIST_GROUPS,
                5,
                new ListGroupsRequestData().setStatesFilter(states).setTypesFilter(types),
                "admin");
        return reply.get();
    }

    Errors delete(String group) {
        Reply<DeleteGroupsResponseData> reply =
                send(ApiKeys.DELETE_GROUPS, 2, new DeleteGroupsRequestData().setGroupsNames(List.of(group)), "admin");
        return Errors.forCode(reply.get().results().find(group).errorCode());
    }

    OffsetFetchResponseGroup fetchAll(String group) {
        return fetch(8, new OffsetFetchRequestGroup().setGroupId(group).setTopics(null));
    }

    OffsetFetchResponseGroup fetch(String group, String topic, int... partitions) {
        OffsetFetchRequestTopics topics = new OffsetFetchRequestTopics()
                .setName(topic)
                .setPartitionIndexes(java.util.Arrays.stream(partitions).boxed().toList());
        return fetch(9, new OffsetFetchRequestGroup().setGroupId(group).setTopics(List.of(topics)));
    }

    OffsetFetchResponseGroup fetchById(String group, Uuid topicId, int partition) {
        OffsetFetchRequestTopics topics =
                new OffsetFetchRequestTopics().setTopicId(topicId).setPartitionIndexes(List.of(partition));
        return fetch(10, new OffsetFetchRequestGroup().setGroupId(group).setTopics(List.of(topics)));
    }

    private OffsetFetchResponseGroup fetch(int version, OffsetFetchRequestGroup group) {
        Reply<OffsetFetchResponseData> reply =
                send(ApiKeys.OFFSET_FETCH, version, new OffsetFetchRequestData().setGroups(List.of(group)), "admin");
        return reply.get().groups().get(0);
    }

    /** The committed offset of orders-0, or -1. */
    long committed(String group) {
        return fetch(group, "orders", 0).topics().get(0).partitions().get(0).committedOffset();
    }

    OffsetDeleteResponseData deleteOffset(String group, String topic, int partition) {
        OffsetDeleteRequestData data = new OffsetDeleteRequestData().setGroupId(group);
        OffsetDeleteRequestTopic asked = new OffsetDeleteRequestTopic().setName(topic);
        asked.partitions().add(new OffsetDeleteRequestPartition().setPartitionIndex(partition));
        data.topics().add(asked);
        Reply<OffsetDeleteResponseData> reply = send(ApiKeys.OFFSET_DELETE, 0, data, "admin");
        return reply.get();
    }

    Errors deleteOffsetOf(String group, String topic, int partition) {
        OffsetDeleteResponseData answer = deleteOffset(group, topic, partition);
        if (answer.errorCode() != Errors.NONE.code()) {
            return Errors.forCode(answer.errorCode());
        }
        return Errors.forCode(
                answer.topics().find(topic).partitions().find(partition).errorCode());
    }
}
