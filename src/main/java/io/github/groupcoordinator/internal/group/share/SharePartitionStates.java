package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * The share-partitions of a group that have state at the share coordinator: being initialized, initialized, or being
 * deleted. Only initialized ones are assigned.
 */
public final class SharePartitionStates {
    private static final String UNKNOWN_TOPIC = "<UNKNOWN>";

    private SortedMap<Uuid, StateTopic> initializing = new TreeMap<>();
    private SortedMap<Uuid, StateTopic> initialized = new TreeMap<>();
    private SortedMap<Uuid, String> deleting = new TreeMap<>();
    private boolean exists;
    private long initializingSinceMs;

    SharePartitionStates() {}

    void apply(ShareGroupRecord.StatePartitions record) {
        exists = true;
        initializing = record.initializing();
        initialized = record.initialized();
        deleting = record.deleting();
        initializingSinceMs = record.atMs();
    }

    void apply(ShareChange.InitializingSince since) {
        initializingSinceMs = since.nowMs();
    }

    void clear() {
        exists = false;
        initializing = new TreeMap<>();
        initialized = new TreeMap<>();
        deleting = new TreeMap<>();
    }

    /** Returns whether a record tells of them. */
    public boolean exist() {
        return exists;
    }

    /** Returns the partitions whose state is initialized, by topic. */
    public SortedMap<Uuid, SortedSet<Integer>> initializedPartitions() {
        return partitions(initialized);
    }

    SortedMap<Uuid, StateTopic> initialized() {
        return Collections.unmodifiableSortedMap(initialized);
    }

    static SortedMap<Uuid, SortedSet<Integer>> partitions(SortedMap<Uuid, StateTopic> topics) {
        SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
        topics.forEach((topicId, topic) -> partitions.put(topicId, topic.partitions()));
        return partitions;
    }

    /**
     * Returns the partitions of topics that are to be initialized now.
     *
     * @param retryIntervalMs the time for which an initialization under way is waited for, in ms
     */
    SortedMap<Uuid, StateTopic> missing(
            Collection<String> subscribed, TopicCatalog topics, long nowMs, long retryIntervalMs) {
        SortedMap<Uuid, StateTopic> known = nowMs - initializingSinceMs < retryIntervalMs
                ? StateTopic.plus(initialized, initializing)
                : initialized;
        SortedMap<Uuid, StateTopic> missing = new TreeMap<>();
        for (String name : subscribed) {
            TopicCatalog.TopicInfo topic = topics.find(name);
            if (topic == null) {
                continue;
            }
            StateTopic ofTopic = known.get(topic.id());
            int count = ofTopic == null ? 0 : ofTopic.partitions().size();
            if (count == 0 || count < topic.partitionCount()) {
                SortedSet<Integer> partitions = new TreeSet<>();
                for (int partition = 0; partition < topic.partitionCount(); partition++) {
                    if (ofTopic == null || !ofTopic.partitions().contains(partition)) {
                        partitions.add(partition);
                    }
                }
                missing.put(topic.id(), new StateTopic(name, Collections.unmodifiableSortedSet(partitions)));
            }
        }
        return missing;
    }

    /** Returns the record by which some partitions begin to be initialized; a topic among them is deleted no more. */
    ShareGroupRecord.StatePartitions initializing(
            String groupId, SortedMap<Uuid, StateTopic> topics, GroupContext context) {
        SortedMap<Uuid, StateTopic> sum = StateTopic.plus(initializing, topics);
        SortedMap<Uuid, String> stillDeleting = namedDeleting(context.topics());
        stillDeleting.keySet().removeAll(sum.keySet());
        return new ShareGroupRecord.StatePartitions(groupId, sum, initialized, stillDeleting, context.nowMs());
    }

    /** Returns the record by which some partitions are initialized. */
    ShareGroupRecord.StatePartitions initialized(
            String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, GroupContext context) {
        SortedMap<Uuid, StateTopic> topics = new TreeMap<>();
        partitions.forEach((topicId, ids) -> topics.put(topicId, new StateTopic(name(topicId, context.topics()), ids)));
        return new ShareGroupRecord.StatePartitions(
                groupId,
                exists ? StateTopic.minus(initializing, partitions) : new TreeMap<>(),
                StateTopic.plus(initialized, topics),
                namedDeleting(context.topics()),
                context.nowMs());
    }

    /** Returns the record by which the initialization of some partitions is given up. */
    ShareGroupRecord.StatePartitions givenUp(
            String groupId, SortedMap<Uuid, SortedSet<Integer>> partitions, GroupContext context) {
        return new ShareGroupRecord.StatePartitions(
                groupId,
                StateTopic.minus(initializing, partitions),
                initialized,
                namedDeleting(context.topics()),
                context.nowMs());
    }

