package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.ShareRecordState;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Assertions on a share group that need no AssertJ; see {@link PlainAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class PlainShareGroupAssert implements ShareGroupAssertions<PlainShareGroupAssert> {
    private final ShareGroupClaims claims;

    PlainShareGroupAssert(ShareGroupView group) {
        this.claims = new ShareGroupClaims(group);
    }

    private PlainShareGroupAssert check(@Nullable Failure failure) {
        if (failure != null) {
            throw failure.toError(PlainShareGroupAssert.class);
        }
        return this;
    }

    @Override
    public PlainShareGroupAssert isEmpty() {
        return check(claims.inState(GroupState.EMPTY));
    }

    @Override
    public PlainShareGroupAssert isInState(GroupState state) {
        return check(claims.inState(state));
    }

    @Override
    public PlainShareGroupAssert hasMembers(Object... members) {
        return check(claims.members(members));
    }

    @Override
    public PlainShareGroupAssert hasMemberCount(int count) {
        return check(claims.memberCount(count));
    }

    @Override
    public PlainShareGroupAssert hasAcquired(Object member, String partition, long... offsets) {
        return check(claims.acquired(member, partition, offsets));
    }

    @Override
    public PlainShareGroupAssert hasInFlight(Object member, int records) {
        return check(claims.inFlight(member, records));
    }

    @Override
    public PlainShareGroupAssert hasNothingInFlight() {
        return check(claims.nothingInFlight());
    }

    @Override
    public PlainShareGroupAssert hasState(String partition, long offset, ShareRecordState state) {
        return check(claims.state(partition, offset, state));
    }

    @Override
    public PlainShareGroupAssert hasDeliveryCount(String partition, long offset, int count) {
        return check(claims.deliveryCount(partition, offset, count));
    }

    @Override
    public PlainShareGroupAssert isArchivedBecause(String partition, long offset, RecordsArchived.Reason reason) {
        return check(claims.archivedBecause(partition, offset, reason));
    }

    @Override
    public PlainShareGroupAssert hasStartOffset(String partition, long offset) {
        return check(claims.startOffset(partition, offset));
    }

    @Override
    public PlainShareGroupAssert hasLag(String partition, long offsets) {
        return check(claims.lag(partition, offsets));
    }

    @Override
    public PlainShareGroupAssert hasNoLag() {
        return check(claims.noLag());
    }
}
