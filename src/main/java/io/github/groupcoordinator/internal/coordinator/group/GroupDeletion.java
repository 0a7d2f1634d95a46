package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.share.ShareGroup;
import io.github.groupcoordinator.internal.group.share.ShareOffsets;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of groups of any protocol. Those of a partition go in one append; before that the share coordinator
 * deletes the state of share groups, and where it can't the group stays.
 */
final class GroupDeletion {
    private final CoordinatorRuntime<GroupShard> shards;
    private final ShareGroupRequests share;

    GroupDeletion(CoordinatorRuntime<GroupShard> shards, ShareGroupRequests share) {
        this.shards = shards;
        this.share = share;
    }

    /** Deletes groups; the reply comes when the last of them is, or could not be. */
    void delete(List<String> groupIds, Consumer<DeleteGroupsResponseData> reply) {
        SortedMap<Integer, SortedSet<String>> byPartition = new TreeMap<>();
        for (String groupId : groupIds) {
            byPartition
                    .computeIfAbsent(shards.partitionFor(groupId), unused -> new TreeSet<>())
                    .add(groupId);
        }
        Pending pending = new Pending(byPartition.size(), reply);
        byPartition.forEach((partition, ids) -> new OfPartition(partition, ids, pending).begin());
        pending.replyIfDone();
    }

    /** The partitions of which the answers are awaited, and the answers of the others. */
    private static final class Pending {
        private final Map<String, Errors> results = new LinkedHashMap<>();
        private final Consumer<DeleteGroupsResponseData> reply;
        private int open;

        Pending(int open, Consumer<DeleteGroupsResponseData> reply) {
            // One more, so that nobody is answered while it begins.
            this.open = open + 1;
            this.reply = reply;
        }

        void replyIfDone() {
            open--;
            if (open == 0) {
                DeleteGroupsResponseData response = new DeleteGroupsResponseData();
                Collection<DeletableGroupResult> answers = response.results();
                results.forEach((groupId, error) -> answers.add(
                        new DeletableGroupResult().setGroupId(groupId).setErrorCode(error.code())));
                reply.accept(response);
            }
        }
    }

    /** The groups of one partition on their way out. */
    private final class OfPartition {
        private final int partition;
        private final SortedSet<String> left;
        private final Pending pending;
        private int asked;

        OfPartition(int partition, SortedSet<String> ids, Pending pending) {
            this.partition = partition;
            this.left = ids;
            this.pending = pending;
        }

        void begin() {
            GroupShard shard = shards.get(partition);
            Errors error = CoordinatorRuntime.availability(shard);
            SortedMap<String, SortedMap<Uuid, SortedSet<Integer>>> state = new TreeMap<>();
            if (shard != null && error == Errors.NONE) {
                error = AppendErrors.toClient(shard.appendAndApply(collectState(shard, state)));
            }
            if (error != Errors.NONE) {
                refuseAll(error);
                return;
            }
            refuseWhatHasMembers(shard);
            asked = state.size() + 1;
            state.forEach((groupId, partitions) -> share.persister().delete(groupId, partitions, answer -> {
                Errors failure = failure(partitions, answer);
                if (failure != Errors.NONE) {
                    refuse(groupId, failure);
                }
                finishIfAnswered();
            }));
            finishIfAnswered();
        }

        /**
         * As in Kafka an error is always a partition's, even if the whole call failed: without partitions there is
         * none.
         */
        private Errors failure(SortedMap<Uuid, SortedSet<Integer>> partitions, SharePersister.Answer answer) {
            Errors failure = Errors.NONE;
            for (Map.Entry<Uuid, SortedSet<Integer>> ofTopic : partitions.entrySet()) {
                Errors error = ofTopic.getValue().isEmpty() ? Errors.NONE : answer.error(ofTopic.getKey());
                failure = error == Errors.NONE ? failure : error;
            }
            return failure;
        }

        private void refuseWhatHasMembers(@Nullable GroupShard shard) {
            for (String groupId : new ArrayList<>(left)) {
                ShareGroup group = shard == null ? null : shard.groups().find(groupId, ShareGroup.class);
                if (group != null && !group.isEmpty()) {
                    refuse(groupId, Errors.NON_EMPTY_GROUP);
                }
            }
        }

        /** Adds what the share coordinator is to delete, and returns what is stored first. */
        private List<PersistentRecord> collectState(
                GroupShard shard, SortedMap<String, SortedMap<Uuid, SortedSet<Integer>>> state) {
            List<PersistentRecord> records = new ArrayList<>();
            for (String groupId : new ArrayList<>(left)) {
                ShareGroup group = shard.groups().find(groupId, ShareGroup.class);
                ShareOffsets.Deletion deletion =
                        group == null || !group.isEmpty() ? null : ShareOffsets.deleteAll(group.roster(), shard);
                if (deletion != null) {
                    records.addAll(deletion.records());
                    if (!deletion.partitions().isEmpty()) {
                        state.put(groupId, deletion.partitions());
                    }
                }
            }
            return records;
        }

        private void finishIfAnswered() {
            asked--;
            if (asked > 0) {
                return;
            }
            GroupShard shard = shards.get(partition);
            Errors error = CoordinatorRuntime.availability(shard);
            if (shard != null && error == Errors.NONE) {
                error = AppendErrors.toClient(store(shard));
            }
            if (error == Errors.NONE) {
                pending.replyIfDone();
            } else {
                refuseAll(error);
            }
        }

        private Errors store(GroupShard shard) {
            List<PersistentRecord> tombstones = new ArrayList<>();
            SortedMap<String, Errors> results = new TreeMap<>();
            left.forEach(groupId -> results.put(groupId, collectTombstones(shard, groupId, tombstones)));
            Errors error = shard.appendAndApply(tombstones);
            if (error == Errors.NONE) {
                pending.results.putAll(results);
            }
            return error;
        }

        private void refuse(String groupId, Errors error) {
            left.remove(groupId);
            pending.results.put(groupId, error);
        }

        private void refuseAll(Errors error) {
            new ArrayList<>(left).forEach(groupId -> refuse(groupId, error));
            pending.replyIfDone();
        }
    }

    /** Adds what deletes a group and its offsets; returns why it may not be deleted, or NONE. */
    private static Errors collectTombstones(GroupShard shard, String groupId, List<PersistentRecord> tombstones) {
        Group<?> group = shard.groups().find(groupId);
        Errors error = group == null ? Errors.GROUP_ID_NOT_FOUND : group.checkDelete();
        if (group != null && error == Errors.NONE) {
            tombstones.addAll(shard.offsets().allTombstones(groupId));
            shard.collectTombstones(group, tombstones);
        }
        return error;
    }
}
