package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.MetadataRefresh;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;
import io.github.groupcoordinator.internal.group.consumer.state.Subscriptions;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a member's request on its group, in three steps: the member is stored, if it is new or changed, and the
 * group's epoch with it; then the target assignment, if it is of an earlier epoch; then the member comes closer to it.
 */
final class MemberUpdate {
    static final long REFRESH_INTERVAL_MS = Integer.MAX_VALUE;

    private final ConsumerRoster group;
    private final ConsumerContext context;
    private final Step.Builder step;
    private final ConsumerMember before;

    private ConsumerMember member;
    private boolean hasSubscriptionChanged;
    private int groupEpoch;
    private boolean isHomogeneous;

    /**
     * Begins.
     *
     * @param before the member as the group has it, or a new one
     * @param member the member as it says it is
     */
    MemberUpdate(
            ConsumerRoster group,
            ConsumerContext context,
            Step.Builder step,
            ConsumerMember before,
            ConsumerMember member) {
        this.group = group;
        this.context = context;
        this.step = step;
        this.before = before;
        this.member = member;
        this.groupEpoch = group.groupEpoch();
        this.isHomogeneous = group.isHomogeneous();
    }

    ConsumerMember member() {
        return member;
    }

    int groupEpoch() {
        return groupEpoch;
    }

    boolean hasSubscriptionChanged() {
        return hasSubscriptionChanged;
    }

    /**
     * Stores the member and bumps the group's epoch where it must be.
     *
     * @param isClassic whether any change of a regular expression bumps the epoch, not only to one that is resolved
     */
    void store(boolean isClassic) {
        String groupId = group.groupId();
        if (!member.equals(before)) {
            step.append(new ConsumerGroupRecord.MemberMetadata(groupId, member.memberId(), member.metadata()));
        }
        boolean haveNamesChanged = !member.metadata()
                .subscribedTopicNames()
                .equals(before.metadata().subscribedTopicNames());
        RegexDecision.Change regex = RegexDecision.update(group, context, before, member, step);
        hasSubscriptionChanged = haveNamesChanged || regex != RegexDecision.Change.NONE;
        boolean bump = haveNamesChanged
                || (isClassic
                        ? regex != RegexDecision.Change.NONE
                        : regex == RegexDecision.Change.CHANGED_AND_RESOLVED);
        if (bump || group.mustLookAtTopics(context.nowMs())) {
            lookAtTopics(bump);
        }
    }

    private void lookAtTopics(boolean bump) {
        Subscriptions subscriptions = group.subscriptions().with(before, member);
        long hash = subscriptions.metadataHash(context.topics());
        boolean isNew = !group.hasMember(member.memberId()) && group.staticMember(member.instanceId()) == null;
        isHomogeneous = subscriptions.isHomogeneous(group.memberCount() + (isNew ? 1 : 0));
        if (bump || hash != group.metadataHash()) {
            groupEpoch++;
            step.append(new ConsumerGroupRecord.GroupEpoch(group.groupId(), groupEpoch, hash, cause(bump)));
        }
        step.change(new MetadataRefresh(group.groupId(), context.nowMs() + REFRESH_INTERVAL_MS, groupEpoch));
        if (group.hasSubscriptionMetadata()) {
            step.append(new ConsumerGroupRecord.SubscriptionMetadataTombstone(group.groupId()));
        }
    }

    private Cause cause(boolean bump) {
        if (!bump) {
            return member.cause(Trigger.TOPICS_CHANGED);
        }
        boolean isKnown = group.hasMember(member.memberId());
        return member.cause(isKnown ? Trigger.MEMBER_METADATA_CHANGED : Trigger.MEMBER_JOINED);
    }

    /** Returns the member's target as it was computed last. */
    TargetDecision.Target lastTarget() {
        return new TargetDecision(group, context, before, member).last();
    }

    /** Computes the target assignment if it must be and may be; returns the member's. */
    TargetDecision.Target target() {
        TargetDecision decision = new TargetDecision(group, context, before, member);
        return decision.isDue(groupEpoch) ? decision.compute(groupEpoch, isHomogeneous, step) : decision.last();
    }

    /**
     * Brings the member closer to its target.
     *
     * @param owned what the member says it has; null if it does not say
     * @return whether the member may stay; if not, it must join again
     */
    boolean reconcile(TargetDecision.Target target, @Nullable SortedMap<Uuid, SortedSet<Integer>> owned) {
        if (!hasSubscriptionChanged && member.isReconciledTo(target.epoch())) {
            return true;
        }
        ConsumerMember next = new Reconciliation(
                        member,
                        target.epoch(),
                        target.partitions(),
                        Reconciliation.known(group.subscribedTopics(member), context.topics()),
                        hasSubscriptionChanged,
                        owned,
                        group.owners())
                .next();
        if (next == null) {
            return false;
        }
        if (!next.equals(member)) {
            step.append(ConsumerGroupRecord.CurrentAssignment.of(group.groupId(), next));
            // A member of the classic protocol has other times: to join again, and to sync.
            if (!next.isClassic()) {
                if (next.state() == ReconciliationState.UNREVOKED_PARTITIONS) {
                    SessionTimers.armRebalance(step, group.groupId(), next);
                } else {
                    step.disarm(TimerKey.consumerRebalance(group.groupId(), next.memberId()));
                }
            }
        }
        member = next;
        return true;
    }
}
