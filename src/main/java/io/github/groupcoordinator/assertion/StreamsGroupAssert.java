package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.view.GroupState;
import io.github.groupcoordinator.view.StreamsGroupView;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** AssertJ assertions on a streams group; see {@link GroupCoordinatorAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public class StreamsGroupAssert extends AbstractAssert<StreamsGroupAssert, StreamsGroupView>
        implements StreamsGroupAssertions<StreamsGroupAssert> {

    /** Made by {@link GroupCoordinatorAssertions#assertThat(StreamsGroupView)}. */
    public StreamsGroupAssert(@Nullable StreamsGroupView actual) {
        super(actual, StreamsGroupAssert.class);
    }

    private StreamsGroupClaims claims() {
        isNotNull();
        return new StreamsGroupClaims(actual);
    }

    private StreamsGroupAssert check(@Nullable Failure failure) {
        if (failure != null) {
            failWithActualExpectedAndMessage(failure.actual(), failure.expected(), "%s", failure.message());
        }
        return myself;
    }

    @Override
    public StreamsGroupAssert isEmpty() {
        return check(claims().inState(GroupState.EMPTY));
    }

    @Override
    public StreamsGroupAssert isStable() {
        return check(claims().inState(GroupState.STABLE));
    }

    @Override
    public StreamsGroupAssert isInState(GroupState state) {
        return check(claims().inState(state));
    }

    @Override
    public StreamsGroupAssert hasMemberCount(int count) {
        return check(claims().memberCount(count));
    }

    @Override
    public StreamsGroupAssert runs(Object instance, String... tasks) {
        return check(claims().runs(instance, tasks));
    }

    @Override
    public StreamsGroupAssert hasStandbys(Object instance, String... tasks) {
        return check(claims().standbys(instance, tasks));
    }
}
