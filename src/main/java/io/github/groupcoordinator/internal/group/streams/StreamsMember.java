package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.streams.task.AssignedTasks;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.StreamsMemberView;
import java.util.SortedSet;

/**
 * A member of a streams group, as its records tell of it.
 *
 * @param memberEpoch the epoch of the target that it is in; 0 while it joins
 * @param previousMemberEpoch the epoch before the last step, with which it may come once more
 * @param assigned the tasks that it may run
 * @param pendingRevocation the tasks that it is to give up
 */
public record StreamsMember(
        String memberId,
        StreamsMemberMetadata metadata,
        int memberEpoch,
        int previousMemberEpoch,
        StreamsMemberState state,
        AssignedTasks assigned,
        AssignedTasks pendingRevocation) {

    /** The epoch of a heartbeat that leaves. */
    public static final int LEAVE_EPOCH = -1;

    /** The epoch of a heartbeat by which a static member would leave. */
    public static final int STATIC_LEAVE_EPOCH = -2;

    static StreamsMember joining(String memberId) {
        return new StreamsMember(
                memberId,
                StreamsMemberMetadata.NONE,
                0,
                0,
                StreamsMemberState.STABLE,
                AssignedTasks.NONE,
                AssignedTasks.NONE);
    }

    StreamsMember with(StreamsMemberMetadata said) {
        return new StreamsMember(memberId, said, memberEpoch, previousMemberEpoch, state, assigned, pendingRevocation);
    }

    /** Returns the member after a step of its reconciliation; its epoch before becomes the previous one. */
    StreamsMember reconciled(int epoch, StreamsMemberState reached, AssignedTasks tasks, AssignedTasks toGiveUp) {
        return new StreamsMember(memberId, metadata, epoch, memberEpoch, reached, tasks, toGiveUp);
    }

    StreamsMember with(StreamsGroupRecord.CurrentAssignment record) {
        return new StreamsMember(
                memberId,
                metadata,
                record.memberEpoch(),
                record.previousMemberEpoch(),
                record.state(),
                record.assigned(),
                record.pendingRevocation());
    }

    StreamsMember left() {
        return new StreamsMember(
                memberId, metadata, LEAVE_EPOCH, LEAVE_EPOCH, state, AssignedTasks.NONE, AssignedTasks.NONE);
    }

    String processId() {
        return metadata.processId();
    }

    /** Returns whether it has all that a target gives it. */
    boolean isReconciledTo(int assignmentEpoch) {
        return state == StreamsMemberState.STABLE && memberEpoch == assignmentEpoch;
    }

    /** Returns the member with its tasks for those who watch. */
    public StreamsMemberView observed() {
        SortedSet<String> toGiveUp = pendingRevocation.activeNames();
        toGiveUp.addAll(pendingRevocation.standbyNames());
        return new StreamsMemberView(
                ref(),
                memberEpoch,
                state.watched(),
                processId(),
                assigned.activeNames(),
                assigned.standbyNames(),
                toGiveUp);
    }

    /** Returns the member for those who watch. */
    public MemberRef ref() {
        return new MemberRef(memberId, metadata.clientId(), null);
    }

    Cause cause(Trigger trigger) {
        return new Cause(trigger, memberId, metadata.clientId(), null);
    }
}
