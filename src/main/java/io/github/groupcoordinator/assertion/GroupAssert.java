package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.GroupView;
import java.time.Duration;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** AssertJ assertions on a group; see {@link GroupCoordinatorAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public class GroupAssert extends AbstractAssert<GroupAssert, GroupView> implements GroupAssertions<GroupAssert> {

    /** Made by {@link GroupCoordinatorAssertions#assertThat(GroupView)}. */
    public GroupAssert(@Nullable GroupView actual) {
        super(actual, GroupAssert.class);
    }

    private GroupClaims claims() {
        isNotNull();
        return new GroupClaims(actual);
    }

    private GroupAssert check(@Nullable Failure failure) {
        if (failure != null) {
            failWithActualExpectedAndMessage(failure.actual(), failure.expected(), "%s", failure.message());
        }
        return myself;
    }

    @Override
    public GroupAssert isStable() {
        return check(claims().inState(GroupState.STABLE));
    }

    @Override
    public GroupAssert isEmpty() {
        return check(claims().inState(GroupState.EMPTY));
    }

    @Override
    public GroupAssert isInState(GroupState state) {
        return check(claims().inState(state));
    }

    @Override
    public GroupAssert hasMembers(Object... members) {
        return check(claims().members(members));
    }

    @Override
    public GroupAssert hasMemberCount(int count) {
        return check(claims().memberCount(count));
    }

    @Override
    public GroupAssert hasLeader(Object member) {
        return check(claims().leader(member));
    }

    @Override
    public GroupAssert hasGeneration(int generation) {
        return check(claims().generation(generation));
    }

    @Override
    public GroupAssert hasProtocol(String assignor) {
        return check(claims().protocol(assignor));
    }

    @Override
    public GroupAssert assigns(Object member, String... partitions) {
        return check(claims().assigns(member, partitions));
    }

    @Override
    public GroupAssert owns(Object member, String... partitions) {
        return check(claims().owns(member, partitions));
    }

    @Override
    public GroupAssert isBalanced() {
        return check(claims().balanced());
    }

    @Override
    public GroupAssert hasCommitted(String partition, long offset) {
        return check(claims().committed(partition, offset));
    }

    @Override
    public GroupAssert hasNothingCommitted(String partition) {
        return check(claims().nothingCommitted(partition));
    }

    @Override
    public GroupAssert hasLag(String partition, long records) {
        return check(claims().lag(partition, records));
    }

    @Override
    public GroupAssert hasNoLag() {
        return check(claims().noLag());
    }

    @Override
    public GroupAssert rebalancedBecause(RebalanceReason reason) {
        return check(claims().rebalances().lastBecause(reason, null));
    }

    @Override
    public GroupAssert rebalancedBecause(RebalanceReason reason, Object member) {
        return check(claims().rebalances().lastBecause(reason, member));
    }

    @Override
    public GroupAssert everRebalancedBecause(RebalanceReason reason) {
        return check(claims().rebalances().everBecause(reason, null));
    }

    @Override
    public GroupAssert everRebalancedBecause(RebalanceReason reason, Object member) {
        return check(claims().rebalances().everBecause(reason, member));
    }

    @Override
    public GroupAssert completedWithin(Duration atMost) {
        return check(claims().rebalances().completedWithin(atMost, false));
    }
}
