package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.MetadataHash;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.order.TimelineTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The state of a share group: its members in the order in which they joined, its epochs, and its share-partitions. */
public final class ShareRoster {
    /** The epoch of a group that nobody has joined yet; so the first member's is 2. */
    static final int FIRST_EPOCH = 1;

    private static final int NO_EPOCH = -1;

    private final String groupId;
    private final Map<String, ShareMember> members = new LinkedHashMap<>();
    private final TimelineTable<String> table = new TimelineTable<>(String::hashCode);
    private final Map<String, SortedMap<Uuid, SortedSet<Integer>>> targets = new LinkedHashMap<>();
    private final SortedMap<String, Integer> subscribers = new TreeMap<>();
    private final SharePartitionStates states = new SharePartitionStates();

    private int groupEpoch = FIRST_EPOCH;
    private long metadataHash;
    private int assignmentEpoch = FIRST_EPOCH;
    private long assignmentTimestampMs;
    private ShareChange.MetadataLook look;

    ShareRoster(String groupId) {
        this.groupId = groupId;
        this.look = ShareChange.MetadataLook.atOnce(groupId);
    }

    public String groupId() {
        return groupId;
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public int groupEpoch() {
        return groupEpoch;
    }

    public int assignmentEpoch() {
        return assignmentEpoch;
    }

    /** Returns the members in the order in which they joined; a copy. */
    public List<ShareMember> members() {
        return new ArrayList<>(members.values());
    }

    /** Returns the ids of the members, and of one that joins, in the order in which the assignor takes them. */
    List<String> memberIdsInTableWith(String memberId) {
        return table.inOrderWith(memberId);
    }

    public @Nullable ShareMember member(String memberId) {
        return members.get(memberId);
    }

    boolean hasMember(String memberId) {
        return members.containsKey(memberId);
    }

    int memberCount() {
        return members.size();
    }

    /** Returns the topics that somebody subscribes to, those that do not exist included. */
    SortedSet<String> subscribedTopics() {
        return new TreeSet<>(subscribers.keySet());
    }

    /** Returns the number of members that subscribe to each topic, as it would be if a member changed. */
    SortedMap<String, Integer> subscribers(@Nullable ShareMember before, @Nullable ShareMember after) {
        SortedMap<String, Integer> counts = new TreeMap<>(subscribers);
        count(counts, before, -1);
        count(counts, after, 1);
        return counts;
    }

    private static void count(SortedMap<String, Integer> counts, @Nullable ShareMember member, int difference) {
        if (member == null) {
            return;
        }
        for (String topic : member.subscribedTopicNames()) {
            int sum = counts.getOrDefault(topic, 0) + difference;
            if (sum <= 0) {
                counts.remove(topic);
            } else {
                counts.put(topic, sum);
            }
        }
    }

    boolean hasTarget(String memberId) {
        return targets.containsKey(memberId);
    }

    /** Returns the partitions that a member is to have; empty if there are none. */
    public SortedMap<Uuid, SortedSet<Integer>> target(String memberId) {
        return targets.getOrDefault(memberId, Collections.emptySortedMap());
    }

    /** Returns all partitions that somebody is to have. */
    SortedMap<Uuid, SortedSet<Integer>> targets() {
        SortedMap<Uuid, SortedSet<Integer>> all = new TreeMap<>();
        for (SortedMap<Uuid, SortedSet<Integer>> target : targets.values()) {
            target.forEach((topicId, partitions) ->
                    all.computeIfAbsent(topicId, unused -> new TreeSet<>()).addAll(partitions));
        }
        return all;
    }

    long metadataHash() {
        return metadataHash;
    }

    long assignmentTimestampMs() {
        return assignmentTimestampMs;
    }

    /** Returns the share-partitions whose state is known, to be read only. */
    public SharePartitionStates states() {
        return states;
    }

    boolean mustLookAtTopics(long nowMs) {
        return nowMs >= look.deadlineMs() || groupEpoch < look.groupEpoch();
    }

    /**
     * Returns whether partitions of subscribed topics are initialized that nobody is to have, or the other way round.
     */
    boolean isAssignmentPending() {
        SortedSet<String> subscribed = subscribedTopics();
        if (isEmpty() || subscribed.isEmpty()) {
            return false;
        }
        SortedMap<Uuid, SortedSet<Integer>> targets = targets();
        for (var initialized : states.initialized().entrySet()) {
            if (subscribed.contains(initialized.getValue().name())
                    && !initialized.getValue().partitions().equals(targets.get(initialized.getKey()))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the next heartbeat finds the subscribed topics changed. */
    boolean haveTopicsChanged(GroupContext context) {
        return mustLookAtTopics(context.nowMs())
                && MetadataHash.of(subscribedTopics(), context.topics()) != metadataHash;
    }

    void topicsChanged() {
        look = ShareChange.MetadataLook.atOnce(groupId);
    }

    void apply(VolatileRecord change) {
        change.accept(new Changes());
    }

    void apply(ShareGroupRecord record) {
        record.accept(new Applier());
    }

    private void update(ShareMember member) {
        ShareMember before = members.put(member.memberId(), member);
        table.add(member.memberId());
        count(subscribers, before, -1);
        count(subscribers, member, 1);
    }

    private ShareMember known(String memberId) {
        ShareMember member = members.get(memberId);
        return member == null ? ShareMember.joining(memberId) : member;
    }

    private final class Changes implements ShareChange.Visitor {

        @Override
        public void metadataLook(ShareChange.MetadataLook record) {
            look = record;
        }

        @Override
        public void initializingSince(ShareChange.InitializingSince record) {
            states.apply(record);
        }

        @Override
        public void memberReverted(ShareChange.MemberReverted record) {
            table.revert(List.of(record.memberId()), List.of());
        }
    }

    private final class Applier implements ShareGroupRecord.Visitor {

        @Override
        public void memberMetadata(ShareGroupRecord.MemberMetadata record) {
            update(known(record.memberId()).with(record));
        }

        @Override
        public void memberMetadataTombstone(ShareGroupRecord.MemberMetadataTombstone record) {
            table.remove(record.memberId());
            count(subscribers, members.remove(record.memberId()), -1);
        }

        @Override
        public void groupEpoch(ShareGroupRecord.GroupEpoch record) {
            groupEpoch = record.epoch();
            metadataHash = record.metadataHash();
        }

        @Override
        public void groupEpochTombstone(ShareGroupRecord.GroupEpochTombstone record) {
            // The coordinator forgets the group.
        }

        @Override
        public void targetAssignment(ShareGroupRecord.TargetAssignment record) {
            targets.put(record.memberId(), record.partitions());
        }

        @Override
        public void targetAssignmentTombstone(ShareGroupRecord.TargetAssignmentTombstone record) {
            targets.remove(record.memberId());
        }

        @Override
        public void targetAssignmentEpoch(ShareGroupRecord.TargetAssignmentEpoch record) {
            assignmentEpoch = record.epoch();
            assignmentTimestampMs = record.timestampMs();
        }

        @Override
        public void targetAssignmentEpochTombstone(ShareGroupRecord.TargetAssignmentEpochTombstone record) {
            assignmentEpoch = NO_EPOCH;
            assignmentTimestampMs = 0;
        }

        @Override
        public void currentAssignment(ShareGroupRecord.CurrentAssignment record) {
            update(known(record.memberId())
                    .with(record.memberEpoch(), record.previousMemberEpoch(), record.partitions()));
        }

        @Override
        public void currentAssignmentTombstone(ShareGroupRecord.CurrentAssignmentTombstone record) {
            ShareMember member = members.get(record.memberId());
            if (member != null) {
                update(member.with(ShareMember.LEAVE_EPOCH, ShareMember.LEAVE_EPOCH, Collections.emptySortedMap()));
            }
        }

        @Override
        public void statePartitions(ShareGroupRecord.StatePartitions record) {
            states.apply(record);
        }

        @Override
        public void statePartitionsTombstone(ShareGroupRecord.StatePartitionsTombstone record) {
            states.clear();
        }
    }
}
