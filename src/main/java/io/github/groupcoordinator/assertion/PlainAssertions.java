package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.StreamsGroupView;
import org.apiguardian.api.API;

/**
 * Assertions on groups and events for tests without AssertJ. Failures are opentest4j's {@code AssertionFailedError},
 * from which an IDE shows expected and actual, where that is on the class path (JUnit brings it), otherwise plain
 * {@link AssertionError}s.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class PlainAssertions {
    private PlainAssertions() {}

    /** Starts assertions on a snapshot of a group. */
    public static PlainGroupAssert assertThat(GroupView group) {
        return new PlainGroupAssert(group);
    }

    /** Starts assertions on a snapshot of a share group. */
    public static PlainShareGroupAssert assertThat(ShareGroupView group) {
        return new PlainShareGroupAssert(group);
    }

    /** Starts assertions on a snapshot of a streams group. */
    public static PlainStreamsGroupAssert assertThat(StreamsGroupView group) {
        return new PlainStreamsGroupAssert(group);
    }

    /** Starts assertions on what has happened so far. */
    public static PlainEventLogAssert assertThat(EventLog events) {
        return new PlainEventLogAssert(events);
    }
}
