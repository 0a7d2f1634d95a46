package io.github.groupcoordinator.internal.offset;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetTombstone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The committed offsets of the groups of one partition, by group, topic and partition. */
public final class OffsetStore {
    private final SortedMap<String, SortedMap<String, SortedMap<Integer, CommittedOffset>>> byGroup = new TreeMap<>();

    /** Stores an offset over the one that was committed before. */
    public void apply(OffsetCommit record) {
        byGroup.computeIfAbsent(record.groupId(), unused -> new TreeMap<>())
                .computeIfAbsent(record.topic(), unused -> new TreeMap<>())
                .put(record.partition(), record.offset());
    }

    /** Forgets an offset, if there is one. */
    public void apply(OffsetTombstone record) {
        SortedMap<String, SortedMap<Integer, CommittedOffset>> topics = byGroup.get(record.groupId());
        SortedMap<Integer, CommittedOffset> partitions = topics == null ? null : topics.get(record.topic());
        if (topics == null || partitions == null) {
            return;
        }
        partitions.remove(record.partition());
        if (partitions.isEmpty()) {
            topics.remove(record.topic());
        }
        if (topics.isEmpty()) {
            byGroup.remove(record.groupId());
        }
    }

    /** Returns the offset that was committed last, or null. */
    public @Nullable CommittedOffset get(String groupId, String topic, int partition) {
        SortedMap<Integer, CommittedOffset> partitions = of(groupId).get(topic);
        return partitions == null ? null : partitions.get(partition);
    }

    /** Returns the offsets of a group by topic and partition; a view. */
    public SortedMap<String, SortedMap<Integer, CommittedOffset>> of(String groupId) {
        SortedMap<String, SortedMap<Integer, CommittedOffset>> topics = byGroup.get(groupId);
        return topics == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(topics);
    }

    /** Returns whether the group has committed offsets. */
    public boolean has(String groupId) {
        return byGroup.containsKey(groupId);
    }

    /** Returns how many offsets the group has committed. */
    public int count(String groupId) {
        int count = 0;
        for (SortedMap<Integer, CommittedOffset> partitions : of(groupId).values()) {
            count += partitions.size();
        }
        return count;
    }

    /** Returns the groups that have committed offsets; a copy. */
    public List<String> groupIds() {
        return new ArrayList<>(byGroup.keySet());
    }

    /** Returns tombstones for those offsets of a group that match by topic and offset. */
    public List<OffsetTombstone> tombstones(String groupId, BiPredicate<String, CommittedOffset> matches) {
        List<OffsetTombstone> tombstones = new ArrayList<>();
        of(groupId)
                .forEach((topic, partitions) -> partitions.forEach((partition, offset) -> {
                    if (matches.test(topic, offset)) {
                        tombstones.add(new OffsetTombstone(groupId, topic, partition));
                    }
                }));
        return tombstones;
    }
}
