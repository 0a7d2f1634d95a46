package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Conversion;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of a group to the classic protocol, because all members that stay use that.
 *
 * @param leaving who does not stay
 * @param joining who comes in the place of the member with its instance id; null if nobody does
 * @param rebalance whether the members are to join again at once
 * @param cause who gave cause, and how
 */
public record Downgrade(
        List<ConsumerMember> leaving, @Nullable ConsumerMember joining, boolean rebalance, Cause cause)
        implements Conversion {

    @Override
    public GroupType to() {
        return GroupType.CLASSIC;
    }
}
