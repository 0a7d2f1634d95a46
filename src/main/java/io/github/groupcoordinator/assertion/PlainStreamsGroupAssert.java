package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.StreamsGroupView;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Assertions on a streams group that need no AssertJ; see {@link PlainAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class PlainStreamsGroupAssert implements StreamsGroupAssertions<PlainStreamsGroupAssert> {
    private final StreamsGroupClaims claims;

    PlainStreamsGroupAssert(StreamsGroupView group) {
        this.claims = new StreamsGroupClaims(group);
    }

    private PlainStreamsGroupAssert check(@Nullable Failure failure) {
        if (failure != null) {
            throw failure.toError(PlainStreamsGroupAssert.class);
        }
        return this;
    }

    @Override
    public PlainStreamsGroupAssert isEmpty() {
        return check(claims.inState(GroupState.EMPTY));
    }

    @Override
    public PlainStreamsGroupAssert isStable() {
        return check(claims.inState(GroupState.STABLE));
    }

    @Override
    public PlainStreamsGroupAssert isInState(GroupState state) {
        return check(claims.inState(state));
    }

    @Override
    public PlainStreamsGroupAssert hasMemberCount(int count) {
        return check(claims.memberCount(count));
    }

    @Override
    public PlainStreamsGroupAssert runs(Object instance, String... tasks) {
        return check(claims.runs(instance, tasks));
    }

    @Override
    public PlainStreamsGroupAssert hasStandbys(Object instance, String... tasks) {
        return check(claims.standbys(instance, tasks));
    }
}
