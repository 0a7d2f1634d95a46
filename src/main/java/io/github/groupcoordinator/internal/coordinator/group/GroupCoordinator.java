package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.Coordinator;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.coordinator.ShardLog;
import io.github.groupcoordinator.internal.group.DeletedTopic;
import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.GroupView;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * The group coordinator: decides, appends, applies and replies. One thread at a time; a reply is given exactly once,
 * now or later. What a request comes to is decided in a class for its kind; this one is where they are found.
 */
public final class GroupCoordinator implements Coordinator {
    private final CoordinatorRuntime<GroupShard> shards;
    private final ClassicGroupRequests classic;
    private final ConsumerGroupRequests consumer;
    private final OffsetRequests offsets;
    private final TransactionalOffsetRequests transactional;
    private final GroupAdministration administration;
    private final Interventions interventions;
    private final ShareGroupRequests share;
    private final ShareOffsetRequests shareOffsets;
    private final StreamsGroupRequests streams;

    /** Makes a coordinator that leads no partition yet; {@link #load} gives it some. */
    public GroupCoordinator(
            GroupConfigs configs,
            Timers timers,
            CoordinatorLog log,
            MemberIds memberIds,
            EventSink events,
            TopicCatalog topics) {
        GroupCoordinatorConfig config = configs.broker();
        RetentionCheck.Loaded loaded = new RetentionCheck.Loaded();
        this.shards = new CoordinatorRuntime<>(
                config.offsetsTopicPartitions(),
                partition -> new GroupShard(
                        new RetentionCheck.Place(loaded, "__consumer_offsets-" + partition),
                        configs,
                        new ShardLog(partition, log),
                        new GroupShard.Environment(timers, events, topics, this::ask)));
        this.classic = new ClassicGroupRequests(config, shards, memberIds);
        GroupEvents told = new GroupEvents(events, timers, topics);
        this.consumer = new ConsumerGroupRequests(configs, shards, memberIds);
        this.offsets = new OffsetRequests(config, timers, shards, told, topics);
        this.transactional = new TransactionalOffsetRequests(config, timers, shards, told, topics);
        this.share = new ShareGroupRequests(configs.shareGroups(), shards, timers, topics);
        this.shareOffsets = new ShareOffsetRequests(configs.shareGroups(), shards, topics, share);
        this.streams = new StreamsGroupRequests(configs.streamsGroups(), shards);
        this.administration = new GroupAdministration(shards, topics, share);
        this.interventions = new Interventions(shards, classic);
    }

    private void ask(Effect.Ask ask) {
        share.ask(ask);
    }

    /** Returns what answers members of share groups, and describes these (KIP-932). */
    public ShareGroupRequests shareGroups() {
        return share;
    }

    /** Returns what answers members of streams groups, and describes these (KIP-1071). */
    public StreamsGroupRequests streamsGroups() {
        return streams;
    }

    /** Returns what answers administrators about the offsets of share groups. */
    public ShareOffsetRequests shareOffsets() {
        return shareOffsets;
    }

    @Override
    public int partitionFor(String groupId) {
        return shards.partitionFor(groupId);
    }

    @Override
    public void load(int partition, int leaderEpoch) {
        shards.load(partition, leaderEpoch);
    }

    @Override
    public void startLoading(int partition) {
        shards.startLoading(partition);
    }

    @Override
    public void unload(int partition) {
        shards.unload(partition);
        transactional.unloaded(partition);
    }

    /** JoinGroup v0-9; v4 member id required (KIP-394), v5 group.instance.id (KIP-345), v9 skipAssignment. */
    public void joinGroup(RequestContext context, JoinGroupRequestData request, Consumer<JoinGroupResponseData> reply) {
        classic.joinGroup(context, request, reply);
    }

    /** SyncGroup v0-5; v5 protocol type and name. */
    public void syncGroup(RequestContext context, SyncGroupRequestData request, Consumer<SyncGroupResponseData> reply) {
        classic.syncGroup(context, request, reply);
    }

    /** Heartbeat v0-4. While the group is loading it is answered blindly, so that no member gives up. */
    public void heartbeat(RequestContext context, HeartbeatRequestData request, Consumer<HeartbeatResponseData> reply) {
        classic.heartbeat(context, request, reply);
    }

