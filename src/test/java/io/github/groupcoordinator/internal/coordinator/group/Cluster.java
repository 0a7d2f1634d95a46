package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.schedule.ManualTimers;
import io.github.groupcoordinator.view.GroupView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A coordinator with one loaded partition, and short words for what its clients send. */
public final class Cluster {
    static final String GROUP = "g";
    static final long START_MS = 1_000_000;
    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;

    public final ManualTimers timers = new ManualTimers(START_MS);
    final TestLog log = new TestLog();
    final List<ClusterEvent> events = new ArrayList<>();
    final GroupCoordinator coordinator;

    public Cluster() {
        this(defaults());
    }

    public Cluster(GroupCoordinatorConfig config) {
        coordinator = new GroupCoordinator(
                new GroupConfigs(config), timers, log, MemberIds.seeded(7), events::add, new TestTopics());
        coordinator.load(0, 0);
    }

    static GroupCoordinatorConfig defaults() {
        return withMaxSize(Integer.MAX_VALUE);
    }

    static GroupCoordinatorConfig withMaxSize(int maxSize) {
        return new GroupCoordinatorConfig(
                1, 6_000, 1_800_000, 3_000, maxSize, 20, 86_400_000L, 600_000L, ConsumerGroupProperties.defaults());
    }

    /** A reply that may not have come yet. */
    static final class Answer<T> {
        private @Nullable T value;
        private int count;

        void accept(T answer) {
            value = answer;
            count++;
        }

        boolean isPending() {
            return count == 0;
        }

        T get() {
            if (value == null || count != 1) {
                throw new AssertionError("answered " + count + " times");
            }
            return value;
        }
    }

    static RequestContext context(ApiKeys api, int version, String clientId) {
        return new RequestContext(api, (short) version, clientId, "/127.0.0.1");
    }

    void advance(long ms) {
        timers.advanceTo(timers.nowMs() + ms);
    }

    GroupView view() {
        return coordinator.group(GROUP);
    }

    static byte[] subscription(String... topics) {
        return bytes(ConsumerProtocol.serializeSubscription(new Subscription(List.of(topics))));
    }

