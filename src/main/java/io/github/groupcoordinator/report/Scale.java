package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The positions of places on the page. A longer time is a wider gap, but far less than twice as wide for twice as long:
 * 50 ms and 45 s both have to be seen.
 */
final class Scale {
    private static final int STEP = 18;
    /** From here on a gap is shown as a break, with its length. */
    private static final long BREAK_MS = 10_000;

    private static final int MARGIN = 14;
    private static final int TAIL = 130;
    private static final int COMFORTABLE = 960;
    private static final int WIDE = 9_000;

    private final Story story;
    private final List<Integer> starts = new ArrayList<>();
    private final int width;

    Scale(Story story) {
        this.story = story;
        int steps = 0;
        int gaps = 0;
        for (int moment = 0; moment < story.moments().size(); moment++) {
            steps += story.steps(moment) * STEP;
            gaps += gap(story, moment);
        }
        int fixed = MARGIN + steps + TAIL;
        int percent = gaps == 0 ? 100 : 100 * Math.max(0, COMFORTABLE - fixed) / gaps;
        percent = Math.min(400, Math.max(fixed + gaps > WIDE ? 30 : 100, percent));
        int x = MARGIN;
        for (int moment = 0; moment < story.moments().size(); moment++) {
            x += gap(story, moment) * percent / 100;
            starts.add(x);
            x += story.steps(moment) * STEP;
        }
        width = Math.max(x + TAIL, 480);
        starts.add(x + TAIL - MARGIN);
    }

    private static int gap(Story story, int moment) {
        if (moment == 0) {
            return 0;
        }
        // StrictMath, since the page is the same to the byte on every JVM.
        double tens = 1 + story.moments().quietBefore(moment).toMillis() / 10.0;
        return 12 + (int) (20 * StrictMath.log10(tens));
    }

    /** Returns whether so long a time passed before a moment that the axis says how long. */
    boolean isBreak(int moment) {
        return story.moments().quietBefore(moment).toMillis() >= BREAK_MS;
    }

    /** The middle of the time before a moment. */
    int breakAt(int moment) {
        int before = start(moment - 1) + story.steps(moment - 1) * STEP;
        return (before + start(moment)) / 2;
    }

    int width() {
        return width;
    }

    /** The left edge of a moment; of one past the last one, the end of what is not over. */
    int start(int moment) {
        return starts.get(moment);
    }

    /** The middle of a place. */
    int x(Place place) {
        boolean end = place.moment() == starts.size() - 1;
        return start(place.moment()) + (end ? 0 : place.step() * STEP + STEP / 2);
    }
}
