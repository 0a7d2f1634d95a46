package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.classic.ClassicGroupRecord.GroupMetadata;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.jspecify.annotations.Nullable;

/**
 * The state of a classic group: its members, its generation, and where it stands. Decisions read it; {@link #apply} is
 * its only writer.
 */
public final class ClassicRoster {
    static final String CONSUMER = "consumer";

    private final String groupId;
    private final ClassicConfig config;
    private final MemberSlots members = new MemberSlots();
    private final Set<String> pendingMembers = new LinkedHashSet<>();
    private final Set<String> pendingSyncs = new LinkedHashSet<>();
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

    /** Makes an Empty group. */
    ClassicRoster(String groupId, ClassicConfig config, long nowMs) {
        this.groupId = groupId;
        this.config = config;
        this.stateSinceMs = nowMs;
    }

    /** Makes the group that a record tells of: Stable if it has members, else Empty. */
    static ClassicRoster of(GroupMetadata record, ClassicConfig config) {
        ClassicRoster group = new ClassicRoster(record.groupId(), config, record.currentStateTimestampMs());
        group.generationId = record.generationId();
        group.protocolType = record.protocolType().isEmpty() ? null : record.protocolType();
        group.protocolName = record.protocolName();
        group.leaderId = record.leaderId();
        group.state = record.members().isEmpty() ? ClassicState.EMPTY : ClassicState.STABLE;
        for (ClassicMember member : record.members()) {
            group.add(member, record.protocolType(), null);
        }
        group.members.settle();
        group.subscribedTopics = group.computeSubscribedTopics();
        return group;
    }

    /** Applies a change; the only writer of state. */
    void apply(VolatileRecord record) {
        record.accept(applier);
    }

    public String groupId() {
        return groupId;
    }

    ClassicState state() {
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
        return members.list();
    }

    public @Nullable ClassicMember member(String memberId) {
        return members.member(memberId);
    }

    /** Returns the holders of ids who have not joined with them yet. */
    Set<String> pendingMembers() {
        return Collections.unmodifiableSet(pendingMembers);
    }

    /** Returns the members whose SyncGroup is still expected. */
    Set<String> pendingSyncs() {
        return Collections.unmodifiableSet(pendingSyncs);
    }

    boolean isEmpty() {
        return state == ClassicState.EMPTY;
    }

    public boolean usesConsumerProtocol() {
        return CONSUMER.equals(protocolType);
    }

    /** Returns the topics that the members subscribed to, or null if that can't be known. */
    @Nullable
    SortedSet<String> subscribedTopics() {
        return subscribedTopics;
    }

    /** Returns whether offsets of the topic are in use; if a consumer group's topics are not known, all are. */
    boolean isSubscribedTo(String topic) {
        return subscribedTopics == null ? usesConsumerProtocol() : subscribedTopics.contains(topic);
    }

    boolean isAwaitingJoin(String memberId) {
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
        members.forEachJoin(receiver);
    }

    int awaitingJoinCount() {
        return members.awaitingJoin();
    }

    boolean hasMember(String memberId) {
        return members.get(memberId) != null;
    }

    boolean isLeader(String memberId) {
        return memberId.equals(leaderId);
    }

    boolean isPending(String memberId) {
        return pendingMembers.contains(memberId);
    }

    @Nullable
    String staticMemberId(String groupInstanceId) {
        return members.staticMemberId(groupInstanceId);
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
        return members.size() == members.awaitingJoin() && pendingMembers.isEmpty();
    }

    boolean isReadyToComplete() {
        return state == ClassicState.PREPARING_REBALANCE && hasEverybodyJoined();
    }

    /** Returns the largest rebalance timeout of the members. */
    int rebalanceTimeoutMs() {
        return members.rebalanceTimeoutMs();
    }

    boolean supportsProtocols(String memberProtocolType, List<MemberProtocol> protocols) {
        if (state == ClassicState.EMPTY) {
            return !memberProtocolType.isEmpty() && !protocols.isEmpty();
        }
        return memberProtocolType.equals(protocolType) && members.isAnySupportedByAll(protocols);
    }

    /** Returns the protocol that most members prefer among those that all have, or null if there is none. */
    public @Nullable String electProtocol() {
        return members.electProtocol();
    }

