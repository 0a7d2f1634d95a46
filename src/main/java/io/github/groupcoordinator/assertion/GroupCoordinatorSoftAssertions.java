package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.StreamsGroupView;
import org.apiguardian.api.API;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/** AssertJ's soft assertions with ours: all failures are reported together by {@code assertAll()}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public class GroupCoordinatorSoftAssertions extends SoftAssertions {

    /** Begins with no failure; to be ended by {@code assertAll()}. */
    public GroupCoordinatorSoftAssertions() {}

    /** Starts assertions on a snapshot of a group. */
    public GroupAssert assertThat(@Nullable GroupView group) {
        return proxy(GroupAssert.class, GroupView.class, group);
    }

    /** Starts assertions on a snapshot of a share group. */
    public ShareGroupAssert assertThat(@Nullable ShareGroupView group) {
        return proxy(ShareGroupAssert.class, ShareGroupView.class, group);
    }

    /** Starts assertions on a snapshot of a streams group. */
    public StreamsGroupAssert assertThat(@Nullable StreamsGroupView group) {
        return proxy(StreamsGroupAssert.class, StreamsGroupView.class, group);
    }

    /** Starts assertions on what has happened so far. */
    public EventLogAssert assertThat(@Nullable EventLog events) {
        return proxy(EventLogAssert.class, EventLog.class, events);
    }
}
