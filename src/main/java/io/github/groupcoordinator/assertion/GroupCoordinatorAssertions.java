package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.GroupView;
import io.github.groupcoordinator.view.ShareGroupView;
import io.github.groupcoordinator.view.StreamsGroupView;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * AssertJ's own entry points, and ours for groups and events; one static import is enough. AssertJ is the test's own
 * dependency; without it, use {@link PlainAssertions}.
 *
 * <pre>{@code
 * assertThat(kafka.group("billing"))
 *         .isStable()
 *         .hasMembers(second)
 *         .rebalancedBecause(SESSION_TIMEOUT, first)
 *         .assigns(second, "orders-0", "orders-1", "orders-2", "orders-3");
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public class GroupCoordinatorAssertions extends Assertions {
    /** For subclasses that add entry points of their own. */
    protected GroupCoordinatorAssertions() {}

    /** Starts assertions on a snapshot of a group. */
    public static GroupAssert assertThat(@Nullable GroupView group) {
        return new GroupAssert(group);
    }

    /** Starts assertions on a snapshot of a share group. */
    public static ShareGroupAssert assertThat(@Nullable ShareGroupView group) {
        return new ShareGroupAssert(group);
    }

    /** Starts assertions on a snapshot of a streams group. */
    public static StreamsGroupAssert assertThat(@Nullable StreamsGroupView group) {
        return new StreamsGroupAssert(group);
    }

    /** Starts assertions on what has happened so far. */
    public static EventLogAssert assertThat(@Nullable EventLog events) {
        return new EventLogAssert(events);
    }
}