    private void add(
            ClassicMember member, String memberProtocolType, @Nullable ReplyToken<JoinGroupResponseData> parked) {
        if (members.size() == 0) {
            protocolType = memberProtocolType;
        }
        if (leaderId == null) {
            leaderId = member.memberId();
        }
        members.add(member, parked);
        pendingMembers.remove(member.memberId());
    }

    private void remove(String memberId) {
        members.remove(memberId);
        if (isLeader(memberId)) {
            leaderId = members.first();
        }
        pendingMembers.remove(memberId);
        pendingSyncs.remove(memberId);
    }

    private void enter(ClassicState next, long atMs) {
        previousState = state;
        state = next;
        stateSinceMs = atMs;
    }

    private @Nullable SortedSet<String> computeSubscribedTopics() {
        return usesConsumerProtocol() ? ConsumerSubscriptions.topics(members(), protocolName) : null;
    }

    private final class Applier implements ClassicChange.Visitor {

        @Override
        public void memberAdded(ClassicChange.MemberAdded record) {
            add(record.member(), record.protocolType(), record.parked());
        }

        @Override
        public void memberUpdated(ClassicChange.MemberUpdated record) {
            members.update(record);
        }

        @Override
        public void memberReplaced(ClassicChange.MemberReplaced record) {
            members.rename(record.oldMemberId(), record.newMemberId());
            if (isLeader(record.oldMemberId())) {
                leaderId = record.newMemberId();
            }
        }

        @Override
        public void memberRemoved(ClassicChange.MemberRemoved record) {
            remove(record.memberId());
        }

        @Override
        public void memberTurnedAway(ClassicChange.MemberTurnedAway record) {
            remove(record.memberId());
        }

        @Override
        public void pendingMemberAdded(ClassicChange.PendingMemberAdded record) {
            pendingMembers.add(record.memberId());
        }

        @Override
        public void pendingMemberRemoved(ClassicChange.PendingMemberRemoved record) {
            pendingMembers.remove(record.memberId());
        }

        @Override
        public void newMemberNoticed(ClassicChange.NewMemberNoticed record) {
            newMemberNoticed = record.noticed();
        }

        @Override
        public void joinAnswered(ClassicChange.JoinAnswered record) {
            members.joinAnswered(record.memberId());
        }

        @Override
        public void joinsAnswered(ClassicChange.JoinsAnswered record) {
            members.joinsAnswered();
        }

        @Override
        public void syncParked(ClassicChange.SyncParked record) {
            Slot slot = members.get(record.memberId());
            if (slot != null) {
                slot.parkedSync = record.parked();
            }
        }

        @Override
        public void syncAnswered(ClassicChange.SyncAnswered record) {
            Slot slot = members.get(record.memberId());
            if (slot != null) {
                slot.parkedSync = null;
            }
        }

        @Override
        public void syncReceived(ClassicChange.SyncReceived record) {
            pendingSyncs.remove(record.memberId());
        }

        @Override
        public void syncsForgotten(ClassicChange.SyncsForgotten record) {
            pendingSyncs.clear();
        }

        @Override
        public void rebalancePrepared(ClassicChange.RebalancePrepared record) {
            cause = record.cause();
            enter(ClassicState.PREPARING_REBALANCE, record.atMs());
        }

        @Override
        public void generationBegun(ClassicChange.GenerationBegun record) {
            generationId = record.generationId();
            leaderId = record.leaderId();
            protocolName = record.protocolName();
            subscribedTopics = computeSubscribedTopics();
            enter(members.size() == 0 ? ClassicState.EMPTY : ClassicState.COMPLETING_REBALANCE, record.atMs());
            pendingSyncs.clear();
            members.settle();
            for (ClassicMember member : members.list()) {
                pendingSyncs.add(member.memberId());
            }
        }

        @Override
        public void generationSkipped(ClassicChange.GenerationSkipped record) {
            generationId = record.generationId();
        }

        @Override
        public void assignmentStored(ClassicChange.AssignmentStored record) {
            members.assign(record.members());
            enter(ClassicState.STABLE, record.atMs());
        }

        @Override
        public void assignmentDropped(ClassicChange.AssignmentDropped record) {
            members.dropAssignment();
        }

        @Override
        public void unloaded(ClassicChange.Unloaded record) {
            enter(ClassicState.DEAD, stateSinceMs);
        }
    }
}
