package io.github.groupcoordinator.internal.simulation;

import io.github.groupcoordinator.internal.schedule.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The turns of the application's threads in one run: the order of creation, with departures from it that are drawn from
 * the seed, or given. A run draws how often it departs, too: some races need many, others are hidden by them.
 */
public final class Turns {
    private static final double[] RATES = {0.02, 0.1, 0.3, 0.5};

    private final @Nullable Random random;
    private final double rate;
    private final Map<Integer, Integer> given = new LinkedHashMap<>();
    private final Map<Departure.OfTurn, String> taken = new LinkedHashMap<>();
    private int turn;

    private Turns(@Nullable Random random, List<Departure.OfTurn> given) {
        this.random = random;
        this.rate = random == null ? 0 : RATES[random.nextInt(RATES.length)];
        given.forEach(departure -> this.given.put(departure.turn(), departure.skipped()));
    }

    /** Returns turns that are drawn. */
    static Turns drawn(long seed) {
        return new Turns(Seeds.random(seed, "turns"), List.of());
    }

    /** Returns turns in the order of creation, but for these. */
    static Turns of(List<Departure.OfTurn> departures) {
        return new Turns(null, departures);
    }

    /**
     * Returns who of several threads has the next turn.
     *
     * @param usual who has it in the order of creation
     * @param due how many could have it, at least 2
     * @param names names one of them, for messages
     */
    public int next(int usual, int due, IntFunction<String> names) {
        turn++;
        int skipped = skipped(due) % due;
        if (skipped == 0) {
            return usual;
        }
        int chosen = (usual + skipped) % due;
        taken.put(
                new Departure.OfTurn(turn, skipped),
                "turn " + turn + ": thread '" + names.apply(chosen) + "' goes on before '" + names.apply(usual) + "'");
        return chosen;
    }

    private int skipped(int due) {
        if (random == null) {
            return given.getOrDefault(turn, 0);
        }
        return random.nextDouble() < rate ? 1 + random.nextInt(due - 1) : 0;
    }

    /** Returns the departures that were taken. */
    List<Departure.OfTurn> taken() {
        return new ArrayList<>(taken.keySet());
    }

    /** Returns the departures that were taken, in words. */
    List<String> describe() {
        return new ArrayList<>(taken.values());
    }
}
