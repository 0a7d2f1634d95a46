package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** AssertJ assertions on events; see {@link GroupCoordinatorAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public class EventLogAssert extends AbstractAssert<EventLogAssert, EventLog>
        implements EventAssertions<EventLogAssert> {
    private @Nullable EventClaims claims;

    /** Made by {@link GroupCoordinatorAssertions#assertThat(EventLog)}. */
    public EventLogAssert(@Nullable EventLog actual) {
        super(actual, EventLogAssert.class);
    }

    private EventClaims claims() {
        isNotNull();
        return claims == null ? new EventClaims(actual) : claims;
    }

    private EventLogAssert check(@Nullable Failure failure) {
        if (failure != null) {
            failWithActualExpectedAndMessage(failure.actual(), failure.expected(), "%s", failure.message());
        }
        return myself;
    }

    @Override
    public EventLogAssert containsExactly(EventMatcher... events) {
        return check(claims().exactly(events));
    }

    @Override
    public EventLogAssert containsSubsequence(EventMatcher... events) {
        return check(claims().subsequence(events));
    }

    @Override
    public EventLogAssert contains(EventMatcher... events) {
        return check(claims().contain(events));
    }

    @Override
    public EventLogAssert never(EventMatcher... events) {
        return check(claims().never(events));
    }

    @Override
    public EventLogAssert hasCount(int count, EventMatcher event) {
        return check(claims().count(count, event));
    }

    @Override
    public EventLogAssert isEmpty() {
        return check(claims().none());
    }

    @Override
    public EventLogAssert completedWithin(Duration atMost) {
        return check(claims().completedWithin(atMost));
    }

    @Override
    public EventLogAssert inGroup(String groupId) {
        claims = claims().inGroup(groupId);
        return myself;
    }

    @Override
    public EventLogAssert since(Instant instant) {
        claims = claims().since(instant);
        return myself;
    }
}
