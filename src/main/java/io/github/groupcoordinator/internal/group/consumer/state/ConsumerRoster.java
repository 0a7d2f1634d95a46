package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.TopicCatalog;
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

/**
 * The state of a consumer-protocol group (KIP-848), nearly all of which is in records: decisions read it, {@link
 * #apply} is its only writer. Members are kept in the order in which they joined.
 */
public final class ConsumerRoster {
    static final int NO_EPOCH = -1;

    /** The epoch of a group that nobody has joined yet; so the first member's is 2. */
    static final int FIRST_EPOCH = 1;

    private final String groupId;
    private final Map<String, ConsumerMember> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new TreeMap<>();
    private final Map<String, SortedMap<Uuid, SortedSet<Integer>>> targetAssignment = new LinkedHashMap<>();
    private final Subscriptions subscriptions = new Subscriptions();
    private final PartitionOwners owners = new PartitionOwners();

    private int groupEpoch = FIRST_EPOCH;
    private long metadataHash;
    private int assignmentEpoch = FIRST_EPOCH;

    /** The number of members that have all of that epoch, counted because each heartbeat asks. */
    private int reconciled;

    private long assignmentTimestampMs;
    private @Nullable String assignor;
    private boolean isHomogeneous = true;
    private boolean hasSubscriptionMetadata;
    private MetadataRefresh refresh;
    private @Nullable Cause cause;

    /** Makes a group without members. */
    public ConsumerRoster(String groupId) {
        this.groupId = groupId;
        this.refresh = MetadataRefresh.atOnce(groupId);
    }

    /** Applies a record; with the two methods for what is volatile, the only writer of state. */
    public void apply(ConsumerGroupRecord record) {
        record.accept(new Applier());
    }

    /** Notes until when the topics need not be looked at. */
    public void apply(MetadataRefresh next) {
        refresh = next;
    }

    /** Notes that a topic was created, deleted or grown: the next heartbeat looks at the topics. */
    public void topicsChanged() {
        refresh = MetadataRefresh.atOnce(groupId);
    }

    public String groupId() {
        return groupId;
    }

    /** Returns where the group stands. */
    public ConsumerState state() {
        if (members.isEmpty()) {
            return ConsumerState.EMPTY;
        }
        if (groupEpoch > assignmentEpoch) {
            return ConsumerState.ASSIGNING;
        }
        return reconciled == members.size() ? ConsumerState.STABLE : ConsumerState.RECONCILING;
    }

    public int groupEpoch() {
        return groupEpoch;
    }

    /** Returns the epoch that the target assignment is for. */
    public int assignmentEpoch() {
        return assignmentEpoch;
    }

    /** Returns why the group is in its epoch, or null if that was not told since it was loaded. */
    public @Nullable Cause cause() {
        return cause;
    }

    /** Returns the assignor that computed the target assignment, or null if that was not told since it was loaded. */
    public @Nullable String assignor() {
        return assignor;
    }

    /** Returns the members in the order in which they joined; a copy. */
    public List<ConsumerMember> members() {
        return new ArrayList<>(members.values());
    }

