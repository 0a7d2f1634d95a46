package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.event.broker.TransactionOutcome;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The virtual instants at which something happened, or at which the test failed. Where there are very many, neighbours
 * in which nothing but commits happened are told as one.
 */
final class Moments {
    /** Above so many, moments of nothing but commits are folded. */
    private static final int MANY = 120;

    private final EventLog log;
    private final List<Moment> moments = new ArrayList<>();

    private Moments(EventLog log) {
        this.log = log;
    }

    static Moments of(EventLog log, List<ClusterEvent> events, @Nullable TestFailure failure) {
        Moments moments = new Moments(log);
        boolean failed = failure == null;
        for (ClusterEvent event : events) {
            if (failure != null && !failed && event.at().isAfter(failure.at())) {
                moments.add(failure.at(), false, 0);
                failed = true;
            }
            moments.add(event.at(), isRoutine(event), 1);
        }
        if (failure != null && !failed) {
            moments.add(failure.at(), false, 0);
        }
        if (moments.size() > MANY) {
            moments.fold();
        }
        return moments;
    }

    /** Tells what an application does all the time from what a reader looks for. */
    static boolean isRoutine(ClusterEvent event) {
        return event instanceof OffsetsCommitted
                || event instanceof TransactionEnded ended && ended.outcome() == TransactionOutcome.COMMITTED;
    }

    private void add(Instant at, boolean routine, int events) {
        if (moments.isEmpty() || !last().to.equals(at)) {
            moments.add(new Moment(at, at, routine, events));
        } else {
            Moment last = last();
            set(moments.size() - 1, new Moment(last.from, last.to, last.routine && routine, last.events + events));
        }
    }

    boolean isFolded() {
        return moments.stream().anyMatch(moment -> !moment.from.equals(moment.to));
    }

    private void set(int index, Moment moment) {
        moments.set(index, moment);
    }

    private Moment last() {
        return moments.get(moments.size() - 1);
    }

    private void fold() {
        List<Moment> all = new ArrayList<>(moments);
        moments.clear();
        for (Moment next : all) {
            if (!moments.isEmpty() && last().routine && next.routine) {
                set(moments.size() - 1, new Moment(last().from, next.to, true, last().events + next.events));
            } else {
                moments.add(next);
            }
        }
    }

    int size() {
        return moments.size();
    }

    /** Returns the moment of an instant at which an event happened or the test failed. */
    int of(Instant at) {
        int moment = 0;
        while (moment < size() - 1 && moments.get(moment).to.isBefore(at)) {
            moment++;
        }
        return moment;
    }

    /** Returns the number of events that happened at this moment. */
    int events(int moment) {
        return moments.get(moment).events;
    }

    /** When it was, as {@code 00:00:45.000}; folded moments end in dots. */
    String time(int moment) {
        Moment it = moments.get(moment);
        return time(it.from) + (it.from.equals(it.to) ? "" : "\u2026");
    }

    /** When it was, in the one form that the event log, the console and messages have. */
    String time(Instant at) {
        return log.elapsedAt(at);
    }

    /** Returns the time before this moment in which nothing happened. */
    Duration quietBefore(int moment) {
        return moment == 0 ? Duration.ZERO : Duration.between(moments.get(moment - 1).to, moments.get(moment).from);
    }

    /** Returns the time before this moment in which nothing happened, in few characters. */
    String quietTextBefore(int moment) {
        return text(quietBefore(moment).toMillis());
    }

    private static String text(long ms) {
        if (ms < 1_000) {
            return ms + " ms";
        }
        if (ms < 60_000) {
            long tenths = ms % 1_000 / 100;
            return ms / 1_000 + (tenths == 0 ? "" : "." + tenths) + " s";
        }
        long seconds = ms / 1_000;
        if (seconds < 3_600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return seconds / 3_600 + " h" + (seconds / 60 % 60 == 0 ? "" : " " + seconds / 60 % 60 + " min");
    }

    private record Moment(Instant from, Instant to, boolean routine, int events) {}
}
