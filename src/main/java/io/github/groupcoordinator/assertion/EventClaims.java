package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import io.github.groupcoordinator.internal.journal.LastEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Claims about a log's events, or some of them: each returns what is wrong, or null where it holds. */
final class EventClaims {
    private final EventLog log;
    private final String subject;
    private final List<ClusterEvent> events;

    EventClaims(EventLog log) {
        this(log, "the events", log.all());
    }

    private EventClaims(EventLog log, String subject, List<ClusterEvent> events) {
        this.log = log;
        this.subject = subject;
        this.events = events;
    }

    EventClaims inGroup(String groupId) {
        return where(" of group '" + groupId + "'", event -> event.groupId().equals(groupId));
    }

    EventClaims since(Instant instant) {
        return where(" since " + log.elapsedAt(instant), event -> !event.at().isBefore(instant));
    }

    private EventClaims where(String which, Predicate<ClusterEvent> condition) {
        return new EventClaims(
                log, subject + which, events.stream().filter(condition).toList());
    }

    @Nullable
    Failure exactly(EventMatcher... expected) {
        log.requireTold(RebalanceStarted.class, "containsExactly");
        List<EventMatcher.Resolved> matchers = resolve(expected);
        int same = 0;
        while (same < matchers.size()
                && same < events.size()
                && matchers.get(same).test().test(events.get(same))) {
            same++;
        }
        if (same == matchers.size() && same == events.size()) {
            return null;
        }
        return differing("to be exactly these, in order; they differ at number " + (same + 1), texts(matchers));
    }

    @Nullable
    Failure subsequence(EventMatcher... expected) {
        List<EventMatcher.Resolved> matchers = resolve(expected);
        int next = 0;
        for (ClusterEvent event : events) {
            if (next < matchers.size() && matchers.get(next).test().test(event)) {
                next++;
            }
        }
        if (next == matchers.size()) {
            return null;
        }
        String found = next == 0 ? "" : " after the " + next + " before it";
        return differing(
                "to contain these in order; did not find \""
                        + matchers.get(next).description() + "\"" + found,
                texts(matchers));
    }

    @Nullable
    Failure contain(EventMatcher... expected) {
        for (EventMatcher.Resolved matcher : resolve(expected)) {
            if (matching(matcher).isEmpty()) {
                return failure("to contain this", matcher.description(), "no such event");
            }
        }
        return null;
    }

    @Nullable
    Failure never(EventMatcher... unwanted) {
        for (EventMatcher.Resolved matcher : resolve(unwanted)) {
            List<ClusterEvent> found = matching(matcher);
            if (!found.isEmpty()) {
                return failure("never to contain this", "never " + matcher.description(), lines(found));
            }
        }
        return null;
    }

    @Nullable
    Failure count(int expected, EventMatcher event) {
        EventMatcher.Resolved matcher = event.in(log);
        List<ClusterEvent> found = matching(matcher);
        return found.size() == expected
                ? null
                : failure(
                        "to contain this " + expected + " times: " + matcher.description(),
                        expected + " times",
                        found.size() + " times: " + lines(found));
    }

    @Nullable
    Failure none() {
        log.requireTold(RebalanceStarted.class, "isEmpty");
        return events.isEmpty() ? null : differing("to be none", "no events");
    }

    @Nullable
    Failure completedWithin(Duration atMost) {
        return new RebalanceClaims(subject, events, log, () -> LastEvents.tell(events, log))
                .completedWithin(atMost, true);
    }

    private Failure failure(String what, Object expected, Object actual) {
        return Failure.of(subject + " " + what, expected, actual, () -> LastEvents.tell(events, log))
                .inShort(log);
    }

    /** A failure with no story besides: the actual events are all there is to tell. */
    private Failure differing(String what, Object expected) {
        return Failure.of(subject + " " + what, expected, lines(events), () -> "")
                .inShort(log);
    }

    private List<EventMatcher.Resolved> resolve(EventMatcher... matchers) {
        List<EventMatcher.Resolved> resolved = new ArrayList<>();
        for (EventMatcher matcher : matchers) {
            resolved.add(matcher.in(log));
        }
        return resolved;
    }

    private List<ClusterEvent> matching(EventMatcher.Resolved matcher) {
        return events.stream().filter(matcher.test()).toList();
    }

    private static String texts(List<EventMatcher.Resolved> matchers) {
        return list(matchers.stream().map(EventMatcher.Resolved::description).toList());
    }

    private String lines(List<ClusterEvent> found) {
        return list(found.stream().map(event -> log.inShort(event)).toList());
    }

    /** One below the other, so that an IDE's diff shows them line by line. */
    private static String list(List<String> lines) {
        return lines.isEmpty() ? "none" : "\n    " + String.join("\n    ", lines);
    }
}
