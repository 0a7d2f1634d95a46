package io.github.groupcoordinator.internal.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The actors of a loop by when they want to act; of those who want it at the same time, who was registered first. An
 * actor that tells of its changes is asked once after each, any other at every step, so that a step costs no more with
 * many actors than with a few.
 */
final class ActorQueue {
    private final List<Place> places = new ArrayList<>();
    private final TreeSet<Place> waiting = new TreeSet<>(
            Comparator.comparingLong((Place place) -> place.deadlineMs).thenComparing(place -> place.order));
    private final Touched<Place> touched = new Touched<>();
    private final List<Place> askedAlways = new ArrayList<>();
    private long registered;

    private static final class Place {
        private final Actor actor;
        private final long order;
        private boolean tells;
        private boolean isAskedAlways;
        private boolean isGone;
        private long deadlineMs = Actor.NEVER;

        Place(Actor actor, long order) {
            this.actor = actor;
            this.order = order;
        }
    }

    /**
     * An actor, and when it wants to act.
     *
     * @param deadlineMs as it says, perhaps in the past
     */
    record Next(Actor actor, long deadlineMs) {}

    void register(Actor actor) {
        Place place = new Place(actor, registered++);
        places.add(place);
        place.tells = actor.tells(touched.mark(place));
        askAlways(place);
    }

    void unregister(Actor actor) {
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.actor == actor) {
                places.remove(i);
                waiting.remove(place);
                askedAlways.remove(place);
                place.isGone = true;
                return;
            }
        }
    }

    /** Returns all of them, in the order in which they were registered. */
    List<Actor> all() {
        List<Actor> all = new ArrayList<>();
        places.forEach(place -> all.add(place.actor));
        return all;
    }

    /** Returns who acts next, null if nobody wants to. */
    @Nullable
    Next first(long nowMs) {
        for (Place place = touched.next(); place != null; place = touched.next()) {
            if (!place.isAskedAlways && !place.isGone) {
                ask(place, nowMs);
            }
        }
        for (int i = askedAlways.size() - 1; i >= 0; i--) {
            ask(askedAlways.get(i), nowMs);
        }
        return waiting.isEmpty() ? null : new Next(waiting.first().actor, waiting.first().deadlineMs);
    }

    /**
     * Returns who acts next if each is asked, and one of equal ones is chosen; null if nobody wants to.
     *
     * @param isDrawn whether what has passed is as good as now, because the order is drawn
     */
    @Nullable
    Next chosen(long nowMs, boolean isDrawn, Choices choices) {
        Actor chosen = null;
        long chosenMs = Actor.NEVER;
        int equal = 0;
        for (int i = 0; i < places.size(); i++) {
            Actor actor = places.get(i).actor;
            long deadlineMs = actor.nextDeadlineMs(nowMs);
            if (isDrawn && deadlineMs < nowMs) {
                deadlineMs = nowMs;
            }
            if (deadlineMs < chosenMs) {
                chosenMs = deadlineMs;
                chosen = actor;
                equal = 1;
            } else if (chosen != null && deadlineMs == chosenMs && choices.prefersTheLastOf(++equal)) {
                chosen = actor;
            }
        }
        return chosen == null ? null : new Next(chosen, chosenMs);
    }

    private void ask(Place place, long nowMs) {
        long deadlineMs = place.actor.nextDeadlineMs(nowMs);
        if (deadlineMs != place.deadlineMs) {
            waiting.remove(place);
            place.deadlineMs = deadlineMs;
            if (deadlineMs != Actor.NEVER) {
                waiting.add(place);
            }
        }
        boolean isSettled = place.tells && place.actor.isSettled();
        if (isSettled && place.isAskedAlways) {
            place.isAskedAlways = false;
            askedAlways.remove(place);
        } else if (!isSettled && !place.isAskedAlways) {
            askAlways(place);
        }
    }

    private void askAlways(Place place) {
        place.isAskedAlways = true;
        askedAlways.add(place);
    }
}
