package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.ReplyToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.jspecify.annotations.Nullable;

/**
 * The members of a classic group, with what each has parked. They are kept in the order in which they joined; where
 * Kafka takes the next leader from a hash table, the longest-standing member is taken.
 */
final class MemberSlots {
    private final Map<String, Slot> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new LinkedHashMap<>();
    private final ProtocolVote votes = new ProtocolVote();
    private int awaitingJoin;
    // The members as a list, until one of them changes: a rebalance asks for it again and again.
    private @Nullable List<ClassicMember> listed;

    /** Returns the members in the order in which they joined; unmodifiable, and not changed by what happens later. */
    List<ClassicMember> list() {
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

    @Nullable
    Slot get(String memberId) {
        return members.get(memberId);
    }

    @Nullable
    ClassicMember member(String memberId) {
        Slot slot = members.get(memberId);
        return slot == null ? null : slot.member;
    }

    int size() {
        return members.size();
    }

    int awaitingJoin() {
        return awaitingJoin;
    }

    /** Returns the id of the longest-standing member, or null if there is none. */
    @Nullable
    String first() {
        return members.isEmpty() ? null : members.keySet().iterator().next();
    }

    @Nullable
    String staticMemberId(String groupInstanceId) {
        return staticMembers.get(groupInstanceId);
    }

    /** Hands every member to the receiver, with its JoinGroup if that is parked. */
    void forEachJoin(BiConsumer<ClassicMember, @Nullable ReplyToken<JoinGroupResponseData>> receiver) {
        for (Slot slot : members.values()) {
            receiver.accept(slot.member, slot.parkedJoin);
        }
    }

    /** Returns the largest rebalance timeout of the members. */
    int rebalanceTimeoutMs() {
        int largest = 0;
        for (Slot slot : members.values()) {
            largest = Math.max(largest, slot.member.rebalanceTimeoutMs());
        }
        return largest;
    }

    boolean isAnySupportedByAll(List<MemberProtocol> protocols) {
        return votes.isAnySupportedByAll(protocols, members.size());
    }

    /** Returns the protocol that most members prefer among those that all have, or null if there is none. */
    @Nullable
    String electProtocol() {
        return votes.elect(list());
    }

    void add(ClassicMember member, @Nullable ReplyToken<JoinGroupResponseData> parked) {
        if (member.groupInstanceId() != null) {
            staticMembers.put(member.groupInstanceId(), member.memberId());
        }
        listed = null;
        Slot slot = new Slot(member);
        slot.isNew = true;
        members.put(member.memberId(), slot);
        votes.add(member);
        park(slot, parked);
    }

    void remove(String memberId) {
        listed = null;
        Slot removed = members.remove(memberId);
        if (removed != null) {
            votes.remove(removed.member);
            park(removed, null);
            if (removed.member.groupInstanceId() != null) {
                staticMembers.remove(removed.member.groupInstanceId());
            }
        }
    }

    /** Gives a member another id; it keeps its place in the order. */
    void rename(String oldMemberId, String newMemberId) {
        listed = null;
        Map<String, Slot> inOrder = new LinkedHashMap<>(members);
        members.clear();
        for (Map.Entry<String, Slot> entry : inOrder.entrySet()) {
            if (!entry.getKey().equals(oldMemberId)) {
                members.put(entry.getKey(), entry.getValue());
                continue;
            }
            // The parked requests of the old id have been answered.
            park(entry.getValue(), null);
            ClassicMember renamed = entry.getValue().member.withMemberId(newMemberId);
            members.put(newMemberId, new Slot(renamed));
            if (renamed.groupInstanceId() != null) {
                staticMembers.put(renamed.groupInstanceId(), newMemberId);
            }
        }
    }

    void update(ClassicChange.MemberUpdated update) {
        Slot slot = members.get(update.memberId());
        if (slot == null) {
            return;
        }
        ClassicMember before = slot.member;
        if (!before.hasMetadata(update.protocols(), update.rebalanceTimeoutMs(), update.sessionTimeoutMs())) {
            listed = null;
            votes.remove(before);
            slot.member =
                    before.withMetadata(update.protocols(), update.rebalanceTimeoutMs(), update.sessionTimeoutMs());
            votes.add(slot.member);
        }
        park(slot, update.parked());
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

    void joinAnswered(String memberId) {
        Slot slot = members.get(memberId);
        if (slot != null) {
            park(slot, null);
        }
    }

    void joinsAnswered() {
        for (Slot slot : members.values()) {
            slot.parkedJoin = null;
        }
        awaitingJoin = 0;
    }

    /** Notes that nobody is new any more: a generation has begun, or the members were loaded. */
    void settle() {
        for (Slot slot : members.values()) {
            slot.isNew = false;
        }
    }

    /** Gives members what they are assigned; their SyncGroups have been answered. */
    void assign(List<ClassicMember> all) {
        for (ClassicMember assigned : all) {
            Slot slot = members.get(assigned.memberId());
            if (slot != null) {
                slot.member = assigned;
                slot.parkedSync = null;
            }
        }
        listed = null;
    }

    /** Takes all assignments away; parked SyncGroups have been answered. */
    void dropAssignment() {
        for (Slot slot : members.values()) {
            slot.member = slot.member.withAssignment(ClassicMember.noAssignment());
            slot.parkedSync = null;
        }
        listed = null;
    }
}
