package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.view.GroupView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The requests of administrators and tests about groups of any protocol. */
final class GroupAdministration {
    private final CoordinatorRuntime<GroupShard> shards;
    private final TopicCatalog topics;
    private final GroupDeletion deletion;

    GroupAdministration(CoordinatorRuntime<GroupShard> shards, TopicCatalog topics, ShareGroupRequests share) {
        this.shards = shards;
        this.topics = topics;
        this.deletion = new GroupDeletion(shards, share);
    }

    /** ConsumerGroupDescribe v0-1; v1 the kind of each member. */
    List<ConsumerGroupDescribeResponseData.DescribedGroup> describeConsumerGroups(List<String> groupIds) {
        List<ConsumerGroupDescribeResponseData.DescribedGroup> described = new ArrayList<>();
        for (String groupId : groupIds) {
            Errors error = groupId.isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(groupId);
            Group<?> group = error == Errors.NONE ? shards.of(groupId).groups().committed(groupId) : null;
            if (group instanceof ConsumerGroup consumer) {
                described.add(consumer.described(topics));
                continue;
            }
            ConsumerGroupDescribeResponseData.DescribedGroup refused =
                    new ConsumerGroupDescribeResponseData.DescribedGroup().setGroupId(groupId);
            if (error == Errors.NONE) {
                boolean isOther = shards.of(groupId).groups().find(groupId) != null;
                refused.setErrorMessage(GroupDescriptions.notFound(groupId, isOther, "consumer"));
            }
            described.add(refused.setErrorCode((error == Errors.NONE ? Errors.GROUP_ID_NOT_FOUND : error).code()));
        }
        return described;
    }

    /** DescribeGroups v0-6; v6 GROUP_ID_NOT_FOUND. */
    List<DescribedGroup> describeGroups(RequestContext context, List<String> groupIds) {
        List<DescribedGroup> described = new ArrayList<>();
        for (String groupId : groupIds) {
            Errors error = shards.availability(groupId);
            described.add(
                    error == Errors.NONE
                            ? GroupDescriptions.describe(
                                    context,
                                    groupId,
                                    shards.of(groupId).groups().committed(groupId))
                            : new DescribedGroup().setGroupId(groupId).setErrorCode(error.code()));
        }
        return described;
    }

    /** ListGroups v0-5; v4 by state, v5 by type (KIP-848). Partitions that are led elsewhere are left out. */
    ListGroupsResponseData listGroups(RequestContext context, ListGroupsRequestData request) {
        ListGroupsResponseData response = new ListGroupsResponseData();
        for (GroupShard shard : shards.all()) {
            Errors error = CoordinatorRuntime.availability(shard);
            if (error != Errors.NONE) {
                return new ListGroupsResponseData().setErrorCode(error.code());
            }
            List<ListedGroup> groups = new ArrayList<>();
            shard.groups().allCommitted().forEach(group -> groups.add(group.listed()));
            groups.removeIf(group -> !GroupDescriptions.isListed(group, request));
            response.groups().addAll(groups);
        }
        return response;
    }

    /** DeleteGroups v0-2. */
    void deleteGroups(List<String> groupIds, Consumer<DeleteGroupsResponseData> reply) {
        deletion.delete(groupIds, reply);
    }

    /** Returns a snapshot of a group; DEAD if there is none. */
    GroupView group(String groupId) {
        GroupShard shard = shardOf(groupId);
        Group<?> group = find(groupId, shard);
        return shard == null || group == null
                ? GroupDescriptions.absent(groupId)
                : GroupDescriptions.view(group, shard);
    }

    /** Returns how many members a group has; 0 if there is none. */
    int memberCount(String groupId) {
        Group<?> group = find(groupId, shardOf(groupId));
        return group == null ? 0 : group.memberCount();
    }

    private @Nullable GroupShard shardOf(String groupId) {
        return shards.get(shards.partitionFor(groupId));
    }

    private static @Nullable Group<?> find(String groupId, @Nullable GroupShard shard) {
        return shard == null ? null : shard.groups().find(groupId);
    }

    /** Returns the ids of all groups, sorted. */
    List<String> groupIds() {
        SortedSet<String> ids = new TreeSet<>();
        for (GroupShard shard : shards.all()) {
            ids.addAll(shard.groups().ids());
        }
        return new ArrayList<>(ids);
    }
}
