package io.github.groupcoordinator.internal.group;

import org.jspecify.annotations.Nullable;

/** Who gave cause for a rebalance, and how. */
public record Cause(
        Trigger trigger,
        String memberId,
        String clientId,
        @Nullable String groupInstanceId) {

    public static Cause of(Trigger trigger, ConsumerMember member) {
        return new Cause(trigger, member.memberId(), member.metadata().clientId(), member.instanceId());
    }

    public static Cause of(Trigger trigger, ClassicMember member) {
        return new Cause(trigger, member.memberId(), member.clientId(), member.groupInstanceId());
    }
}