    /** LeaveGroup v0-5; v3 several members, v5 reasons (KIP-800). */
    public void leaveGroup(
            RequestContext context, LeaveGroupRequestData request, Consumer<LeaveGroupResponseData> reply) {
        classic.leaveGroup(context, request, reply);
    }

    /** ConsumerGroupHeartbeat v0-1; v1 regular expressions, and members name themselves (KIP-848, KIP-1082). */
    public void consumerGroupHeartbeat(
            RequestContext context,
            ConsumerGroupHeartbeatRequestData request,
            Consumer<ConsumerGroupHeartbeatResponseData> reply) {
        consumer.heartbeat(context, request, reply);
    }

    /** ConsumerGroupDescribe v0-1; v1 the kind of each member. */
    public List<ConsumerGroupDescribeResponseData.DescribedGroup> describeConsumerGroups(List<String> groupIds) {
        return administration.describeConsumerGroups(groupIds);
    }

    /** OffsetCommit v2-10; v9 GROUP_ID_NOT_FOUND, v10 topic ids (resolved by the handler, which sets the names). */
    public void offsetCommit(
            RequestContext context, OffsetCommitRequestData request, Consumer<OffsetCommitResponseData> reply) {
        offsets.offsetCommit(context, request, reply);
    }

    /** OffsetDelete v0. */
    public void offsetDelete(
            RequestContext context, OffsetDeleteRequestData request, Consumer<OffsetDeleteResponseData> reply) {
        offsets.offsetDelete(context, request, reply);
    }

    /**
     * OffsetFetch v1-10, for one group, in the form of version 8 and later.
     *
     * @param requireStable whether an offset that a transaction may be about to replace is UNSTABLE_OFFSET_COMMIT
     *     (KIP-447)
     */
    public OffsetFetchResponseGroup offsetFetch(
            RequestContext context, OffsetFetchRequestGroup request, boolean requireStable) {
        return offsets.offsetFetch(context, request, requireStable);
    }

    /**
     * TxnOffsetCommit v0-5; v3 member id, generation and instance id (KIP-447).
     *
     * @param verified whether the transaction coordinator said that the transaction touches the group's partition
     */
    public TxnOffsetCommitResponseData txnOffsetCommit(
            RequestContext context, TxnOffsetCommitRequestData request, boolean verified) {
        return transactional.txnOffsetCommit(context, request, verified);
    }

    /** Ends a producer's transaction in a partition of {@code __consumer_offsets}; returns NONE or why it can't. */
    public Errors completeTransaction(int partition, TransactionMarker marker) {
        return transactional.completeTransaction(partition, marker);
    }

    /** DescribeGroups v0-6; v6 GROUP_ID_NOT_FOUND. */
    public List<DescribedGroup> describeGroups(RequestContext context, List<String> groupIds) {
        return administration.describeGroups(context, groupIds);
    }

    /** ListGroups v0-5; v4 by state, v5 by type (KIP-848). Partitions that are led elsewhere are left out. */
    public ListGroupsResponseData listGroups(RequestContext context, ListGroupsRequestData request) {
        return administration.listGroups(context, request);
    }

    /** DeleteGroups v0-2. All groups of a partition go in one append, when the state of share groups is deleted. */
    public void deleteGroups(List<String> groupIds, Consumer<DeleteGroupsResponseData> reply) {
        administration.deleteGroups(groupIds, reply);
    }

    /** Deletes the offsets of topics that are no more. */
    public void topicsDeleted(List<DeletedTopic> topics) {
        offsets.topicsDeleted(topics);
        share.topicsDeleted(topics);
    }

    /** Lets a member's session time out now; for a test. */
    public void expire(String groupId, String memberId) {
        interventions.expire(groupId, memberId);
    }

    /** Lets somebody else take a static member's place; for a test. */
    public void fence(String groupId, String memberId) {
        interventions.fence(groupId, memberId);
    }

    /** Lets groups look at a topic that was created, deleted or got more partitions. */
    public void topicChanged(String topic, boolean isNew) {
        for (GroupShard shard : shards.all()) {
            shard.topicChanged(topic, isNew);
        }
    }

    /** Returns a snapshot of a group; DEAD if there is none. */
    public GroupView group(String groupId) {
        return administration.group(groupId);
    }

    /** Returns how many members a group has; 0 if there is none. */
    public int memberCount(String groupId) {
        return administration.memberCount(groupId);
    }

    /** Returns the ids of all groups, sorted. */
    public List<String> groupIds() {
        return administration.groupIds();
    }
}