    static byte[] assignment(String topic, int... partitions) {
        List<TopicPartition> assigned = new ArrayList<>();
        for (int partition : partitions) {
            assigned.add(new TopicPartition(topic, partition));
        }
        return bytes(ConsumerProtocol.serializeAssignment(new Assignment(assigned)));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static JoinGroupRequestData joinRequest(String memberId, @Nullable String instanceId, String... protocols) {
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(GROUP)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setProtocolType("consumer")
                .setSessionTimeoutMs(SESSION_MS)
                .setRebalanceTimeoutMs(REBALANCE_MS);
        Collection<JoinGroupRequestProtocol> offered = request.protocols();
        for (String protocol : protocols.length == 0 ? new String[] {"range"} : protocols) {
            offered.add(new JoinGroupRequestProtocol().setName(protocol).setMetadata(subscription("orders")));
        }
        return request;
    }

    Answer<JoinGroupResponseData> join(int version, JoinGroupRequestData request) {
        Answer<JoinGroupResponseData> answer = new Answer<>();
        coordinator.joinGroup(context(ApiKeys.JOIN_GROUP, version, "client"), request, answer::accept);
        return answer;
    }

    /** Asks for an id as a current client does, and joins with it. */
    Member joinDynamic() {
        String memberId = join(9, joinRequest("", null)).get().memberId();
        return new Member(memberId, null, join(9, joinRequest(memberId, null)));
    }

    Member joinStatic(String instanceId) {
        return new Member(null, instanceId, join(9, joinRequest("", instanceId)));
    }

    /** A member whose join may still be parked. */
    record Member(@Nullable String givenId, @Nullable String instanceId, Answer<JoinGroupResponseData> join) {
        String id() {
            return givenId == null ? join.get().memberId() : givenId;
        }
    }

    Answer<SyncGroupResponseData> sync(String memberId, int generation, SyncGroupRequestAssignment... assignments) {
        Answer<SyncGroupResponseData> answer = new Answer<>();
        SyncGroupRequestData request = new SyncGroupRequestData()
                .setGroupId(GROUP)
                .setMemberId(memberId)
                .setGenerationId(generation)
                .setAssignments(List.of(assignments));
        coordinator.syncGroup(context(ApiKeys.SYNC_GROUP, 5, "client"), request, answer::accept);
        return answer;
    }

    static SyncGroupRequestAssignment assign(String memberId, int... partitions) {
        return new SyncGroupRequestAssignment().setMemberId(memberId).setAssignment(assignment("orders", partitions));
    }

    /** Brings a group with one dynamic member to STABLE and returns the member's id. */
    String stableWithOne() {
        Member only = joinDynamic();
        advance(3_000);
        sync(only.id(), 1, assign(only.id(), 0, 1)).get();
        return only.id();
    }

    Errors heartbeat(String memberId, int generation) {
        return heartbeat(memberId, null, generation);
    }

    Errors heartbeat(String memberId, @Nullable String instanceId, int generation) {
        Answer<HeartbeatResponseData> answer = new Answer<>();
        HeartbeatRequestData request = new HeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setGenerationId(generation);
        coordinator.heartbeat(context(ApiKeys.HEARTBEAT, 4, "client"), request, answer::accept);
        return Errors.forCode(answer.get().errorCode());
    }

    LeaveGroupResponseData leave(MemberIdentity... members) {
        Answer<LeaveGroupResponseData> answer = new Answer<>();
        LeaveGroupRequestData request =
                new LeaveGroupRequestData().setGroupId(GROUP).setMembers(List.of(members));
        coordinator.leaveGroup(context(ApiKeys.LEAVE_GROUP, 5, "client"), request, answer::accept);
        return answer.get();
    }

    static MemberIdentity identity(String memberId) {
        return new MemberIdentity().setMemberId(memberId).setReason("the consumer is being closed");
    }

    OffsetCommitResponseData commit(int version, String memberId, int generation, long offset, String metadata) {
        Answer<OffsetCommitResponseData> answer = new Answer<>();
        OffsetCommitRequestPartition partition = new OffsetCommitRequestPartition()
                .setPartitionIndex(0)
                .setCommittedOffset(offset)
                .setCommittedMetadata(metadata);
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId(GROUP)
                .setMemberId(memberId)
                .setGenerationIdOrMemberEpoch(generation)
                .setTopics(List.of(new OffsetCommitRequestTopic()
                        .setName("orders")
                        .setPartitions(Collections.singletonList(partition))));
        coordinator.offsetCommit(context(ApiKeys.OFFSET_COMMIT, version, "client"), request, answer::accept);
        return answer.get();
    }

    Errors commitError(int version, String memberId, int generation) {
        return error(commit(version, memberId, generation, 5, ""));
    }

    static Errors error(OffsetCommitResponseData response) {
        return Errors.forCode(response.topics().get(0).partitions().get(0).errorCode());
    }

    int groupIdsSize() {
        return coordinator.groupIds().size();
    }

    /** Returns the offset of orders-0, or -1. */
    long fetch() {
        OffsetFetchRequestGroup request = new OffsetFetchRequestGroup()
                .setGroupId(GROUP)
                .setTopics(
                        List.of(new OffsetFetchRequestTopics().setName("orders").setPartitionIndexes(List.of(0))));
        OffsetFetchResponsePartitions partition = coordinator
                .offsetFetch(context(ApiKeys.OFFSET_FETCH, 9, "client"), request, false)
                .topics()
                .get(0)
                .partitions()
                .get(0);
        return partition.committedOffset();
    }

    DescribedGroup describe(int version) {
        return coordinator
                .describeGroups(context(ApiKeys.DESCRIBE_GROUPS, version, "admin"), List.of(GROUP))
                .get(0);
    }

    List<ListedGroup> list(List<String> states, List<String> types) {
        return coordinator
                .listGroups(
                        context(ApiKeys.LIST_GROUPS, 5, "admin"),
                        new ListGroupsRequestData().setStatesFilter(states).setTypesFilter(types))
                .groups();
    }

    Errors delete() {
        List<DeleteGroupsResponseData> replies = new ArrayList<>();
        coordinator.deleteGroups(List.of(GROUP), replies::add);
        return Errors.forCode(replies.get(0).results().find(GROUP).errorCode());
    }
}
