package io.github.groupcoordinator.assertion;

import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * Assertions on events: which there are, in which order, how many, and how long rebalances took. A failure says what
 * was expected and what is, with virtual times.
 *
 * @param <SELF> for chains of calls
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface EventAssertions<SELF> {

    /** There are exactly these events, in this order. */
    SELF containsExactly(EventMatcher... events);

    /** There are these events in this order, with any others between them. */
    SELF containsSubsequence(EventMatcher... events);

    /** There is each of these events at least once, in any order. */
    SELF contains(EventMatcher... events);

    /** There is none of these events. */
    SELF never(EventMatcher... events);

    /** There is this event exactly so many times. */
    SELF hasCount(int count, EventMatcher event);

    /** There is no event at all. */
    SELF isEmpty();

    /** Every rebalance that started has been completed, and each took at most so much virtual time. */
    SELF completedWithin(Duration atMost);

    /** Narrows what follows to the events of one group. */
    SELF inGroup(String groupId);

    /** Narrows what follows to the events at a virtual instant or later. */
    SELF since(Instant instant);
}
