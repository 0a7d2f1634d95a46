package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The virtual instants at which something happened. Where there are very many, neighbours in which nothing but commits
 * happened are told as one.
 */
final class Moments {
    /** Above so many, moments of nothing but commits are folded. */
    private static final int MANY = 120;

    private final EventLog log;
    private final List<Moment> moments = new ArrayList<>();
    private final boolean withHours;

    private Moments(EventLog log, boolean withHours) {
        this.log = log;
        this.withHours = withHours;
    }

    static Moments of(EventLog log, List<ClusterEvent> events) {
        Instant end = events.isEmpty() ? null : events.get(events.size() - 1).at();
        Moments moments = new Moments(log, end != null && !log.elapsedAt(end).startsWith("00:"));
        for (ClusterEvent event : events) {
            moments.add(event);
        }
        if (moments.size() > MANY) {
            moments.fold();
        }
        return moments;
    }

    private void add(ClusterEvent event) {
        boolean commit = event instanceof OffsetsCommitted;
        if (moments.isEmpty() || !last().to.equals(event.at())) {
            moments.add(new Moment(event.at(), event.at(), commit, 1));
        } else {
            Moment last = last();
            set(moments.size() - 1, new Moment(last.from, last.to, last.commitsOnly && commit, last.events + 1));
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
            if (!moments.isEmpty() && last().commitsOnly && next.commitsOnly) {
                set(moments.size() - 1, new Moment(last().from, next.to, true, last().events + next.events));
            } else {
                moments.add(next);
            }
        }
    }

    int size() {
        return moments.size();
    }

    /** How many events happened at this moment. */
    int events(int moment) {
        return moments.get(moment).events;
    }

    /** When it was, as {@code 00:45.000}, or with hours if the log is longer than one; folded moments end in dots. */
    String time(int moment) {
        Moment it = moments.get(moment);
        return time(it.from) + (it.from.equals(it.to) ? "" : "\u2026");
    }

    String time(Instant at) {
        String elapsed = log.elapsedAt(at);
        return withHours ? elapsed : elapsed.substring("00:".length());
    }

    /** How long nothing happened before this moment. */
    Duration quietBefore(int moment) {
        return moment == 0 ? Duration.ZERO : Duration.between(moments.get(moment - 1).to, moments.get(moment).from);
    }

    /** How long nothing happened before this moment, in few characters. */
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

    private record Moment(Instant from, Instant to, boolean commitsOnly, int events) {}
}
