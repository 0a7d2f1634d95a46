package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Assertions on events that need no AssertJ; see {@link PlainAssertions}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class PlainEventLogAssert implements EventAssertions<PlainEventLogAssert> {
    private EventClaims claims;

    PlainEventLogAssert(EventLog log) {
        this.claims = new EventClaims(log);
    }

    private PlainEventLogAssert check(@Nullable Failure failure) {
        if (failure != null) {
            throw failure.toError(PlainEventLogAssert.class);
        }
        return this;
    }

    @Override
    public PlainEventLogAssert containsExactly(EventMatcher... events) {
        return check(claims.exactly(events));
    }

    @Override
    public PlainEventLogAssert containsSubsequence(EventMatcher... events) {
        return check(claims.subsequence(events));
    }

    @Override
    public PlainEventLogAssert contains(EventMatcher... events) {
        return check(claims.contain(events));
    }

    @Override
    public PlainEventLogAssert never(EventMatcher... events) {
        return check(claims.never(events));
    }

    @Override
    public PlainEventLogAssert hasCount(int count, EventMatcher event) {
        return check(claims.count(count, event));
    }

    @Override
    public PlainEventLogAssert isEmpty() {
        return check(claims.none());
    }

    @Override
    public PlainEventLogAssert completedWithin(Duration atMost) {
        return check(claims.completedWithin(atMost));
    }

    @Override
    public PlainEventLogAssert inGroup(String groupId) {
        claims = claims.inGroup(groupId);
        return this;
    }

    @Override
    public PlainEventLogAssert since(Instant instant) {
        claims = claims.since(instant);
        return this;
    }
}
