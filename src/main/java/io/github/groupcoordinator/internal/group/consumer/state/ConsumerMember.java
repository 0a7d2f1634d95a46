package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.view.MemberRef;
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer-protocol group; immutable.
 *
 * @param previousMemberEpoch accepted once more from the member, because the answer with the next one may get lost
 * @param assigned what the member may use
 * @param pendingRevocation what it was asked to give up and has not yet
 */
public record ConsumerMember(
        String memberId,
        ConsumerMemberMetadata metadata,
        int memberEpoch,
        int previousMemberEpoch,
        ReconciliationState state,
        PartitionEpochs assigned,
        PartitionEpochs pendingRevocation) {

    /** The epoch of a static member that is away and will come back. */
    public static final int STATIC_LEAVE_EPOCH = -2;

    /** The epoch of a member that leaves. */
    public static final int LEAVE_EPOCH = -1;

    /** The last epoch of a member that has never been given anything. */
    public static final int NEVER = -1;

    /** Returns a member that has said nothing yet. */
    public static ConsumerMember joining(String memberId) {
        return new ConsumerMember(
                memberId,
                ConsumerMemberMetadata.unknown(),
                0,
                NEVER,
                ReconciliationState.STABLE,
                PartitionEpochs.none(),
                PartitionEpochs.none());
    }

    public MemberRef ref() {
        return new MemberRef(memberId, metadata.clientId(), metadata.instanceId());
    }

    public Cause cause(Trigger trigger) {
        return new Cause(trigger, memberId, metadata.clientId(), metadata.instanceId());
    }

    public @Nullable String instanceId() {
        return metadata.instanceId();
    }

    /** Returns whether the member uses the classic protocol. */
    public boolean isClassic() {
        return metadata.classic() != null;
    }

    /** Returns whether the member has all of the target of an epoch. */
    public boolean isReconciledTo(int targetEpoch) {
        return state == ReconciliationState.STABLE && memberEpoch == targetEpoch;
    }

    public ConsumerMember with(ConsumerMemberMetadata changed) {
        return new ConsumerMember(
                memberId, changed, memberEpoch, previousMemberEpoch, state, assigned, pendingRevocation);
    }

    public ConsumerMember withEpochs(int epoch, int previousEpoch) {
        return new ConsumerMember(memberId, metadata, epoch, previousEpoch, state, assigned, pendingRevocation);
    }

    /** Returns the member in another epoch, the one before it being its last. */
    public ConsumerMember reconciled(
            int epoch, ReconciliationState next, PartitionEpochs nowAssigned, PartitionEpochs nowPending) {
        return new ConsumerMember(memberId, metadata, epoch, memberEpoch, next, nowAssigned, nowPending);
    }

    public ConsumerMember with(PartitionEpochs nowAssigned, PartitionEpochs nowPending) {
        return new ConsumerMember(memberId, metadata, memberEpoch, previousMemberEpoch, state, nowAssigned, nowPending);
    }

    /** Returns a static member as it comes back under another id. */
    public ConsumerMember renamed(String newMemberId) {
        return new ConsumerMember(newMemberId, metadata, 0, 0, state, assigned, pendingRevocation);
    }
}
