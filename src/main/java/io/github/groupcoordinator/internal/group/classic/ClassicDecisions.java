package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Step;

/** The decisions of a classic group, one for each command: where each of them is made. */
final class ClassicDecisions implements ClassicCommand.Visitor {
    private final ClassicRoster group;

    ClassicDecisions(ClassicRoster group) {
        this.group = group;
    }

    @Override
    public Step join(ClassicCommand.Join command, long nowMs) {
        return JoinDecision.join(group, command);
    }

    @Override
    public Step sync(ClassicCommand.Sync command, long nowMs) {
        return SyncDecision.sync(group, command);
    }

    @Override
    public Step heartbeat(ClassicCommand.Heartbeat command, long nowMs) {
        return SessionDecision.heartbeat(group, command);
    }

    @Override
    public Step leave(ClassicCommand.Leave command, long nowMs) {
        return LeaveDecision.leave(group, command);
    }

    @Override
    public Step offsetsArrived(ClassicCommand.OffsetsArrived command, long nowMs) {
        return SessionDecision.offsetsArrived(group, command.memberId());
    }

    @Override
    public Step sessionElapsed(ClassicCommand.SessionElapsed command, long nowMs) {
        return SessionDecision.elapsed(group, command.memberId());
    }

    @Override
    public Step initialDelayElapsed(ClassicCommand.InitialDelayElapsed command, long nowMs) {
        return RebalanceDecision.initialDelayElapsed(group, command);
    }

    @Override
    public Step syncElapsed(ClassicCommand.SyncElapsed command, long nowMs) {
        return SyncDecision.elapsed(group, command.generationId());
    }

    @Override
    public Step loaded(ClassicCommand.Loaded command, long nowMs) {
        return RebalanceDecision.loaded(group);
    }

    @Override
    public Step unload(ClassicCommand.Unload command, long nowMs) {
        return RebalanceDecision.unload(group);
    }

    @Override
    public Step upgrade(ClassicCommand.Upgrade command, long nowMs) {
        return RebalanceDecision.upgrade(group);
    }

    @Override
    public Step rebalance(ClassicCommand.Rebalance command, long nowMs) {
        return group.state().canRebalance()
                ? RebalanceDecision.prepare(group, command.cause(), nowMs)
                : RebalanceDecision.completeIfReady(group);
    }

    @Override
    public Step prepareRebalance(ClassicCommand.PrepareRebalance command, long nowMs) {
        return RebalanceDecision.prepare(group, command.cause(), nowMs);
    }

    @Override
    public Step awaitJoins(ClassicCommand.AwaitJoins command, long nowMs) {
        return RebalanceDecision.awaitJoins(group);
    }

    @Override
    public Step completeJoinIfReady(ClassicCommand.CompleteJoinIfReady command, long nowMs) {
        return RebalanceDecision.completeIfReady(group);
    }

    @Override
    public Step completeJoinIfAllJoined(ClassicCommand.CompleteJoinIfAllJoined command, long nowMs) {
        return RebalanceDecision.completeIfAllJoined(group);
    }

    @Override
    public Step completeJoin(ClassicCommand.CompleteJoin command, long nowMs) {
        return RebalanceDecision.completeJoin(group);
    }

    @Override
    public Step beginGeneration(ClassicCommand.BeginGeneration command, long nowMs) {
        return RebalanceDecision.beginGeneration(group, nowMs);
    }

    @Override
    public Step announceGeneration(ClassicCommand.AnnounceGeneration command, long nowMs) {
        return RebalanceDecision.announceGeneration(group);
    }

    @Override
    public Step storeAssignment(ClassicCommand.StoreAssignment command, long nowMs) {
        return SyncDecision.store(group, command);
    }

    @Override
    public Step assignmentStored(ClassicCommand.AssignmentStored command, long nowMs) {
        return SyncDecision.stored(group, command.members(), nowMs);
    }

    @Override
    public Step assignmentNotStored(ClassicCommand.AssignmentNotStored command, long nowMs) {
        return SyncDecision.notStored(group, command);
    }

    @Override
    public Step afterReplacement(ClassicCommand.AfterReplacement command, long nowMs) {
        return StaticMemberDecision.afterReplacement(group, command.replacement());
    }

    @Override
    public Step replacementStored(ClassicCommand.ReplacementStored command, long nowMs) {
        return StaticMemberDecision.stored(group, command.replacement());
    }

    @Override
    public Step replacementNotStored(ClassicCommand.ReplacementNotStored command, long nowMs) {
        return StaticMemberDecision.notStored(group, command.replacement(), command.error());
    }
}
