package io.github.groupcoordinator.internal.schedule;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The free choices of a run: the order of what falls due in one millisecond, and of turns. Without a seed it is the
 * order of making and scheduling; with one it is drawn.
 */
final class Choices {
    private final @Nullable Random random;

    /** @param seed draws them; 0 draws nothing */
    Choices(long seed) {
        this.random = seed == 0 ? null : Seeds.random(seed, "order");
    }

    boolean areDrawn() {
        return random != null;
    }

    /** Returns what decides between two timers of one deadline before the order of their scheduling does. */
    int tie() {
        return random == null ? 0 : random.nextInt(Integer.MAX_VALUE);
    }

    /** Returns whether to prefer the n-th of n equal ones to the one preferred so far. */
    boolean prefersTheLastOf(int n) {
        return random != null && random.nextInt(n) == 0;
    }

    /** Returns which of several equal ones goes first, -1 if that is not drawn. */
    int draw(int equal) {
        return random == null ? -1 : random.nextInt(equal);
    }

    void mix(List<?> turns) {
        if (random != null) {
            Collections.shuffle(turns, random);
        }
    }
}