    /** Returns the record by which the state of topics begins to be deleted, with what else is being deleted. */
    ShareOffsets.Deletion deleting(String groupId, SortedSet<Uuid> topicIds, GroupContext context) {
        SortedMap<Uuid, StateTopic> left = new TreeMap<>(initialized);
        SortedMap<Uuid, String> gone = namedDeleting(context.topics());
        SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
        for (Uuid topicId : topicIds) {
            StateTopic ofTopic = left.remove(topicId);
            if (ofTopic != null) {
                partitions.put(topicId, ofTopic.partitions());
                gone.put(topicId, name(topicId, context.topics()));
            } else if (deleting.containsKey(topicId)) {
                partitions.put(topicId, all(topicId, context.topics()));
            }
        }
        return new ShareOffsets.Deletion(
                List.of(new ShareGroupRecord.StatePartitions(groupId, initializing, left, gone, context.nowMs())),
                partitions);
    }

    /** Returns the record by which all state begins to be deleted, with what was to be deleted before. */
    ShareOffsets.Deletion deletingAll(String groupId, GroupContext context) {
        SortedMap<Uuid, StateTopic> all = StateTopic.plus(initialized, initializing);
        SortedMap<Uuid, StateTopic> again = new TreeMap<>();
        for (Uuid topicId : deleting.keySet()) {
            TopicCatalog.TopicInfo topic = context.topics().find(topicId);
            if (topic != null) {
                again.put(topicId, new StateTopic(topic.name(), all(topicId, context.topics())));
            }
        }
        all = StateTopic.plus(all, again);
        SortedMap<Uuid, String> names = new TreeMap<>();
        all.forEach((topicId, topic) -> names.put(topicId, topic.name()));
        return new ShareOffsets.Deletion(
                List.of(new ShareGroupRecord.StatePartitions(
                        groupId, new TreeMap<>(), new TreeMap<>(), names, context.nowMs())),
                partitions(all));
    }

    private static SortedSet<Integer> all(Uuid topicId, TopicCatalog topics) {
        SortedSet<Integer> partitions = new TreeSet<>();
        TopicCatalog.TopicInfo topic = topics.find(topicId);
        for (int partition = 0; topic != null && partition < topic.partitionCount(); partition++) {
            partitions.add(partition);
        }
        return partitions;
    }

    /** Returns the record by which the state of topics has been deleted. */
    ShareGroupRecord.StatePartitions deleted(String groupId, SortedSet<Uuid> topicIds, GroupContext context) {
        SortedMap<Uuid, String> left = namedDeleting(context.topics());
        left.keySet().removeAll(topicIds);
        return new ShareGroupRecord.StatePartitions(groupId, initializing, initialized, left, context.nowMs());
    }

    /** Returns whether one of the topics is among them, in whatever state. */
    boolean knowAnyOf(SortedSet<Uuid> topicIds) {
        return topicIds.stream()
                .anyMatch(topicId -> initializing.containsKey(topicId)
                        || initialized.containsKey(topicId)
                        || deleting.containsKey(topicId));
    }

    /** Returns whether the state of a topic is there to be deleted, or on the way to be. */
    public boolean isDeletable(Uuid topicId) {
        return initialized.containsKey(topicId) || deleting.containsKey(topicId);
    }

    /** Returns the record by which topics are forgotten that are no more. */
    ShareGroupRecord.StatePartitions without(String groupId, SortedSet<Uuid> topicIds, GroupContext context) {
        SortedMap<Uuid, StateTopic> leftInitializing = new TreeMap<>(initializing);
        SortedMap<Uuid, StateTopic> leftInitialized = new TreeMap<>(initialized);
        SortedMap<Uuid, String> leftDeleting = namedDeleting(context.topics());
        leftInitializing.keySet().removeAll(topicIds);
        leftInitialized.keySet().removeAll(topicIds);
        leftDeleting.keySet().removeAll(topicIds);
        return new ShareGroupRecord.StatePartitions(
                groupId, leftInitializing, leftInitialized, leftDeleting, context.nowMs());
    }

    boolean isInitializing() {
        return !initializing.isEmpty();
    }

    private SortedMap<Uuid, String> namedDeleting(TopicCatalog catalog) {
        SortedMap<Uuid, String> named = new TreeMap<>();
        deleting.keySet().forEach(topicId -> named.put(topicId, name(topicId, catalog)));
        return named;
    }

    private static String name(Uuid topicId, TopicCatalog catalog) {
        TopicCatalog.TopicInfo topic = catalog.find(topicId);
        return topic == null ? UNKNOWN_TOPIC : topic.name();
    }
}
