package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.classic.ClassicCommand;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.consumer.ConsumerCommand;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** What a test does to one member at the coordinator, without its client's help and without touching the others. */
final class Interventions {
    /** From here on a static member that comes back is told to keep the assignment as it is. */
    private static final short VERSION = 9;

    private final Shards shards;
    private final ClassicGroupRequests classic;

    Interventions(Shards shards, ClassicGroupRequests classic) {
        this.shards = shards;
        this.classic = classic;
    }

    /** Lets a member's session time out now. */
    void expire(String groupId, String memberId) {
        CoordinatorShard shard = shard(groupId);
        ConsumerGroup consumers = shard.consumerGroup(groupId);
        if (consumers != null && consumers.member(memberId) != null) {
            Errors error =
                    shard.run(consumers, List.of(), new ConsumerCommand.TimeElapsed(memberId, Trigger.SESSION_TIMEOUT));
            shard.sendReplies();
            if (error != Errors.NONE) {
                throw new IllegalStateException("That member " + memberId + " of group '" + groupId
                        + "' has expired could not be stored: " + error);
            }
            return;
        }
        member(groupId, memberId);
        shard.run(groupId, new ClassicCommand.SessionElapsed(memberId));
        shard.sendReplies();
        ClassicGroup group = shard.classicGroup(groupId);
        if (group != null && group.member(memberId) != null) {
            throw new IllegalStateException("Member " + memberId + " of group '" + groupId + "' (state "
                    + group.state() + ") has no session that could expire: it waits for the answer to a JoinGroup or"
                    + " SyncGroup. Let the rebalance complete first.");
        }
    }

    /**
     * Lets somebody else join with a member's group.instance.id, as a second process that was started by mistake does,
     * and fall silent: the member is fenced, and the newcomer's session runs out after the session timeout.
     */
    void fence(String groupId, String memberId) {
        ConsumerGroup consumers = shard(groupId).consumerGroup(groupId);
        if (consumers != null) {
            throw new IllegalArgumentException("Group '" + groupId + "' uses the consumer protocol (KIP-848), where a"
                    + " member is not fenced by another with its group.instance.id: the newcomer is refused"
                    + " (UNRELEASED_INSTANCE_ID). Use expire(..).");
        }
        ClassicMember member = member(groupId, memberId);
        if (!member.isStatic()) {
            throw new IllegalArgumentException(
                    "Member " + memberId + " of group '" + groupId + "' has no"
                            + " group.instance.id, so nobody can take its place: only static members are fenced. Use expire(..).");
        }
        ClassicGroup group = shards.of(groupId).classicGroup(groupId);
        String protocolType = group == null ? null : group.protocolType();
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

    private CoordinatorShard shard(String groupId) {
        Errors error = shards.availability(groupId);
        if (error != Errors.NONE) {
            throw new IllegalStateException("Group '" + groupId + "' is not served at the moment: " + error);
        }
        return shards.of(groupId);
    }

    private ClassicMember member(String groupId, String memberId) {
        ClassicGroup group = shard(groupId).classicGroup(groupId);
        @Nullable ClassicMember member = group == null ? null : group.member(memberId);
        if (member == null) {
            throw new IllegalArgumentException("Group '" + groupId + "' has no member " + memberId);
        }
        return member;
    }
}
