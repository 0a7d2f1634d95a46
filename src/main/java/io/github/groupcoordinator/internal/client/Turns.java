package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Touched;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The turns of consumers during one call of the test: at each instant until none gets further without time, since an
 * answer that has arrived is taken before the clock goes on, as it is by an application that polls in a loop. Only
 * those are asked to which something has happened or whose time has come, in the order in which they were made.
 */
final class Turns implements AutoCloseable {

    /** A client that always has something more to send gets no further than this in one millisecond. */
    private static final int ROUNDS = 100;

    private final EventLoop loop;
    private final MadeClients clients;
    private final Predicate<PolledClient> belongs;
    private final boolean isMixed;
    private final List<Place> places = new ArrayList<>();
    private final Touched<Place> touched = new Touched<>();
    private final TreeSet<Place> candidates = new TreeSet<>(Comparator.comparingInt(place -> place.order));
    private final TreeSet<Place> waiting = new TreeSet<>(
            Comparator.comparingLong((Place place) -> place.nextMs).thenComparingInt(place -> place.order));
    private boolean isFirst = true;
    private long traffic;

    private static final class Place {
        private final PolledClient consumer;
        private final int order;
        private long traffic;
        private long nextMs = Long.MAX_VALUE;
        private @Nullable Runnable mark;

        Place(PolledClient consumer, int order) {
            this.consumer = consumer;
            this.order = order;
        }
    }

    /**
     * @param belongs whether a consumer has turns at all, as things are
     * @param mayBeMixed whether their order is drawn, if that of the loop is: then all are asked
     */
    Turns(EventLoop loop, MadeClients clients, Predicate<PolledClient> belongs, boolean mayBeMixed) {
        this.loop = loop;
        this.clients = clients;
        this.belongs = belongs;
        this.isMixed = mayBeMixed && loop.isOrderDrawn();
    }

    /** Offers a turn to each consumer that wants one; the first time, to all. */
    void takeAll(Consumer<PolledClient> turn) {
        if (areAllAsked()) {
            askAll(turn);
            return;
        }
        look();
        if (isFirst) {
            candidates.addAll(places);
        }
        boolean everybody = isFirst;
        isFirst = false;
        for (int round = 0; round < ROUNDS; round++) {
            boolean isTaken = false;
            long before = 0;
            Place place = candidates.isEmpty() ? null : candidates.first();
            while (place != null) {
                if (wants(place.consumer, everybody)) {
                    // Nothing of theirs moves before the first turn of a round.
                    before = isTaken ? before : traffic;
                    isTaken = true;
                    turn.accept(place.consumer);
                    waits(place);
                    look();
                } else {
                    candidates.remove(place);
                    waits(place);
                }
                place = candidates.higher(place);
            }
            if (!isTaken || traffic == before) {
                return;
            }
        }
    }

    /** Returns whether nothing is told of a change: not of those that threads of the application make in a client. */
    private boolean areAllAsked() {
        return isMixed || loop.passengers() != null;
    }

    private void askAll(Consumer<PolledClient> turn) {
        List<PolledClient> all = belonging();
        if (isMixed) {
            loop.mix(all);
        }
        boolean everybody = isFirst;
        isFirst = false;
        for (int round = 0; round < ROUNDS; round++) {
            boolean isTaken = false;
            long before = 0;
            for (PolledClient consumer : all) {
                if (wants(consumer, everybody)) {
                    before = isTaken ? before : traffic(all);
                    isTaken = true;
                    turn.accept(consumer);
                }
            }
            if (!isTaken || traffic(all) == before) {
                return;
            }
        }
    }

    private List<PolledClient> belonging() {
        List<PolledClient> belonging = new ArrayList<>(clients.consumers());
        belonging.removeIf(belongs.negate());
        return belonging;
    }

    private static long traffic(List<PolledClient> consumers) {
        long traffic = 0;
        for (PolledClient consumer : consumers) {
            traffic += consumer.traffic();
        }
        return traffic;
    }

    private boolean wants(PolledClient consumer, boolean everybody) {
        return (everybody || consumer.wantsTurn()) && belongs.test(consumer) && !consumer.backsOff();
    }

    /** Takes note of what has happened since the last look. */
    private void look() {
        List<PolledClient> made = clients.consumers();
        while (places.size() < made.size()) {
            Place place = new Place(made.get(places.size()), places.size());
            places.add(place);
            Runnable mark = touched.mark(place);
            place.mark = mark;
            place.traffic = place.consumer.traffic();
            place.consumer.addTouchListener(mark);
            candidates.add(place);
        }
        for (Place place = touched.next(); place != null; place = touched.next()) {
            long of = place.consumer.traffic();
            if (belongs.test(place.consumer)) {
                traffic += of - place.traffic;
            }
            place.traffic = of;
            candidates.add(place);
        }
        while (!waiting.isEmpty() && waiting.first().nextMs <= loop.nowMs()) {
            Place due = waiting.pollFirst();
            due.nextMs = Long.MAX_VALUE;
            candidates.add(due);
        }
    }

    private void waits(Place place) {
        waiting.remove(place);
        place.nextMs = belongs.test(place.consumer) ? place.consumer.nextTurnMs() : Long.MAX_VALUE;
        if (place.nextMs != Long.MAX_VALUE) {
            waiting.add(place);
        }
    }

    /** Returns whether turns that would find nothing to do may be left out: not where their order is drawn. */
    boolean mayRest() {
        return !clients.isEachPollMade() && !loop.isOrderDrawn();
    }

    /** Returns when the next of them polls again, if nothing happens to any before; a while from now if none does. */
    long nextMs() {
        if (areAllAsked()) {
            return belonging().stream()
                    .mapToLong(PolledClient::nextTurnMs)
                    .min()
                    .orElse(loop.nowMs() + clients.pollEveryMs());
        }
        return waiting.isEmpty() ? loop.nowMs() + clients.pollEveryMs() : waiting.first().nextMs;
    }

    @Override
    public void close() {
        for (Place place : places) {
            if (place.mark != null) {
                place.consumer.removeTouchListener(place.mark);
            }
        }
    }
}
