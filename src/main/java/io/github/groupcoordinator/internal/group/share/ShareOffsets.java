package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestPartition;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a share group as administrators alter and delete them: what is stored before the share coordinator is
 * asked, and what it is asked. Reads the group and changes nothing.
 */
public final class ShareOffsets {

    private ShareOffsets() {}

    /**
     * The alteration of start offsets.
     *
     * @param records what is stored first: that they are being initialized
     * @param stateEpoch the group's epoch
     * @param startOffsets what the share coordinator is to initialize; nothing if no partition exists
     */
    public record Alteration(
            List<PersistentRecord> records, int stateEpoch, SortedMap<Uuid, SortedMap<Integer, Long>> startOffsets) {}

    /**
     * Returns what an administrator's new start offsets come to; topics and partitions that don't exist are left out.
     */
    public static Alteration alter(ShareRoster group, AlterShareGroupOffsetsRequestData request, GroupContext context) {
        SortedMap<Uuid, StateTopic> topics = new TreeMap<>();
        SortedMap<Uuid, SortedMap<Integer, Long>> offsets = new TreeMap<>();
        for (AlterShareGroupOffsetsRequestTopic named : request.topics()) {
            TopicCatalog.TopicInfo topic = context.topics().find(named.topicName());
            if (topic == null) {
                continue;
            }
            SortedSet<Integer> partitions = new TreeSet<>();
            for (AlterShareGroupOffsetsRequestPartition partition : named.partitions()) {
                if (partition.partitionIndex() < topic.partitionCount()) {
                    partitions.add(partition.partitionIndex());
                    offsets.computeIfAbsent(topic.id(), unused -> new TreeMap<>())
                            .put(partition.partitionIndex(), partition.startOffset());
                }
            }
            // As in Kafka: a topic without a partition that exists is noted, too, and if it is named twice the last
            // one.
            topics.put(topic.id(), new StateTopic(topic.name(), Collections.unmodifiableSortedSet(partitions)));
        }
        List<PersistentRecord> records =
                topics.isEmpty() ? List.of() : List.of(group.states().initializing(group.groupId(), topics, context));
        return new Alteration(records, group.groupEpoch(), offsets);
    }

    /**
     * The deletion of state, of some topics or of all.
     *
     * @param records what is stored first: that it is being deleted
     * @param partitions what the share coordinator is to delete
     */
    public record Deletion(List<PersistentRecord> records, SortedMap<Uuid, SortedSet<Integer>> partitions) {}

    /** Returns what the deletion of a group's offsets comes to; topics of which it has none are left out. */
    public static Deletion delete(ShareRoster group, DeleteShareGroupOffsetsRequestData request, GroupContext context) {
        SortedSet<Uuid> topicIds = new TreeSet<>();
        request.topics().forEach(named -> {
            TopicCatalog.TopicInfo topic = context.topics().find(named.topicName());
            if (topic != null) {
                topicIds.add(topic.id());
            }
        });
        return group.states().exist()
                ? group.states().deleting(group.groupId(), topicIds, context)
                : new Deletion(List.of(), Collections.emptySortedMap());
    }

    /** Returns what is stored when the share coordinator has deleted the state of topics. */
    public static List<PersistentRecord> deleted(ShareRoster group, SortedSet<Uuid> topicIds, GroupContext context) {
        return group.states().exist() ? List.of(group.states().deleted(group.groupId(), topicIds, context)) : List.of();
    }

    /** Returns what comes before the deletion of a group: all of its state goes; null if it never had any. */
    public static @Nullable Deletion deleteAll(ShareRoster group, GroupContext context) {
        return group.states().exist() ? group.states().deletingAll(group.groupId(), context) : null;
    }

    /** Returns what is stored when topics are no more; the share coordinator learns of it by itself. */
    public static List<PersistentRecord> topicsDeleted(
            ShareRoster group, SortedSet<Uuid> topicIds, GroupContext context) {
        return group.states().knowAnyOf(topicIds)
                ? new ArrayList<>(List.of(group.states().without(group.groupId(), topicIds, context)))
                : List.of();
    }
}
