package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.share.RecordsArchived;
import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.ShareRecordState;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** AssertJ assertions on a share group; see {@link GroupCoordinatorAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public class ShareGroupAssert extends AbstractAssert<ShareGroupAssert, ShareGroupView>
        implements ShareGroupAssertions<ShareGroupAssert> {

    /** Made by {@link GroupCoordinatorAssertions#assertThat(ShareGroupView)}. */
    public ShareGroupAssert(@Nullable ShareGroupView actual) {
        super(actual, ShareGroupAssert.class);
    }

    private ShareGroupClaims claims() {
        isNotNull();
        return new ShareGroupClaims(actual);
    }

    private ShareGroupAssert check(@Nullable Failure failure) {
        if (failure != null) {
            failWithActualExpectedAndMessage(failure.actual(), failure.expected(), "%s", failure.message());
        }
        return myself;
    }

    @Override
    public ShareGroupAssert isEmpty() {
        return check(claims().inState(GroupState.EMPTY));
    }

    @Override
    public ShareGroupAssert isInState(GroupState state) {
        return check(claims().inState(state));
    }

    @Override
    public ShareGroupAssert hasMembers(Object... members) {
        return check(claims().members(members));
    }

    @Override
    public ShareGroupAssert hasMemberCount(int count) {
        return check(claims().memberCount(count));
    }

    @Override
    public ShareGroupAssert hasAcquired(Object member, String partition, long... offsets) {
        return check(claims().acquired(member, partition, offsets));
    }

    @Override
    public ShareGroupAssert hasInFlight(Object member, int records) {
        return check(claims().inFlight(member, records));
    }

    @Override
    public ShareGroupAssert hasNothingInFlight() {
        return check(claims().nothingInFlight());
    }

    @Override
    public ShareGroupAssert hasState(String partition, long offset, ShareRecordState state) {
        return check(claims().state(partition, offset, state));
    }

    @Override
    public ShareGroupAssert hasDeliveryCount(String partition, long offset, int count) {
        return check(claims().deliveryCount(partition, offset, count));
    }

    @Override
    public ShareGroupAssert isArchivedBecause(String partition, long offset, RecordsArchived.Reason reason) {
        return check(claims().archivedBecause(partition, offset, reason));
    }

    @Override
    public ShareGroupAssert hasStartOffset(String partition, long offset) {
        return check(claims().startOffset(partition, offset));
    }

    @Override
    public ShareGroupAssert hasLag(String partition, long offsets) {
        return check(claims().lag(partition, offsets));
    }

    @Override
    public ShareGroupAssert hasNoLag() {
        return check(claims().noLag());
    }
}
