package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.event.broker.TransactionEnded;
import io.github.groupcoordinator.event.group.OffsetsCommitted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All events in words, a row for each. What repeats itself has one row; and so has, in a long log, what one member
 * commits again and again while nothing else happens.
 */
final class EventTable {
    /** Above so many events, runs of commits are folded. */
    private static final int MANY = 120;

    private final Story story;
    private final List<ClusterEvent> events;
    private final Markup out;
    private String lastTime = "";
    private String lastGroup = "";

    EventTable(Story story, Markup out) {
        this.story = story;
        this.events = story.events();
        this.out = out;
    }

    void draw() {
        out.open("table").line();
        out.open("thead").open("tr");
        for (String head : List.of("Virtual time", "Group", "What happened")) {
            out.leaf("th", head, "scope", "col");
        }
        out.close().close().line();
        out.open("tbody").line();
        int next = 0;
        boolean failed = story.failure() == null;
        while (next < events.size()) {
            if (!failed && isAfterFailure(events.get(next))) {
                failure();
                failed = true;
            }
            next = run(next);
        }
        if (!failed) {
            failure();
        }
        out.close().close().line();
    }

    private boolean isAfterFailure(ClusterEvent event) {
        TestFailure failure = story.failure();
        return failure != null && event.at().isAfter(failure.at());
    }

    private void failure() {
        TestFailure failure = story.failure();
        if (failure != null) {
            out.open("tr", "class", "failed");
            out.leaf("td", story.moments().time(failure.at())).leaf("td", "");
            out.leaf("td", "the test failed: " + failure.firstLine()).close().line();
            lastTime = "";
        }
    }

    /** Writes what belongs into the next rows; returns the first event after it. */
    private int run(int first) {
        int end = first;
        while (end < events.size() && Moments.isRoutine(events.get(end)) && isOnOneSide(first, end)) {
            end++;
        }
        if (events.size() > MANY && end - first > 1) {
            routine(first, end);
            return end;
        }
        int last = first;
        while (last + 1 < events.size() && isSame(first, last + 1) && isOnOneSide(first, last + 1)) {
            last++;
        }
        row(first, last == first ? "" : times(last - first + 1, events.get(last).at()));
        return last + 1;
    }

    private boolean isOnOneSide(int one, int other) {
        return isAfterFailure(events.get(one)) == isAfterFailure(events.get(other));
    }

    private boolean isSame(int one, int other) {
        return events.get(one).groupId().equals(events.get(other).groupId())
                && story.told(one).equals(story.told(other));
    }

    /** A run of commits by one member: how many, until when, and from which offsets to which. */
    private static final class Repeated {
        private final int first;
        private final Map<TopicPartition, long[]> offsets = new LinkedHashMap<>();
        private int times;
        private @Nullable Instant until;

        Repeated(int first) {
            this.first = first;
        }

        void add(ClusterEvent event) {
            times++;
            until = event.at();
            if (event instanceof OffsetsCommitted committed) {
                committed.offsets().forEach((partition, offset) -> {
                    long[] ends = offsets.computeIfAbsent(partition, key -> new long[] {offset.offset(), 0});
                    ends[1] = offset.offset();
                });
            }
        }
    }

    private void routine(int first, int end) {
        Map<List<Object>, Repeated> repeated = new LinkedHashMap<>();
        for (int i = first; i < end; i++) {
            int at = i;
            repeated.computeIfAbsent(who(events.get(i)), key -> new Repeated(at))
                    .add(events.get(i));
        }
        repeated.values().forEach(this::row);
    }

    private static List<Object> who(ClusterEvent event) {
        return event instanceof OffsetsCommitted committed
                ? List.of(committed.groupId(), committed.member())
                : List.of(event instanceof TransactionEnded ended ? ended.transactionalId() : event);
    }

    private void row(Repeated repeated) {
        ClusterEvent event = events.get(repeated.first);
        if (repeated.times == 1 || repeated.until == null) {
            row(repeated.first, "");
        } else if (event instanceof OffsetsCommitted committed) {
            String who = "committed by " + story.name(committed.member());
            cells(event, who + times(repeated.times, repeated.until) + ": " + Partitions.offsets(repeated.offsets));
        } else {
            row(repeated.first, times(repeated.times, repeated.until));
        }
    }

    private String times(int times, Instant until) {
        return ", " + times + " times until " + story.moments().time(until);
    }

    private void row(int event, String more) {
        cells(events.get(event), story.told(event) + more);
    }

    /** A time or a group that is the same as above is not repeated. */
    private void cells(ClusterEvent event, String what) {
        String time = story.moments().time(event.at());
        out.open("tr").leaf("td", time.equals(lastTime) ? "" : time);
        out.leaf("td", event.groupId().equals(lastGroup) ? "" : event.groupId()).leaf("td", what);
        out.close().line();
        lastTime = time;
        lastGroup = event.groupId();
    }
}
