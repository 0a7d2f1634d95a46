package io.github.groupcoordinator.internal.offset;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetTombstone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The committed offsets of the groups of one partition, by group, topic and partition, and those that wait for the end
 * of their transaction.
 */
public final class OffsetStore {
    private static final SortedMap<Integer, CommittedOffset> NONE = Collections.emptySortedMap();

    private final SortedMap<String, SortedMap<String, SortedMap<Integer, CommittedOffset>>> byGroup = new TreeMap<>();
    private final PendingOffsets pending = new PendingOffsets();

    /** Stores an offset over the one that was committed before, and before any that is pending. */
    public void apply(OffsetCommit record) {
        put(record);
        pending.supersede(record);
    }

    /** Keeps an offset until its producer's transaction ends. */
    public void applyPending(long producerId, OffsetCommit record) {
        pending.add(producerId, record);
    }

    /**
     * Ends a producer's transaction. As in Kafka an offset that was committed later than a pending one stays.
     *
     * @return the offsets that count from now on, in order
     */
    public List<OffsetCommit> endTransaction(long producerId, boolean committed) {
        List<OffsetCommit> decided = pending.end(producerId, committed);
        decided.forEach(this::put);
        return decided;
    }

    private void put(OffsetCommit record) {
        byGroup.computeIfAbsent(record.groupId(), unused -> new TreeMap<>())
                .computeIfAbsent(record.topic(), unused -> new TreeMap<>())
                .put(record.partition(), record.offset());
    }

    /** Forgets an offset, if there is one, and what is pending in its place. */
    public void apply(OffsetTombstone record) {
        pending.remove(record.groupId(), record.topic(), record.partition());
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
        return of(groupId, topic).get(partition);
    }

    /** Returns the offsets of a group for one topic, by partition; to be read only. */
    public SortedMap<Integer, CommittedOffset> of(String groupId, String topic) {
        SortedMap<String, SortedMap<Integer, CommittedOffset>> topics = byGroup.get(groupId);
        SortedMap<Integer, CommittedOffset> partitions = topics == null ? null : topics.get(topic);
        return partitions == null ? NONE : partitions;
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

    /** Returns whether the group has offsets that wait for the end of a transaction. */
    public boolean hasPending(String groupId) {
        return pending.has(groupId);
    }

    /** Returns whether an offset for this partition waits for the end of a transaction. */
    public boolean hasPending(String groupId, String topic, int partition) {
        return pending.has(groupId, topic, partition);
    }

    /** Returns tombstones for all that a group has committed, and for what is only pending. */
    public List<OffsetTombstone> allTombstones(String groupId) {
        List<OffsetTombstone> tombstones = tombstones(groupId, (topic, offset) -> true);
        for (OffsetCommit commit : pending.of(groupId)) {
            if (get(groupId, commit.topic(), commit.partition()) == null) {
                tombstones.add(new OffsetTombstone(groupId, commit.topic(), commit.partition()));
            }
        }
        return tombstones;
    }

    /** Returns tombstones for what is pending and matches, one for each transaction, whoever's it is. */
    public List<OffsetTombstone> pendingTombstones(BiPredicate<String, CommittedOffset> matches) {
        List<OffsetTombstone> tombstones = new ArrayList<>();
        for (OffsetCommit commit : pending.all()) {
            if (matches.test(commit.topic(), commit.offset())) {
                tombstones.add(new OffsetTombstone(commit.groupId(), commit.topic(), commit.partition()));
            }
        }
        return tombstones;
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
