package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicConfig;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.share.ShareGroup;
import io.github.groupcoordinator.internal.group.share.ShareGroupRecord;
import io.github.groupcoordinator.internal.group.streams.StreamsGroup;
import io.github.groupcoordinator.internal.group.streams.StreamsGroupRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The groups of one partition, of every protocol, and how records make, change and delete them. */
final class Groups {
    private static final Comparator<Group<?>> BY_TYPE = Comparator.comparing(Group::type);

    private final GroupConfigs configs;
    private final ClassicConfig classicConfig;
    private final SortedMap<String, Group<?>> byId = new TreeMap<>();

    /**
     * Groups that no record tells of yet. As in Kafka they are not listed or described until the next append to the
     * partition succeeds, and are gone if it fails.
     */
    private final SortedSet<String> uncommitted = new TreeSet<>();

    /** Streams groups, some of whose state is as of the last append to the partition; some of them may be no more. */
    private final SortedMap<String, StreamsGroup> streams = new TreeMap<>();

    /** Groups that are gone although no record tells of that: who only reads sees them until the next append. */
    private final SortedMap<String, Group<?>> forgotten = new TreeMap<>();

    Groups(GroupConfigs configs) {
        this.configs = configs;
        this.classicConfig = configs.classic();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    @Nullable
    Group<?> find(String groupId) {
        return byId.get(groupId);
    }

    /** Returns a group if its protocol is the one that is asked for, else null. */
    <G extends Group<?>> @Nullable G find(String groupId, Class<G> protocol) {
        Group<?> group = byId.get(groupId);
        return protocol.isInstance(group) ? protocol.cast(group) : null;
    }

    /** Returns the ids of all groups. */
    List<String> ids() {
        return new ArrayList<>(byId.keySet());
    }

    /** Returns all groups, by protocol and id; a copy. */
    List<Group<?>> all() {
        List<Group<?>> all = new ArrayList<>(byId.values());
        all.sort(BY_TYPE);
        return all;
    }

    /** Returns a group as those see it who only read: as the log has it. */
    @Nullable
    Group<?> committed(String groupId) {
        Group<?> group = uncommitted.contains(groupId) ? null : byId.get(groupId);
        return group == null ? forgotten.get(groupId) : group;
    }

    /** Returns all groups as those see them who only read. */
    List<Group<?>> allCommitted() {
        List<Group<?>> committed = all();
        committed.removeIf(group -> uncommitted.contains(group.groupId()));
        committed.addAll(forgotten.values());
        return committed;
    }

    /** Makes a group that no record tells of yet. */
    ClassicGroup create(String groupId, long nowMs) {
        ClassicGroup group = new ClassicGroup(groupId, classicConfig, nowMs);
        byId.put(groupId, group);
        uncommitted.add(groupId);
        return group;
    }

    /** Makes a group for offsets that have none: a consumer manages its partitions itself. */
    void ensure(String groupId, long nowMs) {
        if (!byId.containsKey(groupId)) {
            byId.put(groupId, new ClassicGroup(groupId, classicConfig, nowMs));
        }
    }

    /** Forgets an empty group, of which the log still tells. */
    void forget(Group<?> group) {
        byId.remove(group.groupId());
        forgotten.put(group.groupId(), group);
    }

    /** Notes that something was appended: what is forgotten is gone, until the partition is loaded again. */
    void appended() {
        for (StreamsGroup group : streams.values()) {
            group.appended();
        }
        uncommitted.clear();
        forgotten.clear();
    }

    /**
     * Notes that an append failed: what is forgotten is back, and groups that no record tells of are gone. Their timers
     * stay, as in Kafka, and go by the group's name.
     *
     * @return the groups that are gone
     */
    List<Group<?>> appendFailed() {
        List<Group<?>> lost = new ArrayList<>();
        for (String groupId : uncommitted) {
            Group<?> group = byId.remove(groupId);
            if (group != null) {
                lost.add(group);
            }
        }
        uncommitted.clear();
        forgotten.forEach(byId::putIfAbsent);
        forgotten.clear();
        for (StreamsGroup group : streams.values()) {
            group.appendFailed();
        }
        return lost;
    }

    /**
     * Applies a record, which may make its group or delete it.
     *
     * @throws IllegalStateException if there is a group of another protocol under the name
     */
    void apply(GroupRecord record) {
        switch (record.type()) {
            case CLASSIC -> apply((ClassicGroupRecord) record);
            case CONSUMER -> apply((ConsumerGroupRecord) record);
            case SHARE -> apply((ShareGroupRecord) record);
            case STREAMS -> apply((StreamsGroupRecord) record);
        }
    }

    private void apply(ClassicGroupRecord record) {
        if (record instanceof ClassicGroupRecord.GroupMetadata metadata) {
            byId.put(metadata.groupId(), ClassicGroup.of(metadata, classicConfig));
        } else {
            byId.remove(record.groupId());
        }
    }

    private void apply(ConsumerGroupRecord record) {
        ConsumerGroup group = find(record.groupId(), ConsumerGroup.class);
        if (group == null) {
            if (record.isTombstone()) {
                return;
            }
            group = new ConsumerGroup(record.groupId(), configs);
            replaceSimple(group, record);
        }
        group.apply(record);
        if (record instanceof ConsumerGroupRecord.GroupEpochTombstone) {
            byId.remove(record.groupId());
        }
    }

    private void apply(ShareGroupRecord record) {
        ShareGroup group = find(record.groupId(), ShareGroup.class);
        if (group == null) {
            if (record.isTombstone()) {
                return;
            }
            group = new ShareGroup(record.groupId(), configs.shareGroups());
            replaceSimple(group, record);
        }
        group.apply(record);
        if (record instanceof ShareGroupRecord.GroupEpochTombstone) {
            byId.remove(record.groupId());
        }
    }

    private void apply(StreamsGroupRecord record) {
        StreamsGroup group = find(record.groupId(), StreamsGroup.class);
        if (group == null) {
            if (record.isTombstone()) {
                return;
            }
            group = new StreamsGroup(record.groupId(), configs.streamsGroups());
            replaceSimple(group, record);
            streams.put(record.groupId(), group);
        }
        group.apply(record);
        if (record instanceof StreamsGroupRecord.GroupEpochTombstone) {
            byId.remove(record.groupId());
            streams.remove(record.groupId());
        }
    }

    private void replaceSimple(Group<?> group, GroupRecord record) {
        Group<?> before = byId.get(group.groupId());
        if (before != null && !before.isSimple()) {
            throw new IllegalStateException("group '" + group.groupId() + "' uses the "
                    + before.type().kafkaName() + " protocol, and can't have " + record);
        }
        byId.put(group.groupId(), group);
    }
}
