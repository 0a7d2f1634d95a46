package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.event.EventSink;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.GroupView;
import java.util.List;
import java.util.function.Consumer;
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
import org.apache.kafka.common.utils.Utils;

/**
 * The group coordinator: decides, appends, applies and replies. One thread at a time; a reply is given exactly once,
 * now or later.
 */
public final class GroupCoordinator {
    private final GroupCoordinatorConfig config;

    public GroupCoordinator(
            GroupCoordinatorConfig config,
            Timers timers,
            CoordinatorLog log,
            TopicCatalog topics,
            MemberIds memberIds,
            EventSink events) {
        this.config = config;
    }

    /** Returns the partition of {@code __consumer_offsets} that holds the group. */
    public int partitionFor(String groupId) {
        return Utils.abs(groupId.hashCode()) % config.offsetsTopicPartitions();
    }

    /** Takes a partition over: replays it and re-arms the sessions of its members. */
    public void load(int partition, int leaderEpoch) {
        throw new UnsupportedOperationException();
    }

    /** Enters the state of loading until {@link #load}: its groups answer COORDINATOR_LOAD_IN_PROGRESS. */
    public void startLoading(int partition, int leaderEpoch) {
        throw new UnsupportedOperationException();
    }

    /** Gives a partition up: what is parked is answered NOT_COORDINATOR. */
    public void unload(int partition) {
        throw new UnsupportedOperationException();
    }

    public void joinGroup(RequestContext context, JoinGroupRequestData request, Consumer<JoinGroupResponseData> reply) {
        throw new UnsupportedOperationException();
    }

    public void syncGroup(RequestContext context, SyncGroupRequestData request, Consumer<SyncGroupResponseData> reply) {
        throw new UnsupportedOperationException();
    }

    public void heartbeat(RequestContext context, HeartbeatRequestData request, Consumer<HeartbeatResponseData> reply) {
        throw new UnsupportedOperationException();
    }

    public void leaveGroup(
            RequestContext context, LeaveGroupRequestData request, Consumer<LeaveGroupResponseData> reply) {
        throw new UnsupportedOperationException();
    }

    public void offsetCommit(
            RequestContext context, OffsetCommitRequestData request, Consumer<OffsetCommitResponseData> reply) {
        throw new UnsupportedOperationException();
    }

    public void offsetDelete(
            RequestContext context, OffsetDeleteRequestData request, Consumer<OffsetDeleteResponseData> reply) {
        throw new UnsupportedOperationException();
    }

    /** Answers for one group, in the form of version 8 and later. */
    public OffsetFetchResponseGroup offsetFetch(
            RequestContext context, OffsetFetchRequestGroup request, boolean requireStable) {
        throw new UnsupportedOperationException();
    }

    public List<DescribedGroup> describeGroups(RequestContext context, List<String> groupIds) {
        throw new UnsupportedOperationException();
    }

    public ListGroupsResponseData listGroups(RequestContext context, ListGroupsRequestData request) {
        throw new UnsupportedOperationException();
    }

    public DeleteGroupsResponseData deleteGroups(RequestContext context, List<String> groupIds) {
        throw new UnsupportedOperationException();
    }

    /** Deletes the offsets of topics that are no more. */
    public void topicsDeleted(List<DeletedTopic> topics) {
        throw new UnsupportedOperationException();
    }

    /** Returns a snapshot of a group; DEAD if there is none. */
    public GroupView group(String groupId) {
        throw new UnsupportedOperationException();
    }

    /** Returns the ids of all groups, sorted. */
    public List<String> groupIds() {
        throw new UnsupportedOperationException();
    }
}
