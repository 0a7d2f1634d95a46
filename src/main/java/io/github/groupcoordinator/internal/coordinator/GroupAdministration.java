package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.view.GroupView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** What administrators and tests ask of groups of any kind. */
final class GroupAdministration {
    private final Shards shards;
    private final ConsumerGroupDescriptions consumers;

    GroupAdministration(Shards shards, ConsumerGroupDescriptions consumers) {
        this.shards = shards;
        this.consumers = consumers;
    }

    /** ConsumerGroupDescribe v0-1; v1 the kind of each member. */
    List<ConsumerGroupDescribeResponseData.DescribedGroup> describeConsumerGroups(List<String> groupIds) {
        List<ConsumerGroupDescribeResponseData.DescribedGroup> described = new ArrayList<>();
        for (String groupId : groupIds) {
            Errors error = groupId.isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(groupId);
            ConsumerGroup group =
                    error == Errors.NONE ? shards.of(groupId).consumers().committed(groupId) : null;
            if (group != null) {
                described.add(consumers.describe(group));
                continue;
            }
            ConsumerGroupDescribeResponseData.DescribedGroup refused =
                    new ConsumerGroupDescribeResponseData.DescribedGroup().setGroupId(groupId);
            if (error == Errors.NONE) {
                boolean isOther = shards.of(groupId).hasGroup(groupId);
                refused.setErrorMessage(
                        isOther
                                ? "Group " + groupId + " is not a consumer group."
                                : "Group " + groupId + " not found.");
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
                                    context, groupId, shards.of(groupId).committedGroup(groupId))
                            : new DescribedGroup().setGroupId(groupId).setErrorCode(error.code()));
        }
        return described;
    }

    /** ListGroups v0-5; v4 by state, v5 by type (KIP-848). Partitions that are led elsewhere are left out. */
    ListGroupsResponseData listGroups(RequestContext context, ListGroupsRequestData request) {
        ListGroupsResponseData response = new ListGroupsResponseData();
        for (CoordinatorShard shard : shards.all()) {
            Errors error = Shards.availability(shard);
            if (error != Errors.NONE) {
                return new ListGroupsResponseData().setErrorCode(error.code());
            }
            List<ListedGroup> groups = new ArrayList<>();
            shard.committedGroups().forEach(group -> groups.add(GroupDescriptions.listed(group)));
            shard.consumers().allCommitted().forEach(group -> groups.add(ConsumerGroupDescriptions.listed(group)));
            groups.removeIf(group -> !GroupDescriptions.isListed(group, request));
            response.groups().addAll(groups);
        }
        return response;
    }

    /** DeleteGroups v0-2. All groups of a partition go in one append. */
    DeleteGroupsResponseData deleteGroups(RequestContext context, List<String> groupIds) {
        SortedMap<Integer, SortedSet<String>> byPartition = new TreeMap<>();
        for (String groupId : groupIds) {
            byPartition
                    .computeIfAbsent(shards.partitionFor(groupId), unused -> new TreeSet<>())
                    .add(groupId);
        }
        DeleteGroupsResponseData response = new DeleteGroupsResponseData();
        Collection<DeletableGroupResult> results = response.results();
        byPartition.forEach((partition, ids) -> results.addAll(deleteGroups(shards.get(partition), ids)));
        return response;
    }

    private static List<DeletableGroupResult> deleteGroups(@Nullable CoordinatorShard shard, SortedSet<String> ids) {
        Errors error = Shards.availability(shard);
        List<DeletableGroupResult> results = new ArrayList<>();
        if (shard != null && error == Errors.NONE) {
            List<PersistentRecord> tombstones = new ArrayList<>();
            for (String groupId : ids) {
                Errors refusal = shard.collectTombstones(groupId, tombstones);
                results.add(new DeletableGroupResult().setGroupId(groupId).setErrorCode(refusal.code()));
            }
            error = AppendErrors.toClient(shard.appendAndApply(tombstones));
        }
        if (error != Errors.NONE) {
            results.clear();
            for (String groupId : ids) {
                results.add(new DeletableGroupResult().setGroupId(groupId).setErrorCode(error.code()));
            }
        }
        return results;
    }

    /** Returns a snapshot of a group; DEAD if there is none. */
    GroupView group(String groupId) {
        CoordinatorShard shard = shards.get(shards.partitionFor(groupId));
        ClassicGroup group = shard == null ? null : shard.classicGroup(groupId);
        ConsumerGroup consumer = shard == null ? null : shard.consumerGroup(groupId);
        if (shard != null && consumer != null) {
            return consumers.view(consumer, shard);
        }
        return shard == null || group == null
                ? GroupDescriptions.absent(groupId)
                : GroupDescriptions.view(group, shard);
    }

    /** Returns the ids of all groups, sorted. */
    List<String> groupIds() {
        SortedSet<String> ids = new TreeSet<>();
        for (CoordinatorShard shard : shards.all()) {
            ids.addAll(shard.groupIds());
        }
        return new ArrayList<>(ids);
    }
}
