package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Touched;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The turns of consumers of which only those are asked to which something has happened, or whose time has come, in the
 * order in which they were made: an instant costs no more with many consumers than with a few.
 */
final class TurnsOfTouched extends Turns {
    private final List<Place> places = new ArrayList<>();
    private final Touched<Place> touched = new Touched<>();
    private final TreeSet<Place> candidates = new TreeSet<>(Comparator.comparingInt(place -> place.order));
    private final TreeSet<Place> waiting = new TreeSet<>(
            Comparator.comparingLong((Place place) -> place.nextMs).thenComparingInt(place -> place.order));
    private @Nullable Place asked;
    private long traffic;

    private final class Place {
        private final PolledClient consumer;
        private final int order = places.size();
        private final Runnable mark = touched.mark(this);
        private long traffic;
        private long nextMs = Long.MAX_VALUE;

        Place(PolledClient consumer) {
            this.consumer = consumer;
            this.traffic = consumer.traffic();
        }
    }

    TurnsOfTouched(EventLoop loop, MadeClients clients, Predicate<PolledClient> belongs) {
        super(loop, clients, belongs);
    }

    @Override
    void beginInstant() {
        List<PolledClient> made = clients().consumers();
        while (places.size() < made.size()) {
            Place place = new Place(made.get(places.size()));
            places.add(place);
            place.consumer.addTouchListener(place.mark);
            candidates.add(place);
        }
        if (Thread.currentThread().isInterrupted()) {
            // Whoever is polled next tells of it, as if no poll had been left out.
            places.forEach(place -> place.consumer.makesNextPoll());
        }
        look();
    }

    @Override
    void beginRound() {
        asked = null;
    }

    @Override
    @Nullable
    PolledClient next() {
        if (asked != null) {
            asked = candidates.higher(asked);
        } else if (!candidates.isEmpty()) {
            asked = candidates.first();
        }
        return asked == null ? null : asked.consumer;
    }

    @Override
    void asked(boolean tookTurn) {
        Place place = asked;
        if (place == null) {
            throw new IllegalStateException("nobody was asked");
        }
        waiting.remove(place);
        place.nextMs = belongs(place.consumer) ? place.consumer.nextTurnMs() : Long.MAX_VALUE;
        if (place.nextMs != Long.MAX_VALUE) {
            waiting.add(place);
        }
        if (tookTurn) {
            look();
        } else {
            candidates.remove(place);
        }
    }

    /** Takes note of what has happened since the last look. */
    private void look() {
        for (Place place = touched.next(); place != null; place = touched.next()) {
            long of = place.consumer.traffic();
            if (belongs(place.consumer)) {
                traffic += of - place.traffic;
            }
            place.traffic = of;
            candidates.add(place);
        }
        while (!waiting.isEmpty() && waiting.first().nextMs <= loop().nowMs()) {
            candidates.add(waiting.pollFirst());
        }
    }

    @Override
    long traffic() {
        return traffic;
    }

    @Override
    long nextMs() {
        return waiting.isEmpty() ? afterAWhileMs() : waiting.first().nextMs;
    }

    @Override
    public void close() {
        places.forEach(place -> place.consumer.removeTouchListener(place.mark));
    }
}
