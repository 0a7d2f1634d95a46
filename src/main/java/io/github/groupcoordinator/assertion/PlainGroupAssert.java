package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import java.time.Duration;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Assertions on a group that need no AssertJ; see {@link PlainAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class PlainGroupAssert implements GroupAssertions<PlainGroupAssert> {
    private final GroupClaims claims;

    PlainGroupAssert(GroupView group) {
        this.claims = new GroupClaims(group);
    }

    private PlainGroupAssert check(@Nullable Failure failure) {
        if (failure != null) {
            throw failure.toError(PlainGroupAssert.class);
        }
        return this;
    }

    @Override
    public PlainGroupAssert isStable() {
        return check(claims.inState(GroupState.STABLE));
    }

    @Override
    public PlainGroupAssert isEmpty() {
        return check(claims.inState(GroupState.EMPTY));
    }

    @Override
    public PlainGroupAssert isInState(GroupState state) {
        return check(claims.inState(state));
    }

    @Override
    public PlainGroupAssert hasMembers(Object... members) {
        return check(claims.members(members));
    }

    @Override
    public PlainGroupAssert hasMemberCount(int count) {
        return check(claims.memberCount(count));
    }

    @Override
    public PlainGroupAssert hasLeader(Object member) {
        return check(claims.leader(member));
    }

    @Override
    public PlainGroupAssert hasGeneration(int generation) {
        return check(claims.generation(generation));
    }

    @Override
    public PlainGroupAssert hasProtocol(String assignor) {
        return check(claims.protocol(assignor));
    }

    @Override
    public PlainGroupAssert assigns(Object member, String... partitions) {
        return check(claims.assigns(member, partitions));
    }

    @Override
    public PlainGroupAssert owns(Object member, String... partitions) {
        return check(claims.owns(member, partitions));
    }

    @Override
    public PlainGroupAssert isBalanced() {
        return check(claims.balanced());
    }

    @Override
    public PlainGroupAssert hasCommitted(String partition, long offset) {
        return check(claims.committed(partition, offset));
    }

    @Override
    public PlainGroupAssert hasNothingCommitted(String partition) {
        return check(claims.nothingCommitted(partition));
    }

    @Override
    public PlainGroupAssert hasLag(String partition, long records) {
        return check(claims.lag(partition, records));
    }

    @Override
    public PlainGroupAssert hasNoLag() {
        return check(claims.noLag());
    }

    @Override
    public PlainGroupAssert rebalancedBecause(RebalanceReason reason) {
        return check(claims.rebalances().lastBecause(reason, null));
    }

    @Override
    public PlainGroupAssert rebalancedBecause(RebalanceReason reason, Object member) {
        return check(claims.rebalances().lastBecause(reason, member));
    }

    @Override
    public PlainGroupAssert everRebalancedBecause(RebalanceReason reason) {
        return check(claims.rebalances().everBecause(reason, null));
    }

    @Override
    public PlainGroupAssert everRebalancedBecause(RebalanceReason reason, Object member) {
        return check(claims.rebalances().everBecause(reason, member));
    }

    @Override
    public PlainGroupAssert completedWithin(Duration atMost) {
        return check(claims.rebalances().completedWithin(atMost, false));
    }
}