    public @Nullable ConsumerMember member(String memberId) {
        return members.get(memberId);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** Returns what a member is to have; empty if that is nothing. */
    public SortedMap<Uuid, SortedSet<Integer>> targetAssignment(String memberId) {
        return targetAssignment.getOrDefault(memberId, Collections.emptySortedMap());
    }

    /** Returns whether a topic is subscribed to, by name or by a resolved regular expression. */
    public boolean isSubscribedTo(String topic) {
        return subscriptions.contains(topic);
    }

    /** Returns the topics that a member subscribed to, by name and by a resolved regular expression. */
    public SortedSet<String> subscribedTopics(ConsumerMember member) {
        return subscriptions.of(member);
    }

    /** Returns what the hash of its topics would be now. */
    public long metadataHash(TopicCatalog topics) {
        return subscriptions.metadataHash(topics);
    }

    /** Returns the regular expressions that have been resolved. */
    public SortedSet<String> resolvedRegexes() {
        return new TreeSet<>(subscriptions.resolved().keySet());
    }

    /** Returns the assignor that most members prefer, or null if none prefers any. */
    public @Nullable String preferredAssignor() {
        return PreferredAssignor.of(members.values(), null, null);
    }

    public boolean hasMember(String memberId) {
        return members.containsKey(memberId);
    }

    public int memberCount() {
        return members.size();
    }

    @Nullable
    public ConsumerMember staticMember(@Nullable String instanceId) {
        String memberId = instanceId == null ? null : staticMembers.get(instanceId);
        return memberId == null ? null : members.get(memberId);
    }

    /**
     * Returns whether an instance id belongs to a member that is gone: one that took another instance id before it
     * went. As in Kafka, nobody can have that id any more.
     */
    public boolean isLost(String instanceId) {
        String memberId = staticMembers.get(instanceId);
        return memberId != null && !members.containsKey(memberId);
    }

    public boolean hasTarget(String memberId) {
        return targetAssignment.containsKey(memberId);
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public PartitionOwners owners() {
        return owners;
    }

    public long metadataHash() {
        return metadataHash;
    }

    public long assignmentTimestampMs() {
        return assignmentTimestampMs;
    }

    public boolean isHomogeneous() {
        return isHomogeneous;
    }

    public boolean hasSubscriptionMetadata() {
        return hasSubscriptionMetadata;
    }

    public boolean mustLookAtTopics(long nowMs) {
        return nowMs >= refresh.deadlineMs() || groupEpoch < refresh.groupEpoch();
    }

    private void update(ConsumerMember member) {
        ConsumerMember old = members.put(member.memberId(), member);
        count(old, -1);
        count(member, 1);
        if (old == null || !old.metadata().equals(member.metadata())) {
            subscriptions.replace(old, member);
        }
        owners.replace(old, member);
        if (member.instanceId() != null) {
            staticMembers.put(member.instanceId(), member.memberId());
        }
        isHomogeneous = subscriptions.isHomogeneous(members.size());
    }

    private void count(@Nullable ConsumerMember member, int by) {
        if (member != null && member.isReconciledTo(assignmentEpoch)) {
            reconciled += by;
        }
    }

    private void assignIn(int epoch) {
        assignmentEpoch = epoch;
        reconciled = 0;
        members.values().forEach(member -> count(member, 1));
    }

    private ConsumerMember known(String memberId) {
        ConsumerMember member = members.get(memberId);
        return member == null ? ConsumerMember.joining(memberId) : member;
    }

    private final class Applier implements ConsumerGroupRecord.Visitor {

        @Override
        public void groupEpoch(ConsumerGroupRecord.GroupEpoch record) {
            groupEpoch = record.epoch();
            metadataHash = record.metadataHash();
            cause = record.cause();
        }

        @Override
        public void groupEpochTombstone(ConsumerGroupRecord.GroupEpochTombstone record) {
            // The coordinator forgets the group.
        }

        @Override
        public void subscriptionMetadata(ConsumerGroupRecord.SubscriptionMetadata record) {
            hasSubscriptionMetadata = true;
        }

        @Override
        public void subscriptionMetadataTombstone(ConsumerGroupRecord.SubscriptionMetadataTombstone record) {
            hasSubscriptionMetadata = false;
        }

        @Override
        public void memberMetadata(ConsumerGroupRecord.MemberMetadata record) {
            update(known(record.memberId()).with(record.metadata()));
        }

        @Override
        public void memberMetadataTombstone(ConsumerGroupRecord.MemberMetadataTombstone record) {
            ConsumerMember old = members.remove(record.memberId());
            if (old == null) {
                return;
            }
            count(old, -1);
            subscriptions.replace(old, null);
            owners.replace(old, null);
            if (old.instanceId() != null) {
                staticMembers.remove(old.instanceId());
            }
            isHomogeneous = subscriptions.isHomogeneous(members.size());
        }

        @Override
        public void targetAssignment(ConsumerGroupRecord.TargetAssignment record) {
            targetAssignment.put(record.memberId(), record.partitions());
        }

        @Override
        public void targetAssignmentTombstone(ConsumerGroupRecord.TargetAssignmentTombstone record) {
            targetAssignment.remove(record.memberId());
        }

        @Override
        public void targetAssignmentEpoch(ConsumerGroupRecord.TargetAssignmentEpoch record) {
            assignIn(record.epoch());
            assignmentTimestampMs = record.timestampMs();
            assignor = record.assignor();
        }

        @Override
        public void targetAssignmentEpochTombstone(ConsumerGroupRecord.TargetAssignmentEpochTombstone record) {
            assignIn(NO_EPOCH);
            assignmentTimestampMs = 0;
        }

        @Override
        public void currentAssignment(ConsumerGroupRecord.CurrentAssignment record) {
            ConsumerMember old = known(record.memberId());
            update(new ConsumerMember(
                    old.memberId(),
                    old.metadata(),
                    record.memberEpoch(),
                    record.previousMemberEpoch(),
                    record.state(),
                    record.assigned(),
                    record.pendingRevocation()));
        }

        @Override
        public void currentAssignmentTombstone(ConsumerGroupRecord.CurrentAssignmentTombstone record) {
            ConsumerMember old = members.get(record.memberId());
            if (old != null) {
                update(old.withEpochs(ConsumerMember.LEAVE_EPOCH, ConsumerMember.LEAVE_EPOCH)
                        .with(PartitionEpochs.none(), PartitionEpochs.none()));
            }
        }

        @Override
        public void regex(ConsumerGroupRecord.Regex record) {
            subscriptions.resolve(record.regex(), record.resolved());
        }

        @Override
        public void regexTombstone(ConsumerGroupRecord.RegexTombstone record) {
            subscriptions.forget(record.regex());
        }
    }
}
