package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.ConsumerMember;
import io.github.groupcoordinator.internal.group.Departure;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerContext;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The consumer-protocol groups among those of one partition: how their records are applied, and what they may see. */
final class ConsumerGroups {
    private final SortedMap<String, StoredGroup> groups;
    private final GroupConfigs configs;
    private final TopicCatalog topics;
    private final ConsumerGroupEvents events;

    private final SortedMap<String, ConsumerGroup> forgotten = new TreeMap<>();

    /** The version of the catalog in which a topic was last created, as far as this partition's coordinator saw. */
    private long newTopicsVersion;

    ConsumerGroups(
            SortedMap<String, StoredGroup> groups,
            GroupConfigs configs,
            TopicCatalog topics,
            ConsumerGroupEvents events) {
        this.groups = groups;
        this.configs = configs;
        this.topics = topics;
        this.events = events;
    }

    /** Notes which topics there are when the partition begins to be served. */
    void loaded() {
        newTopicsVersion = topics.version();
    }

    /** Forgets an empty group, although no record tells of that: who only reads sees it until the next append. */
    void forget(ConsumerGroup group) {
        groups.remove(group.groupId());
        forgotten.put(group.groupId(), group);
    }

    /** Notes that something was appended: what is forgotten is gone, until the partition is loaded again. */
    void appended() {
        forgotten.clear();
    }

    /** Notes that an append failed: what is forgotten is back. */
    void appendFailed() {
        forgotten.forEach((groupId, group) -> groups.putIfAbsent(groupId, new StoredGroup.Consumer(group)));
        forgotten.clear();
    }

    /** Returns a group as those see it who only read. */
    @Nullable
    ConsumerGroup committed(String groupId) {
        ConsumerGroup group = find(groupId);
        return group == null ? forgotten.get(groupId) : group;
    }

    /** Returns all groups as those see them who only read. */
    List<ConsumerGroup> allCommitted() {
        List<ConsumerGroup> all = all();
        all.addAll(forgotten.values());
        return all;
    }

    @Nullable
    ConsumerGroup find(String groupId) {
        return groups.get(groupId) instanceof StoredGroup.Consumer consumer ? consumer.group() : null;
    }

    List<ConsumerGroup> all() {
        List<ConsumerGroup> all = new ArrayList<>();
        for (StoredGroup stored : groups.values()) {
            if (stored instanceof StoredGroup.Consumer each) {
                all.add(each.group());
            }
        }
        return all;
    }

    TopicCatalog topics() {
        return topics;
    }

    ConsumerContext context(String groupId, Predicate<TimerKey> isArmed, long nowMs) {
        return new ConsumerContext(configs.consumer(groupId), topics, newTopicsVersion, isArmed, nowMs);
    }

    /** Lets the groups look at a topic that was created, deleted or grown. */
    void topicChanged(String topic, boolean isNew) {
        if (isNew) {
            newTopicsVersion = topics.version();
        }
        for (ConsumerGroup group : all()) {
            if (group.isSubscribedTo(topic)) {
                group.topicsChanged();
            }
        }
    }

    /** Tells of records that are about to be applied together, and applies them. */
    void applyAndTell(List<? extends PersistentRecord> records, Consumer<PersistentRecord> others) {
        SortedSet<String> changed = new TreeSet<>();
        for (PersistentRecord record : records) {
            if (record instanceof ConsumerGroupRecord consumer) {
                events.before(consumer, find(record.groupId()));
                apply(consumer);
                events.after(consumer, find(record.groupId()));
                changed.add(record.groupId());
            } else {
                others.accept(record);
            }
        }
        for (String groupId : changed) {
            ConsumerGroup group = find(groupId);
            if (group != null) {
                events.settled(group);
            }
        }
    }

    /**
     * Applies a record.
     *
     * @throws IllegalStateException if there is a group of another protocol under the name
     */
    void apply(ConsumerGroupRecord record) {
        ConsumerGroup group = find(record.groupId());
        if (group == null) {
            if (record.isTombstone()) {
                return;
            }
            StoredGroup stored = groups.get(record.groupId());
            if (stored instanceof StoredGroup.Classic classic && !isSimple(classic.group())) {
                throw new IllegalStateException(
                        "group '" + record.groupId() + "' uses the classic protocol, and can't have " + record);
            }
            group = new ConsumerGroup(record.groupId());
            groups.put(record.groupId(), new StoredGroup.Consumer(group));
        }
        group.apply(record);
        if (record instanceof ConsumerGroupRecord.GroupEpochTombstone) {
            groups.remove(record.groupId());
        }
    }

    /** Returns whether a group only holds offsets: no record tells of it, and it may become one of any kind. */
    private static boolean isSimple(ClassicGroup group) {
        return group.protocolType() == null
                && group.isEmpty()
                && group.pendingMembers().isEmpty();
    }

    /** Adds what deletes a group. */
    static void collectTombstones(ConsumerGroup group, List<PersistentRecord> tombstones) {
        collectTombstones(group, ConsumerMember::memberId, member -> null, tombstones);
    }

    /** Adds what deletes a group, by which ids its members are known, and how those go who do. */
    static void collectTombstones(
            ConsumerGroup group,
            Function<ConsumerMember, String> id,
            Function<ConsumerMember, @Nullable Departure> departure,
            List<PersistentRecord> tombstones) {
        String groupId = group.groupId();
        List<ConsumerMember> members = group.members();
        members.forEach(member ->
                tombstones.add(new ConsumerGroupRecord.CurrentAssignmentTombstone(groupId, id.apply(member))));
        members.forEach(
                member -> tombstones.add(new ConsumerGroupRecord.TargetAssignmentTombstone(groupId, id.apply(member))));
        tombstones.add(new ConsumerGroupRecord.TargetAssignmentEpochTombstone(groupId));
        members.forEach(member -> tombstones.add(
                new ConsumerGroupRecord.MemberMetadataTombstone(groupId, id.apply(member), departure.apply(member))));
        for (String regex : group.resolvedRegexes()) {
            tombstones.add(new ConsumerGroupRecord.RegexTombstone(groupId, regex));
        }
        tombstones.add(new ConsumerGroupRecord.SubscriptionMetadataTombstone(groupId));
        tombstones.add(new ConsumerGroupRecord.GroupEpochTombstone(groupId));
    }
}
