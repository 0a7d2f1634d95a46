package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.RebalanceCompleted;
import io.github.groupcoordinator.event.group.RebalanceReason;
import io.github.groupcoordinator.event.group.RebalanceStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Claims about rebalances, by their events: why there were any, and how long they took. */
final class RebalanceClaims {
    /** A rebalance from its first start to its completion; null if it has not been completed. */
    private record Rebalance(
            String groupId, Instant started, @Nullable Instant completed) {}

    private final String subject;
    private final List<ClusterEvent> events;
    private final EventLog log;
    private final Story story;

    RebalanceClaims(String subject, List<ClusterEvent> events, EventLog log, Story story) {
        this.subject = subject;
        this.events = events;
        this.log = log;
        this.story = story;
    }

    @Nullable
    Failure lastBecause(RebalanceReason reason, @Nullable Object member) {
        log.requireTold(RebalanceCompleted.class, "rebalancedBecause");
        RebalanceCompleted last = null;
        for (ClusterEvent event : events) {
            last = event instanceof RebalanceCompleted completed ? completed : last;
        }
        String expected = cause(reason, member);
        if (last != null && matches(last, reason, member)) {
            return null;
        }
        return failure(
                subject + " to have completed its last rebalance because of this",
                expected,
                last == null ? "no rebalance has been completed" : cause(last));
    }

    @Nullable
    Failure everBecause(RebalanceReason reason, @Nullable Object member) {
        log.requireTold(RebalanceCompleted.class, "everRebalancedBecause");
        List<String> causes = new ArrayList<>();
        for (ClusterEvent event : events) {
            if (event instanceof RebalanceCompleted completed) {
                if (matches(completed, reason, member)) {
                    return null;
                }
                causes.add(cause(completed));
            }
        }
        return failure(subject + " to have completed a rebalance because of this", cause(reason, member), causes);
    }

    /** Only the last one, or each. */
    @Nullable
    Failure completedWithin(Duration atMost, boolean each) {
        List<Rebalance> rebalances = rebalances();
        int first = each ? 0 : Math.max(0, rebalances.size() - 1);
        for (Rebalance rebalance : rebalances.subList(first, rebalances.size())) {
            Instant end = rebalance.completed();
            String actual = "the rebalance that started at " + log.elapsedAt(rebalance.started());
            if (end == null) {
                return within(atMost, actual + " has not been completed");
            }
            Duration took = Duration.between(rebalance.started(), end);
            if (took.compareTo(atMost) > 0) {
                return within(atMost, actual + " took " + took.toMillis() + " ms");
            }
        }
        return rebalances.isEmpty() ? within(atMost, "no rebalance started") : null;
    }

    private Failure within(Duration atMost, String actual) {
        return failure(
                subject + " to have completed its rebalance within " + atMost.toMillis() + " ms of virtual time",
                "at most " + atMost.toMillis() + " ms",
                actual);
    }

    private List<Rebalance> rebalances() {
        log.requireTold(RebalanceCompleted.class, "completedWithin");
        Map<String, Instant> started = new TreeMap<>();
        List<Rebalance> rebalances = new ArrayList<>();
        for (ClusterEvent event : events) {
            if (event instanceof RebalanceStarted) {
                started.putIfAbsent(event.groupId(), event.at());
            } else if (event instanceof RebalanceCompleted) {
                Instant start = started.remove(event.groupId());
                if (start != null) {
                    rebalances.add(new Rebalance(event.groupId(), start, event.at()));
                }
            }
        }
        started.forEach((groupId, at) -> rebalances.add(new Rebalance(groupId, at, null)));
        return rebalances;
    }

    private boolean matches(RebalanceCompleted completed, RebalanceReason reason, @Nullable Object member) {
        return completed.reason() == reason
                && (member == null || Who.of(member, log).is(completed.causedBy()));
    }

    private String cause(RebalanceReason reason, @Nullable Object member) {
        return member == null
                ? reason.name()
                : reason + " by " + Who.of(member, log).name();
    }

    private static String cause(RebalanceCompleted completed) {
        return completed.reason() + " by " + completed.causedBy();
    }

    private Failure failure(String what, Object expected, Object actual) {
        return Failure.of(what, expected, actual, story).inShort(log);
    }
}
