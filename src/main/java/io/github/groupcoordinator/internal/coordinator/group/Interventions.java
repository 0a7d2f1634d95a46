package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicMember;
import io.github.groupcoordinator.internal.group.classic.ClassicRoster;
import java.util.Collection;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * The interventions of a test at the coordinator, each at one member, without its client's help and without touching
 * the others.
 */
final class Interventions {
    /** From here on a static member that comes back is told to keep the assignment as it is. */
    private static final short VERSION = 9;

    private final CoordinatorRuntime<GroupShard> shards;
    private final ClassicGroupRequests classic;

    Interventions(CoordinatorRuntime<GroupShard> shards, ClassicGroupRequests classic) {
        this.shards = shards;
        this.classic = classic;
    }

    /** Lets a member's session time out now. */
    void expire(String groupId, String memberId) {
        GroupShard shard = shard(groupId);
        Group<?> group = shard.groups().find(groupId);
        if (group == null || !group.hasMember(memberId)) {
            throw unknown(groupId, memberId);
        }
        Errors error = shard.run(group, group.sessionElapsed(memberId)).failure();
        shard.sendReplies();
        group = shard.groups().find(groupId);
        if (group == null || !group.hasMember(memberId)) {
            return;
        }
        if (error != Errors.NONE) {
            throw new IllegalStateException("That member " + memberId + " of group '" + groupId
                    + "' has expired could not be stored: " + error);
        }
        throw new IllegalStateException("Member " + memberId + " of group '" + groupId + "' (state "
                + GroupDescriptions.view(group, shard).state()
                + ") has no session that could expire: it waits for the answer to a JoinGroup or"
                + " SyncGroup. Let the rebalance complete first.");
    }

    /**
     * Lets somebody else join with a member's group.instance.id, as a second process that was started by mistake does,
     * and fall silent: the member is fenced, and the newcomer's session runs out after the session timeout.
     */
    void fence(String groupId, String memberId) {
        ClassicRoster group = classic(groupId, memberId);
        ClassicMember member = group.member(memberId);
        if (member == null) {
            throw unknown(groupId, memberId);
        }
        if (!member.isStatic()) {
            throw new IllegalArgumentException("Member " + memberId + " of group '" + groupId + "' has no"
                    + " group.instance.id, so nobody can take its place: only static members are"
                    + " fenced. Use expire(..).");
        }
        String protocolType = group.protocolType();
        JoinGroupRequestData join = new JoinGroupRequestData()
                .setGroupId(groupId)
                .setGroupInstanceId(member.groupInstanceId())
                .setSessionTimeoutMs(member.sessionTimeoutMs())
                .setRebalanceTimeoutMs(member.rebalanceTimeoutMs())
                .setProtocolType(protocolType == null ? "" : protocolType)
                .setReason("fenced by the test");
        Collection<JoinGroupRequestProtocol> protocols = join.protocols();
        for (MemberProtocol protocol : member.protocols()) {
            protocols.add(
                    new JoinGroupRequestProtocol().setName(protocol.name()).setMetadata(protocol.metadata()));
        }
        RequestContext context =
                new RequestContext(ApiKeys.JOIN_GROUP, VERSION, member.clientId() + "-successor", member.clientHost());
        classic.joinGroup(context, join, answer -> {
            if (answer.errorCode() != Errors.NONE.code() && answer.memberId().isEmpty()) {
                throw new IllegalStateException("Member " + memberId + " of group '" + groupId
                        + "' could not be fenced: " + Errors.forCode(answer.errorCode()));
            }
        });
    }

    private GroupShard shard(String groupId) {
        Errors error = shards.availability(groupId);
        if (error != Errors.NONE) {
            throw new IllegalStateException("Group '" + groupId + "' is not served at the moment: " + error);
        }
        return shards.of(groupId);
    }

    private ClassicRoster classic(String groupId, String memberId) {
        Group<?> group = shard(groupId).groups().find(groupId);
        if (group == null) {
            throw unknown(groupId, memberId);
        }
        return switch (group.type()) {
            case CLASSIC -> ((ClassicGroup) group).roster();
            case SHARE ->
                throw new IllegalArgumentException("Group '" + groupId + "' is a share group (KIP-932), which has no"
                        + " static members: nobody can take member " + memberId + "'s place. Use expire(..).");
            case STREAMS ->
                throw new IllegalArgumentException("Group '" + groupId + "' is a streams group (KIP-1071), which has no"
                        + " static members: nobody can take member " + memberId + "'s place. Use expire(..).");
            case CONSUMER ->
                throw new IllegalArgumentException(
                        "Group '" + groupId + "' uses the consumer protocol (KIP-848), where a"
                                + " member is not fenced by another with its group.instance.id: the newcomer is refused"
                                + " (UNRELEASED_INSTANCE_ID). Use expire(..).");
        };
    }

    private static IllegalArgumentException unknown(String groupId, String memberId) {
        return new IllegalArgumentException("Group '" + groupId + "' has no member " + memberId);
    }
}
