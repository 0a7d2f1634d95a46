package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.PersistentRecord.GroupMetadata;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Transition;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * A group of the classic protocol: its state, {@link #decide} and {@link #apply}. Members are kept in the order in
 * which they joined; where Kafka takes the next leader from a hash table, the longest-standing member is taken.
 */
public final class ClassicGroup {
    static final String CONSUMER = "consumer";

    private final String groupId;
    private final ClassicConfig config;
    private final Map<String, Slot> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new LinkedHashMap<>();
    private final Set<String> pendingMembers = new LinkedHashSet<>();
    private final Set<String> pendingSyncs = new LinkedHashSet<>();
    private final ProtocolVote votes = new ProtocolVote();
    private final Applier applier = new Applier();

    private ClassicState state = ClassicState.EMPTY;
    private ClassicState previousState = ClassicState.DEAD;
    private long stateSinceMs;
    private int generationId;
    private @Nullable String protocolType;
    private @Nullable String protocolName;
    private @Nullable String leaderId;
    private @Nullable SortedSet<String> subscribedTopics;
    private @Nullable Cause cause;
    private boolean newMemberNoticed;
    private int awaitingJoin;
    // The members as a list, until one of them changes: a rebalance asks for it again and again.
    private @Nullable List<ClassicMember> listed;

    /** Makes an Empty group. */
    public ClassicGroup(String groupId, ClassicConfig config, long nowMs) {
        this.groupId = groupId;
        this.config = config;
        this.stateSinceMs = nowMs;
    }

    /** Makes the group that a record tells of: Stable if it has members, else Empty. */
    public static ClassicGroup of(GroupMetadata record, ClassicConfig config) {
        ClassicGroup group = new ClassicGroup(record.groupId(), config, record.currentStateTimestampMs());
        group.generationId = record.generationId();
        group.protocolType = record.protocolType().isEmpty() ? null : record.protocolType();
        group.protocolName = record.protocolName();
        group.leaderId = record.leaderId();
        group.state = record.members().isEmpty() ? ClassicState.EMPTY : ClassicState.STABLE;
        for (ClassicMember member : record.members()) {
            group.add(member, record.protocolType(), null);
        }
        for (Slot slot : group.members.values()) {
            slot.isNew = false;
        }
        group.subscribedTopics = group.computeSubscribedTopics();
        return group;
    }

    /** Decides what follows from a command; changes nothing. */
    public Transition decide(ClassicCommand command, long nowMs) {
        return command.decide(this, nowMs);
    }

    /** Applies a change; the only writer of state. */
    public void apply(VolatileRecord record) {
        record.accept(applier);
    }

    public String groupId() {
        return groupId;
    }

    public ClassicState state() {
        return state;
    }

    /** Returns since when the group is in its state, or -1 if that was not stored. */
    public long stateSinceMs() {
        return stateSinceMs;
    }

    public int generationId() {
        return generationId;
    }

    public @Nullable String protocolType() {
        return protocolType;
    }

    public @Nullable String protocolName() {
        return protocolName;
    }

    public @Nullable String leaderId() {
        return leaderId;
    }

    /** Returns why the last rebalance started, or null if none has since the group was made or loaded. */
    public @Nullable Cause cause() {
        return cause;
    }

    /** Returns the members in the order in which they joined; unmodifiable, and not changed by what happens later. */
    public List<ClassicMember> members() {
        List<ClassicMember> known = listed;
        if (known == null) {
            List<ClassicMember> copy = new ArrayList<>(members.size());
            for (Slot slot : members.values()) {
                copy.add(slot.member);
            }
            known = Collections.unmodifiableList(copy);
            listed = known;
        }
        return known;
    }

    public @Nullable ClassicMember member(String memberId) {
        Slot slot = members.get(memberId);
        return slot == null ? null : slot.member;
    }

    /** Returns the holders of ids who have not joined with them yet. */
    public Set<String> pendingMembers() {
        return Collections.unmodifiableSet(pendingMembers);
    }

    /** Returns the members whose SyncGroup is still expected. */
    public Set<String> pendingSyncs() {
        return Collections.unmodifiableSet(pendingSyncs);
    }

    public boolean isEmpty() {
        return state == ClassicState.EMPTY;
    }

    public boolean usesConsumerProtocol() {
        return CONSUMER.equals(protocolType);
    }

    /** Returns the topics that the members subscribed to, or null if that can't be known. */
    public @Nullable SortedSet<String> subscribedTopics() {
        return subscribedTopics;
    }

    /** Returns whether offsets of the topic are in use; if a consumer group's topics are not known, all are. */
    public boolean isSubscribedTo(String topic) {
        return subscribedTopics == null ? usesConsumerProtocol() : subscribedTopics.contains(topic);
    }

    /** Returns the error for who is not (or not any more) a member under this id, or NONE. */
    public Errors checkMember(String memberId, @Nullable String groupInstanceId) {
        return Membership.check(this, memberId, groupInstanceId);
    }

    public boolean isAwaitingJoin(String memberId) {
        return parkedJoin(memberId) != null;
    }

    @Nullable
    ReplyToken<JoinGroupResponseData> parkedJoin(String memberId) {
        Slot slot = members.get(memberId);
        return slot == null ? null : slot.parkedJoin;
    }

    @Nullable
    ReplyToken<SyncGroupResponseData> parkedSync(String memberId) {
        Slot slot = members.get(memberId);
        return slot == null ? null : slot.parkedSync;
    }

    ClassicConfig config() {
        return config;
    }

    int memberCount() {
        return members.size();
    }

    /** Hands every member to the receiver, with its JoinGroup if that is parked. */
    void forEachJoin(BiConsumer<ClassicMember, @Nullable ReplyToken<JoinGroupResponseData>> receiver) {
        for (Slot slot : members.values()) {
            receiver.accept(slot.member, slot.parkedJoin);
        }
    }

    int awaitingJoinCount() {
        return awaitingJoin;
    }

    boolean hasMember(String memberId) {
        return members.containsKey(memberId);
    }

    boolean isLeader(String memberId) {
        return memberId.equals(leaderId);
    }

    boolean isPending(String memberId) {
        return pendingMembers.contains(memberId);
    }

    @Nullable
    String staticMemberId(String groupInstanceId) {
        return staticMembers.get(groupInstanceId);
    }

    boolean newMemberNoticed() {
        return newMemberNoticed;
    }

    /** Returns whether a silent member is excused: it waits for us. A new one is not, or it could wait for ever. */
    boolean isExcused(String memberId) {
        Slot slot = members.get(memberId);
        return slot != null && !slot.isNew && (slot.parkedJoin != null || slot.parkedSync != null);
    }

    boolean isPreparingInitialRebalance() {
        return state == ClassicState.PREPARING_REBALANCE && previousState == ClassicState.EMPTY;
    }

    boolean hasEverybodyJoined() {
        return members.size() == awaitingJoin && pendingMembers.isEmpty();
    }

    boolean isReadyToComplete() {
        return state == ClassicState.PREPARING_REBALANCE && hasEverybodyJoined();
    }

    /** Returns the largest rebalance timeout of the members. */
    int rebalanceTimeoutMs() {
        int largest = 0;
        for (Slot slot : members.values()) {
            largest = Math.max(largest, slot.member.rebalanceTimeoutMs());
        }
        return largest;
    }

    boolean supportsProtocols(String memberProtocolType, List<MemberProtocol> protocols) {
        if (state == ClassicState.EMPTY) {
            return !memberProtocolType.isEmpty() && !protocols.isEmpty();
        }
        return memberProtocolType.equals(protocolType) && votes.isAnySupportedByAll(protocols, members.size());
    }

    /** Returns the protocol that most members prefer among those that all have, or null if there is none. */
    public @Nullable String electProtocol() {
        return votes.elect(members());
    }

    private void add(
            ClassicMember member, String memberProtocolType, @Nullable ReplyToken<JoinGroupResponseData> parked) {
        if (member.groupInstanceId() != null) {
            staticMembers.put(member.groupInstanceId(), member.memberId());
        }
        if (members.isEmpty()) {
            protocolType = memberProtocolType;
        }
        if (leaderId == null) {
            leaderId = member.memberId();
        }
        listed = null;
        Slot slot = new Slot(member);
        slot.isNew = true;
        members.put(member.memberId(), slot);
        votes.add(member);
        park(slot, parked);
        pendingMembers.remove(member.memberId());
    }

    private void remove(String memberId) {
        listed = null;
        Slot removed = members.remove(memberId);
        if (removed != null) {
            votes.remove(removed.member);
            park(removed, null);
            if (removed.member.groupInstanceId() != null) {
                staticMembers.remove(removed.member.groupInstanceId());
            }
        }
        if (isLeader(memberId)) {
            leaderId = members.isEmpty() ? null : members.keySet().iterator().next();
        }
        pendingMembers.remove(memberId);
        pendingSyncs.remove(memberId);
    }

    private void replace(String oldMemberId, String newMemberId) {
        listed = null;
        Map<String, Slot> inOrder = new LinkedHashMap<>(members);
        members.clear();
        for (Map.Entry<String, Slot> entry : inOrder.entrySet()) {
            if (!entry.getKey().equals(oldMemberId)) {
                members.put(entry.getKey(), entry.getValue());
                continue;
            }
            // The parked requests of the old id have been answered; the new one takes its place in the order.
            park(entry.getValue(), null);
            ClassicMember renamed = entry.getValue().member.withMemberId(newMemberId);
            members.put(newMemberId, new Slot(renamed));
            if (renamed.groupInstanceId() != null) {
                staticMembers.put(renamed.groupInstanceId(), newMemberId);
            }
        }
        if (isLeader(oldMemberId)) {
            leaderId = newMemberId;
        }
    }

    private void park(Slot slot, @Nullable ReplyToken<JoinGroupResponseData> parked) {
        if (slot.parkedJoin != null) {
            awaitingJoin--;
        }
        slot.parkedJoin = parked;
        if (parked != null) {
            awaitingJoin++;
        }
    }

    private void enter(ClassicState next, long atMs) {
        previousState = state;
        state = next;
        stateSinceMs = atMs;
    }

    private @Nullable SortedSet<String> computeSubscribedTopics() {
        return usesConsumerProtocol() ? ConsumerSubscriptions.topics(members(), protocolName) : null;
    }

    private final class Applier implements VolatileRecord.Visitor {

        @Override
        public void memberAdded(VolatileRecord.MemberAdded record) {
            add(record.member(), record.protocolType(), record.parked());
        }

        @Override
        public void memberUpdated(VolatileRecord.MemberUpdated record) {
            Slot slot = members.get(record.memberId());
            if (slot == null) {
                return;
            }
            ClassicMember before = slot.member;
            if (!before.hasMetadata(record.protocols(), record.rebalanceTimeoutMs(), record.sessionTimeoutMs())) {
                listed = null;
                votes.remove(before);
                slot.member =
                        before.withMetadata(record.protocols(), record.rebalanceTimeoutMs(), record.sessionTimeoutMs());
                votes.add(slot.member);
            }
            park(slot, record.parked());
        }

        @Override
        public void memberReplaced(VolatileRecord.MemberReplaced record) {
            replace(record.oldMemberId(), record.newMemberId());
        }

        @Override
        public void memberRemoved(VolatileRecord.MemberRemoved record) {
            remove(record.memberId());
        }

        @Override
        public void memberTurnedAway(VolatileRecord.MemberTurnedAway record) {
            remove(record.memberId());
        }

        @Override
        public void pendingMemberAdded(VolatileRecord.PendingMemberAdded record) {
            pendingMembers.add(record.memberId());
        }

        @Override
        public void pendingMemberRemoved(VolatileRecord.PendingMemberRemoved record) {
            pendingMembers.remove(record.memberId());
        }

        @Override
        public void newMemberNoticed(VolatileRecord.NewMemberNoticed record) {
            newMemberNoticed = record.noticed();
        }

        @Override
        public void joinAnswered(VolatileRecord.JoinAnswered record) {
            Slot slot = members.get(record.memberId());
            if (slot != null) {
                park(slot, null);
            }
        }

        @Override
        public void joinsAnswered(VolatileRecord.JoinsAnswered record) {
            for (Slot slot : members.values()) {
                slot.parkedJoin = null;
            }
            awaitingJoin = 0;
        }

        @Override
        public void syncParked(VolatileRecord.SyncParked record) {
            Slot slot = members.get(record.memberId());
            if (slot != null) {
                slot.parkedSync = record.parked();
            }
        }

        @Override
        public void syncAnswered(VolatileRecord.SyncAnswered record) {
            Slot slot = members.get(record.memberId());
            if (slot != null) {
                slot.parkedSync = null;
            }
        }

        @Override
        public void syncReceived(VolatileRecord.SyncReceived record) {
            pendingSyncs.remove(record.memberId());
        }

        @Override
        public void syncsForgotten(VolatileRecord.SyncsForgotten record) {
            pendingSyncs.clear();
        }

        @Override
        public void rebalancePrepared(VolatileRecord.RebalancePrepared record) {
            cause = record.cause();
            enter(ClassicState.PREPARING_REBALANCE, record.atMs());
        }

        @Override
        public void generationBegun(VolatileRecord.GenerationBegun record) {
            generationId = record.generationId();
            leaderId = record.leaderId();
            protocolName = record.protocolName();
            subscribedTopics = computeSubscribedTopics();
            enter(members.isEmpty() ? ClassicState.EMPTY : ClassicState.COMPLETING_REBALANCE, record.atMs());
            pendingSyncs.clear();
            for (Slot slot : members.values()) {
                slot.isNew = false;
                pendingSyncs.add(slot.member.memberId());
            }
        }

        @Override
        public void generationSkipped(VolatileRecord.GenerationSkipped record) {
            generationId = record.generationId();
        }

        @Override
        public void assignmentStored(VolatileRecord.AssignmentStored record) {
            for (ClassicMember assigned : record.members()) {
                Slot slot = members.get(assigned.memberId());
                if (slot != null) {
                    slot.member = assigned;
                    slot.parkedSync = null;
                }
            }
            listed = null;
            enter(ClassicState.STABLE, record.atMs());
        }

        @Override
        public void assignmentDropped(VolatileRecord.AssignmentDropped record) {
            for (Slot slot : members.values()) {
                slot.member = slot.member.withAssignment(ClassicMember.noAssignment());
                slot.parkedSync = null;
            }
            listed = null;
        }

        @Override
        public void unloaded(VolatileRecord.Unloaded record) {
            enter(ClassicState.DEAD, stateSinceMs);
        }
    }
}
